"""An instance's templates: each fetched once for all who want it at the same time, and kept for an hour.

A template is never in a verdict's way. It gets a small part of a call's time, one try, and when it does not come
the verdict is given without it; what made it fail for now (throttling, a timeout, a 5xx) also spares the others
for a while. What goes wrong with a template is logged once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from fcruntime import logs
from mediaverdict.errors import AccessRefusedError, CloudError, JobNotFoundError, RetryLaterError, ThrottledError
from mediaverdict.templates.model import LONGEST_ID, Templates, Unavailable, for_job, read_template, template_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.ice import Ice
    from mediaverdict.jobs import Job
    from mediaverdict.processing.metrics import Metrics
    from mediaverdict.templates.model import Template

SERVICE = "templates"
"""As the metrics call it."""
KEPT = 3600.0
"""Seconds that a template is kept, and that ICE knows none of that ID."""
KEPT_REFUSED = 300.0
"""Seconds after which a refused call is made again: whoever mends the role's policy need not wait for an hour."""
PAUSE = 30.0
"""Seconds in which no template is fetched after one failed for now."""
LONGEST_PAUSE = 120.0
MOST_KEPT = 256
MOST_TOLD = 1024
"""Troubles that are remembered as logged."""
PART = 0.25
LONGEST = 2.5
"""How much of a call's time all of a job's templates get: a part of it, and never more than so many seconds."""
SHORTEST = 0.05
LEFT = 0.125
"""Seconds, and a part of what a job's templates get, below which none is fetched: that it does not come in so short a
time would say nothing of the service."""
NOT_FETCHED = "it was not fetched"


class TemplateSource(Protocol):
    """Where a job's templates are had from."""

    def of(self, job: Job, budget: TimeBudget, metrics: Metrics) -> Templates:
        """Those that the job's outputs name. Never raises, never waits for long."""
        ...


class NoTemplates:
    """In place of a library where templates are switched off."""

    def __init__(self, reason: str) -> None:
        self._none = Templates({}, reason)

    def of(self, job: Job, budget: TimeBudget, metrics: Metrics) -> Templates:  # noqa: ARG002 - as a library
        """None at all, and why."""
        return self._none


class _Entry(NamedTuple):
    found: Template | Unavailable
    until: float
    """On the clock."""


class _Flight:
    """A call under way, and who waits for it."""

    __slots__ = ("done", "found")

    def __init__(self, otherwise: Unavailable) -> None:
        self.done = threading.Event()
        self.found: Template | Unavailable = otherwise


class TemplateLibrary:
    """Safe to share between threads."""

    def __init__(self, ice: Ice, clock: Callable[[], float] = time.monotonic, most: int = MOST_KEPT) -> None:
        self._ice = ice
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[str, _Entry] = OrderedDict()
        self._flights: dict[str, _Flight] = {}
        self._told: OrderedDict[str, None] = OrderedDict()
        self._paused_until = -1.0
        self._pause_reason = ""
        self._lock = threading.Lock()
        self._log = logs.get_logger()

    def of(self, job: Job, budget: TimeBudget, metrics: Metrics) -> Templates:
        """As TemplateSource."""
        seconds = min(LONGEST, budget.remaining() * PART)
        budget, least = budget.within(seconds), max(SHORTEST, seconds * LEFT)
        found: dict[str, Template | Unavailable] = {}
        for template_id in template_ids(job):
            template = self._one(template_id, budget, least, metrics)
            found[template_id] = of_job = for_job(template, job)
            if of_job is not template and isinstance(of_job, Unavailable):
                self._tell(template_id, of_job, "changed")
        return Templates(found, NOT_FETCHED)

    def _one(self, template_id: str, budget: TimeBudget, least: float, metrics: Metrics) -> Template | Unavailable:
        if len(template_id) > LONGEST_ID:
            return Unavailable("the template's ID is too long to be one")
        late = Unavailable(f"template {template_id} did not come in time")
        with self._lock:
            kept = self._kept.get(template_id)
            now = self._clock()
            if kept is not None and kept.until > now:
                self._kept.move_to_end(template_id)
                return kept.found
            flight = self._flights.get(template_id)
            if flight is None:
                if now < self._paused_until:
                    return Unavailable(f"template {template_id} was not fetched: {self._pause_reason}")
                if budget.remaining() < least:
                    return late
                mine = self._flights[template_id] = _Flight(late)
        if flight is not None:
            return flight.found if flight.done.wait(budget.remaining()) else late
        try:
            mine.found = self._fetch(template_id, budget, metrics)
        finally:
            with self._lock:
                del self._flights[template_id]
            mine.done.set()
        return mine.found

    def _fetch(self, template_id: str, budget: TimeBudget, metrics: Metrics) -> Template | Unavailable:
        try:
            answer = metrics.timed(SERVICE, lambda: self._ice.get_template(template_id, budget))
            found = read_template(answer, template_id)
            seconds, code = KEPT, "unusable"
        except CloudError as error:
            found, seconds, code = Unavailable(f"template {template_id} {_words(error)}"), _seconds(error), error.code
            if isinstance(error, RetryLaterError):
                self._pause(max(PAUSE, min(error.retry_after, LONGEST_PAUSE)), f"another one {_words(error)}")
        except Exception as error:  # noqa: BLE001 - a fault of ours costs the template, not the verdict
            self._log.error("unexpected", template=template_id, exc_info=error)
            return self._keep(template_id, Unavailable(f"template {template_id} could not be read"), KEPT)
        if isinstance(found, Unavailable):
            self._tell(template_id, found, code)
        return self._keep(template_id, found, seconds)

    def _pause(self, seconds: float, reason: str) -> None:
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock() + seconds)
            self._pause_reason = reason

    def _keep(self, template_id: str, found: Template | Unavailable, seconds: float) -> Template | Unavailable:
        with self._lock:
            self._kept[template_id] = _Entry(found, self._clock() + seconds)
            self._kept.move_to_end(template_id)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

    def _tell(self, template_id: str, found: Unavailable, code: str) -> None:
        """Logs a trouble of a template, once."""
        key = f"{template_id}\n{code}"
        with self._lock:
            if key in self._told:
                return
            self._told[key] = None
            if len(self._told) > MOST_TOLD:
                self._told.popitem(last=False)
        self._log.warning("template not available", template=template_id, reason=found.reason)


def _seconds(error: CloudError) -> float:
    if isinstance(error, RetryLaterError):
        return PAUSE
    return KEPT_REFUSED if isinstance(error, AccessRefusedError) else KEPT


def _words(error: CloudError) -> str:
    """What became of a call, with the service's code; its message may repeat anything."""
    if isinstance(error, JobNotFoundError):
        return f"is not known to ICE ({error.code})"
    if isinstance(error, ThrottledError):
        return f"was throttled ({error.code})"
    if error.code == "timeout":
        return "did not come in time"
    return f"was refused ({error.code})" if isinstance(error, AccessRefusedError) else f"did not come ({error.code})"
