"""What an instance of the function is: settings, rule book and clients, and the one verb that it is for."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from fcruntime import logs
from fcruntime.credentials import CredentialsProvider
from fcruntime.envelopes import HttpResponse
from mediaverdict.callbacks import Denied, check_callback
from mediaverdict.cloud.budget import TimeBudget
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.queues import open_queue
from mediaverdict.errors import UndeliveredError
from mediaverdict.processing.details import JobJudge
from mediaverdict.processing.metrics import Metrics
from mediaverdict.processing.post import AT_ONCE
from mediaverdict.processing.processor import EventProcessor
from mediaverdict.processing.services import Services
from mediaverdict.processing.workers import Threads
from mediaverdict.rulebook import load_rulebook
from mediaverdict.rulebook.compiled import Unusable, read_compiled
from mediaverdict.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from fcruntime.envelopes import Envelope, HttpRequest
    from fcruntime.invocations import Invocation
    from mediaverdict.cloud.messages import Queue
    from mediaverdict.processing.report import Report
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.templates.library import TemplateSource

SENDERS = 2
"""Requests with verdicts at once: while one answers late, another can go."""


class FunctionInstance:
    """One instance."""

    def __init__(
        self,
        settings: Settings,
        book: Rulebook,
        environ: Mapping[str, str],
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._credentials = CredentialsProvider(environ)
        self._client = HttpClient(settings.addresses)
        self._log = logs.get_logger()
        ice = Ice(settings.ice_endpoint, self._client, self._credentials)
        verdicts = self._queue(settings.verdict_queue)
        assert verdicts is not None  # noqa: S101 - required by the settings
        self.services = Services(
            judge=JobJudge(settings, book, ice, clock, _templates(settings, book, ice)),
            verdicts=verdicts,
            retries=self._queue(settings.retry_queue),
            dead_letters=self._queue(settings.dead_letter_queue),
            threads=Threads(settings.concurrency + max(SENDERS, 2 * AT_ONCE)),
            concurrency=settings.concurrency,
            senders=SENDERS,
            clock=clock,
            chance=chance,
        )

    @classmethod
    def start(cls, environ: Mapping[str, str], default_rules: Path) -> FunctionInstance:
        """Reads settings and rule book. Raises SettingsError or RulebookError, each with every fault."""
        settings = read_settings(environ, default_rules)
        return cls(settings, _read_book(settings.rules, default_rules), environ)

    def handle(self, event: Envelope, invocation: Invocation) -> dict[str, Any] | HttpResponse:
        """Everything that one event asks for; for an HTTP event, the HTTP answer with the summary as its body.

        Raises UndeliveredError, after all other records are done, when some are in no safe place.
        """
        timeout = invocation.context.function.timeout
        ends_at = invocation.deadline.ends_at
        budget = (TimeBudget() if ends_at is None else TimeBudget(ends_at)).less(last_words(timeout or 0))
        if event.http is not None:
            denied = self._denied(event.http)
            if denied is not None:
                self._log.warning("callback refused", reason=denied.reason, source_ip=event.http.source_ip)
                return HttpResponse(denied.status, {"error": denied.reason})
        self._credentials.begin(invocation.platform)
        metrics = Metrics()
        report = EventProcessor(self.services, budget, metrics).process(event.records)
        summary = report.summary()
        self._log.info("event handled", **summary, **metrics.fields(), left=len(report.undelivered))
        if event.http is not None:
            return HttpResponse(_status(report), summary)
        if report.undelivered:
            raise UndeliveredError(_words(report.undelivered))
        return summary

    def close(self) -> None:
        """Closes connections, threads and queues; for tests and for the platform's preStop."""
        self._client.close()
        self.services.threads.leave()
        for queue in (self.services.verdicts, self.services.retries, self.services.dead_letters):
            if queue is not None:
                queue.close()

    def _queue(self, address: str | None) -> Queue | None:
        return open_queue(address, self._client, self._credentials) if address is not None else None

    def _denied(self, request: HttpRequest) -> Denied | None:
        settings = self._settings
        if settings.trusts_callers:
            return None
        return check_callback(request, settings.callback_url, settings.callback_keys, self._clock())


def last_words(seconds: float) -> float:
    """How much of an invocation's time is kept for its summary, and for the way back."""
    return min(0.5, seconds * 0.1)


def _read_book(rules: Path, default_rules: Path) -> Rulebook:
    """The book that was compiled when the function was deployed, where it fits; else the sources'."""
    compiled = read_compiled(rules) if rules == default_rules else None
    if isinstance(compiled, Unusable):
        logs.get_logger().warning("compiled rule book not used", file=rules.name, reason=compiled.reason)
        compiled = None
    return compiled or load_rulebook(rules)


def _templates(settings: Settings, book: Rulebook, ice: Ice) -> TemplateSource | None:
    """Where templates are had from; None, with nothing of it loaded, where no rule asks what was requested."""
    if not book.asks_templates:
        return None
    from mediaverdict.templates.library import NoTemplates, TemplateLibrary  # noqa: PLC0415 - see above

    return TemplateLibrary(ice) if settings.templates else NoTemplates("MEDIAVERDICT_TEMPLATES is off")


def _status(report: Report) -> int:
    """503 to try again, 400 unreadable, 200 judged, ignored or put aside."""
    if report.undelivered:
        return 503
    return 400 if report.rejected else 200


def _words(undelivered: Sequence[str]) -> str:
    shown = "; ".join(reason[:1000] for reason in undelivered[:5])
    more = f"; and {len(undelivered) - 5} more" if len(undelivered) > 5 else ""
    return f"{len(undelivered)} record(s) left for redelivery: {shown}{more}"
