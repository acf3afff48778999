"""What an instance of the function is: settings, rule book and clients, and the one verb that it is for."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from fcruntime import logs
from fcruntime.context import Deadline
from fcruntime.credentials import read_credentials
from fcruntime.envelopes import open_event
from mediaverdict.callbacks import Denied, check_callback
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.queues import open_queue
from mediaverdict.errors import UndeliveredError
from mediaverdict.processing.processor import REMEMBERED, Parts, TimeLeft, Work
from mediaverdict.rulebook import load_rulebook
from mediaverdict.rulebook.compiled import Unusable, read_compiled
from mediaverdict.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from fcruntime.context import Context
    from fcruntime.credentials import Credentials
    from fcruntime.envelopes import HttpRequest
    from mediaverdict.cloud.messages import Queue
    from mediaverdict.processing.plan import Plan
    from mediaverdict.processing.processor import Summary
    from mediaverdict.rulebook import Rulebook


class FunctionInstance:
    """One instance."""

    def __init__(
        self, settings: Settings, book: Rulebook, environ: Mapping[str, str],
        clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep,
        remembered: int = REMEMBERED,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._environ = environ
        self._credentials: Credentials | None = None
        self._raw_context: object = None
        self._client = HttpClient(settings.addresses)
        self._log = logs.get_logger()
        self._parts = Parts(
            settings=settings,
            book=book,
            ice=Ice(settings.ice_endpoint, self._client, self._current_credentials),
            verdicts=open_queue(settings.verdict_queue, self._client, self._current_credentials),
            retries=self._optional_queue(settings.retry_queue),
            dead_letters=self._optional_queue(settings.dead_letter_queue),
            renew_credentials=self._renew_credentials,
            clock=clock,
            sleep=sleep,
            remembered=remembered,
        )

    @classmethod
    def start(cls, environ: Mapping[str, str], default_rules: Path) -> FunctionInstance:
        """Reads settings and rule book. Raises SettingsError or RulebookError, each with every fault."""
        settings = read_settings(environ, default_rules)
        return cls(settings, _read_book(settings.rules, default_rules), environ)

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
            work = Work(self._parts, TimeLeft(deadline))
            summary, plan = work.do(envelope)
            self._log.info("event handled", **summary, **work.meter.fields(), left=len(plan.left))
            if envelope.http is not None:
                return http_answer(_status(plan), summary)
            if plan.left:
                raise UndeliveredError(_left_words(plan.left))
            return summary

    def close(self) -> None:
        """Closes connections, threads and queues; for tests and for the platform's preStop."""
        self._client.close()
        if self._parts.pool is not None:
            self._parts.pool.shutdown()
        for queue in (self._parts.verdicts, self._parts.retries, self._parts.dead_letters):
            if queue is not None:
                queue.close()

    def _optional_queue(self, address: str | None) -> Queue | None:
        return open_queue(address, self._client, self._current_credentials) if address is not None else None

    def _denied(self, request: HttpRequest) -> Denied | None:
        if self._settings.trusts_callers:
            return None
        settings = self._settings
        return check_callback(request, settings.callback_url, settings.callback_keys, self._parts.clock())

    def _current_credentials(self) -> Credentials:
        if self._credentials is None:
            self._credentials = read_credentials(None, self._environ)
        return self._credentials

    def _renew_credentials(self) -> bool:
        before = self._credentials
        self._credentials = read_credentials(self._raw_context, self._environ)
        return self._credentials != before


def _read_book(rules: Path, default_rules: Path) -> Rulebook:
    """The book that was compiled when the function was deployed, where it fits; else the sources'."""
    compiled = read_compiled(rules) if rules == default_rules else None
    if isinstance(compiled, Unusable):
        logs.get_logger().warning("compiled rule book not used", file=rules.name, reason=compiled.reason)
        compiled = None
    return compiled or load_rulebook(rules)


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
