"""One event, from its bytes to the summary: gather, decide, apply.

`Handling` is what an instance keeps between invocations: settings, rule book, clients. Its parts do the
work; only here are they put in a row, and only here is logged.
"""

from __future__ import annotations

import json
import time
from collections import Counter, OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from fcruntime import logs
from fcruntime.context import Deadline
from fcruntime.credentials import read_credentials
from fcruntime.envelopes import open_event
from mediaverdict.callbacks import Denied, check_callback
from mediaverdict.cloud.http import make_client
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.queues import open_queue
from mediaverdict.cloud.retrying import persist, send_all
from mediaverdict.delivery import NotKnown, NotOurs, NotYet, Plan, Published, Refused, plan_delivery
from mediaverdict.errors import CloudError, JobNotFoundError, RetryLaterError, UndeliveredError
from mediaverdict.facts import JobFacts
from mediaverdict.jobs import read_job
from mediaverdict.judging import judge, selects
from mediaverdict.notifications import Ignored, JobFinished, Reject, read_record
from mediaverdict.rulebook import load_rulebook
from mediaverdict.settings import Settings, read_settings
from mediaverdict.verdict import encode, make_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from fcruntime.context import Context
    from fcruntime.credentials import Credentials
    from fcruntime.envelopes import Envelope, HttpRequest
    from mediaverdict.cloud.messages import Queue, Sent
    from mediaverdict.delivery import Fate, Letter
    from mediaverdict.notifications import Incoming
    from mediaverdict.rulebook import Rulebook

AT_A_TIME = 128
"""Jobs that are judged before their verdicts are sent and forgotten."""
RESERVE = 5.0
"""Seconds kept for the letters of what could not be done."""
REMEMBERED = 10_000
"""Verdict IDs that an instance remembers, so that a redelivered event is not published twice."""

Summary = dict[str, Any]
JsonObject = dict[str, Any]


class Judged(NamedTuple):
    """A verdict on its way to the queue."""

    verdict_id: str
    outcome: str
    body: bytes


