"""One event's work: gather, decide, apply. What outlives the event is in `Parts`, which the instance keeps."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from fcruntime import logs
from mediaverdict.cloud.retrying import persist, send_all
from mediaverdict.errors import CloudError, JobNotFoundError, RetryLaterError
from mediaverdict.facts import JobFacts
from mediaverdict.jobs import read_job
from mediaverdict.judging import judge, selects
from mediaverdict.notifications import Ignored, JobFinished, Reject, read_record
from mediaverdict.processing.metrics import Meter
from mediaverdict.processing.plan import NotKnown, NotOurs, NotYet, Plan, Published, Refused, plan_delivery
from mediaverdict.verdict import encode, make_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fcruntime.context import Deadline
    from fcruntime.envelopes import Envelope
    from mediaverdict.cloud.ice import Ice
    from mediaverdict.cloud.messages import Queue, Sent
    from mediaverdict.notifications import Incoming
    from mediaverdict.processing.plan import Fate, Letter
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.settings import Settings

AT_A_TIME = 128
"""Jobs that are judged before their verdicts are sent and forgotten."""
RESERVE = 5.0
"""Seconds kept for the letters of what could not be done."""
REMEMBERED = 10_000
"""Verdict IDs that an instance remembers, so that a redelivered event is not published twice."""

Summary = dict[str, Any]
JsonObject = dict[str, Any]


@dataclass
class Parts:
    """What an instance keeps between its events."""

    settings: Settings
    book: Rulebook
    ice: Ice
    verdicts: Queue
    retries: Queue | None
    dead_letters: Queue | None
    renew_credentials: Callable[[], bool]
    """Reads the credentials again; whether they are others than before."""
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    remembered: int = REMEMBERED
    published: OrderedDict[str, None] = field(default_factory=OrderedDict)
    pool: ThreadPoolExecutor | None = None

    def remember(self, verdict_id: str) -> None:
        """A verdict that is on the queue; the oldest is forgotten."""
        self.published[verdict_id] = None
        if len(self.published) > self.remembered:
            self.published.popitem(last=False)

    def threads(self) -> ThreadPoolExecutor:
        """The pool, made when it is first needed."""
        if self.pool is None:
            self.pool = ThreadPoolExecutor(self.settings.concurrency, thread_name_prefix="judge")
        return self.pool


class Judged(NamedTuple):
    """A verdict on its way to the queue."""

    verdict_id: str
    outcome: str
    body: bytes


class TimeLeft:
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


class Work:
    """One event in progress."""

    def __init__(self, parts: Parts, left: TimeLeft) -> None:
        self._parts = parts
        self._left = left
        self._log = logs.get_logger()
        self._outcomes: Counter[str] = Counter()
        self.meter = Meter()

    def do(self, envelope: Envelope) -> tuple[Summary, Plan]:
        """Everything that the event's records ask for; the plan says what is left."""
        parts = self._parts
        # Gather, and publish what can be judged: some jobs at a time, so that memory does not grow with the event.
        incoming = [one for record in envelope.records for one in read_record(record)]
        for one in incoming:
            self._log_incoming(one)
        jobs = list(
            dict.fromkeys(one.notification.job_id for one in incoming if isinstance(one.notification, JobFinished))
        )
        fates: dict[str, Fate] = {}
        for start in range(0, len(jobs), AT_A_TIME):
            fates.update(self._settle(jobs[start : start + AT_A_TIME]))
        # Decide.
        plan = plan_delivery(
            incoming,
            fates,
            can_retry=parts.retries is not None,
            can_bury=parts.dead_letters is not None,
            now=self._now(),
        )
        # Apply.
        retried = self._post(parts.retries, plan.retries, plan, "retried later")
        dead = self._post(parts.dead_letters, plan.dead_letters, plan, "dead-lettered")
        for reason in plan.left:
            self._log.error("record left for redelivery", reason=reason)
        return {
            "records": len(incoming),
            "jobs": len(jobs),
            "published": self._outcomes.total(),
            "ignored": plan.ignored,
            "retried": retried,
            "dead_lettered": dead,
            "outcomes": dict(sorted(self._outcomes.items())),
        }, plan

    def _settle(self, jobs: Sequence[str]) -> dict[str, Fate]:
        """Each job's fate, those that were judged with their verdict on the queue."""
        fates: dict[str, Fate] = {}
        fresh: dict[str, Judged] = {}
        for job_id, result in self._judge_all(jobs).items():
            if not isinstance(result, Judged):
                fates[job_id] = result
            elif result.verdict_id in self._parts.published:
                fates[job_id] = Published(result.verdict_id, result.outcome)
            else:
                fresh[job_id] = result
        bodies = [judged.body for judged in fresh.values()]
        sent = self._send(self._parts.verdicts, bodies, 0, self._left.for_work)
        for (job_id, judged), one in zip(fresh.items(), sent, strict=True):
            fates[job_id] = self._fate_of(judged, one)
            if one.error is None:
                self._outcomes[judged.outcome] += 1
        return fates

    def _fate_of(self, judged: Judged, sent: Sent) -> Fate:
        if sent.error is not None:
            reason = f"its verdict was not taken: {sent.error}"
            later = isinstance(sent.error, RetryLaterError)
            return NotYet(reason, sent.error.code) if later else Refused(reason, sent.error.code)
        self._parts.remember(judged.verdict_id)
        return Published(judged.verdict_id, judged.outcome)

    def _judge_all(self, jobs: Sequence[str]) -> dict[str, Judged | Fate]:
        if len(jobs) < 2 or self._parts.settings.concurrency == 1:
            return {job_id: self._judge(job_id) for job_id in jobs}
        pool = self._parts.threads()
        # Each task in a context of its own: a pool's thread would log without the invocation's keys.
        tasks = {job_id: pool.submit(copy_context().run, self._judge, job_id) for job_id in jobs}
        return {job_id: task.result() for job_id, task in tasks.items()}

    def _judge(self, job_id: str) -> Judged | Fate:
        if self._left.for_work() == 0.0:
            return NotYet("the function's time is up", "out-of-time")
        try:
            answer = self._fetch(job_id)
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
        book, settings = self._parts.book, self._parts.settings
        if book.jobs and not selects(book.jobs, JobFacts(job)):
            return NotOurs()
        judgement = judge(job, book)
        self.meter.found(judgement.findings)
        verdict = make_verdict(
            job, judgement, book, region=settings.region, account_id=settings.account_id, time=self._now()
        )
        return Judged(verdict.id, judgement.outcome, encode(verdict))

    def _fetch(self, job_id: str) -> JsonObject:
        """The job's details; a refusal is tried once more where there are fresh credentials by now."""
        parts = self._parts

        def call() -> JsonObject:
            return self.meter.timed("ice", lambda: parts.ice.get_media_convert_job(job_id))

        self.meter.ask("ice")
        try:
            return persist(call, self._left.for_work, parts.sleep)
        except (JobNotFoundError, RetryLaterError):
            raise
        except CloudError:
            if not parts.renew_credentials():
                raise
        return persist(call, self._left.for_work, parts.sleep)

    def _send(
        self, queue: Queue, bodies: Sequence[bytes], delay: int, left: Callable[[], float | None]
    ) -> Sequence[Sent]:
        if not bodies:
            return ()

        def send(some: Sequence[bytes], delay: int) -> list[Sent]:
            return self.meter.timed("smq", lambda: queue.send(some, delay))

        self.meter.ask("smq")
        return send_all(send, bodies, delay, left, self._parts.sleep)

    def _post(self, queue: Queue | None, letters: Sequence[Letter], plan: Plan, event: str) -> int:
        """Sends letters, those of one delay together."""
        done = 0
        if queue is None:  # then none were planned
            return done
        for delay in sorted({letter.delay for letter in letters}):
            group = [letter for letter in letters if letter.delay == delay]
            results = self._send(queue, [letter.body for letter in group], delay, self._left.for_letters)
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

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._parts.clock(), timezone.utc)