class _TimeLeft:
    """How long an invocation may still work, and write its letters."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def for_letters(self) -> float | None:
        """Seconds until the platform ends the function; None where it does not say."""
        return self._deadline.remaining(time.monotonic())

    def for_work(self) -> float | None:
        """The same, less what the letters need."""
        left = self.for_letters()
        return None if left is None else max(0.0, left - RESERVE)


class Handling:
    """What an instance keeps, and the verb it is for."""

    def __init__(
        self, settings: Settings, book: Rulebook, environ: Mapping[str, str],
        clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep,
        remembered: int = REMEMBERED,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._book = book
        self._environ = environ
        self._clock = clock
        self._sleep = sleep
        self._credentials: Credentials | None = None
        self._raw_context: object = None
        self._client = client = make_client(settings.addresses)

        def queue(address: str | None) -> Queue | None:
            return open_queue(address, client, self._current_credentials) if address is not None else None

        self._ice = Ice(settings.ice_endpoint, client, self._current_credentials)
        self._verdicts = open_queue(settings.verdict_queue, client, self._current_credentials)
        self._retries = queue(settings.retry_queue)
        self._dead_letters = queue(settings.dead_letter_queue)
        self._pool: ThreadPoolExecutor | None = None
        self._remembered = remembered
        self._published: OrderedDict[str, None] = OrderedDict()
        self._log = logs.get_logger()

    @classmethod
    def start(cls, environ: Mapping[str, str], default_rules: Path) -> Handling:
        """Reads settings and rule book. Raises SettingsError or RulebookError, each with every fault."""
        settings = read_settings(environ, default_rules)
        return cls(settings, load_rulebook(settings.rules), environ)

    def handle(self, event: bytes, raw_context: object, context: Context) -> Summary:
        """Everything that one event asks for; for an HTTP event, the HTTP answer with the summary as its body.

        Raises UndeliveredError, after all other records are done, when some are in no safe place.
        """
        deadline = Deadline.after(time.monotonic(), context.function.timeout)
        envelope = open_event(event)
        first = next((record.event_id for record in envelope.records if record.event_id), "")
        with logs.invocation(context, first):
            if envelope.http is not None:
                denied = self._denied(envelope.http)
                if denied is not None:
                    self._log.warning("callback refused", reason=denied.reason, source_ip=envelope.http.source_ip)
                    return http_answer(denied.status, {"error": denied.reason})
            self._raw_context = raw_context
            self._credentials = read_credentials(raw_context, self._environ)
            summary, plan = self._work(envelope, _TimeLeft(deadline))
            self._log.info("event handled", **summary)
            if envelope.http is not None:
                return http_answer(_status(plan), summary)
            if plan.left:
                raise UndeliveredError(_left_words(plan.left))
            return summary

    def close(self) -> None:
        """Closes connections and threads; for tests and for the platform's preStop."""
        self._client.close()
        if self._pool is not None:
            self._pool.shutdown()

    def _work(self, envelope: Envelope, left: _TimeLeft) -> tuple[Summary, Plan]:
        # Gather, and publish what can be judged: some jobs at a time, so that memory does not grow with the event.
        incoming = [one for record in envelope.records for one in read_record(record)]
        for one in incoming:
            self._log_incoming(one)
        jobs = list(
            dict.fromkeys(one.notification.job_id for one in incoming if isinstance(one.notification, JobFinished))
        )
        fates: dict[str, Fate] = {}
        outcomes: Counter[str] = Counter()
        for start in range(0, len(jobs), AT_A_TIME):
            settled = self._settle(jobs[start : start + AT_A_TIME], outcomes, left)
            fates.update(settled)
        # Decide.
        plan = plan_delivery(
            incoming,
            fates,
            can_retry=self._retries is not None,
            can_bury=self._dead_letters is not None,
            now=self._now(),
        )
        # Apply.
        retried = self._post(self._retries, plan.retries, plan, "retried later", left)
        dead = self._post(self._dead_letters, plan.dead_letters, plan, "dead-lettered", left)
        for reason in plan.left:
            self._log.error("record left for redelivery", reason=reason)
        return {
            "records": len(incoming),
            "jobs": len(jobs),
            "published": outcomes.total(),
            "ignored": plan.ignored,
            "retried": retried,
            "dead_lettered": dead,
            "outcomes": dict(sorted(outcomes.items())),
        }, plan

    def _settle(self, jobs: Sequence[str], outcomes: Counter[str], left: _TimeLeft) -> dict[str, Fate]:
        """Each job's fate, those that were judged with their verdict on the queue."""
        results = self._judge_all(jobs, left)
        fates: dict[str, Fate] = {}
        fresh: dict[str, Judged] = {}
        for job_id, result in results.items():
            if not isinstance(result, Judged):
                fates[job_id] = result
            elif result.verdict_id in self._published:
                fates[job_id] = Published(result.verdict_id, result.outcome)
            else:
                fresh[job_id] = result
        bodies = [judged.body for judged in fresh.values()]
        sent = send_all(self._verdicts, bodies, 0, left.for_work, self._sleep) if fresh else []
        for (job_id, judged), one in zip(fresh.items(), sent, strict=True):
            fates[job_id] = self._fate_of(judged, one)
            if one.error is None:
                outcomes[judged.outcome] += 1
        return fates

    def _fate_of(self, judged: Judged, sent: Sent) -> Fate:
        if sent.error is not None:
            reason = f"its verdict was not taken: {sent.error}"
            later = isinstance(sent.error, RetryLaterError)
            return NotYet(reason, sent.error.code) if later else Refused(reason, sent.error.code)
        self._published[judged.verdict_id] = None
        if len(self._published) > self._remembered:
            self._published.popitem(last=False)
        return Published(judged.verdict_id, judged.outcome)

    def _judge_all(self, jobs: Sequence[str], left: _TimeLeft) -> dict[str, Judged | Fate]:
        if len(jobs) < 2 or self._settings.concurrency == 1:
            return {job_id: self._judge(job_id, left) for job_id in jobs}
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="judge")
        # Each task in a context of its own: a pool's thread would log without the invocation's keys.
        tasks = {job_id: self._pool.submit(copy_context().run, self._judge, job_id, left) for job_id in jobs}
        return {job_id: task.result() for job_id, task in tasks.items()}

    def _judge(self, job_id: str, left: _TimeLeft) -> Judged | Fate:
        if left.for_work() == 0.0:
            return NotYet("the function's time is up", "out-of-time")
        try:
            answer = self._fetch(job_id, left)
        except JobNotFoundError as error:
            return NotKnown(str(error), error.code)
        except RetryLaterError as error:
            return NotYet(str(error), error.code)
        except CloudError as error:
            return Refused(str(error), error.code)
        job = read_job(answer, job_id)
        if job is None:  # pragma: no cover - the client hands over answers with a job only
            return NotKnown("the answer holds no job", "no-job")
        if not job.final:
            return NotYet(f"the job is not finished: its state is {job.state or 'absent'}", "not-finished")
        if self._book.jobs and not selects(self._book.jobs, JobFacts(job)):
            return NotOurs()
        judgement = judge(job, self._book)
        verdict = make_verdict(
            job,
            judgement,
            self._book,
            region=self._settings.region,
            account_id=self._settings.account_id,
            time=self._now(),
        )
        return Judged(verdict["id"], judgement.outcome, encode(verdict))

    def _fetch(self, job_id: str, left: _TimeLeft) -> JsonObject:
        """The job's details; a refusal is tried once more where there are fresh credentials by now."""

        def call() -> JsonObject:
            return self._ice.get_media_convert_job(job_id)

        before = self._credentials
        try:
            return persist(call, left.for_work, self._sleep)
        except (JobNotFoundError, RetryLaterError):
            raise
        except CloudError:
            self._credentials = read_credentials(self._raw_context, self._environ)
            if self._credentials == before:
                raise
        return persist(call, left.for_work, self._sleep)

    def _post(self, queue: Queue | None, letters: Sequence[Letter], plan: Plan, event: str, left: _TimeLeft) -> int:
        """Sends letters, those of one delay together."""
        done = 0
        if queue is None:  # then none were planned
            return done
        for delay in sorted({letter.delay for letter in letters}):
            group = [letter for letter in letters if letter.delay == delay]
            results = send_all(queue, [letter.body for letter in group], delay, left.for_letters, self._sleep)
            for letter, sent in zip(group, results, strict=True):
                if sent.error is not None:
                    plan.left.append(f"{letter.reason}, and its letter was not taken: {sent.error}")
                    continue
                done += 1
                self._log.warning(event, job_id=letter.job_id, reason=letter.reason)
        return done

    def _log_incoming(self, one: Incoming) -> None:
        if isinstance(one.notification, Ignored):
            self._log.debug("ignored", event_type=one.notification.event_type)
        elif isinstance(one.notification, Reject):
            self._log.debug("rejected", reason=one.notification.reason)

    def _denied(self, request: HttpRequest) -> Denied | None:
        if self._settings.trusts_callers:
            return None
        keys = [key.get_secret_value() for key in self._settings.callback_keys]
        return check_callback(request, self._settings.callback_url, keys, self._clock())

    def _current_credentials(self) -> Credentials:
        if self._credentials is None:
            self._credentials = read_credentials(None, self._environ)
        return self._credentials

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), timezone.utc)


def http_answer(status: int, body: Mapping[str, object]) -> Summary:
    """What a built-in runtime's HTTP trigger sends back."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "isBase64Encoded": False,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


def _status(plan: Plan) -> int:
    """200 judged or ignored, 400 unreadable, 503 to try again."""
    if plan.rejected:
        return 400
    return 503 if plan.left else 200


def _left_words(left: Sequence[str]) -> str:
    shown = "; ".join(left[:5])
    more = f"; and {len(left) - 5} more" if len(left) > 5 else ""
    return f"{len(left)} record(s) left for redelivery: {shown}{more}"
