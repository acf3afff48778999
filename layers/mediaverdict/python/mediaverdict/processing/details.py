"""One job: its details fetched, judged, and its verdict written."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.errors import CloudError
from mediaverdict.facts import JobFacts
from mediaverdict.jobs import read_job
from mediaverdict.judging import judge, selects
from mediaverdict.processing.outcomes import Excluded, NotFound, Refused, Rejected, Retryable, outcome_of
from mediaverdict.verdict import encode, make_verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.cloud.budget import TimeBudget
    from mediaverdict.cloud.ice import Ice
    from mediaverdict.processing.metrics import Metrics
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.settings import Settings
    from mediaverdict.templates.library import TemplateSource

SERVICE = "ice"


class Judged(NamedTuple):
    """A verdict on its way to the queue."""

    verdict_id: str
    outcome: str
    body: bytes


JobResult = Judged | Excluded | NotFound | Rejected | Retryable | Refused


class JobJudge:
    """What an instance judges jobs by; safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        book: Rulebook,
        ice: Ice,
        clock: Callable[[], float],
        templates: TemplateSource | None = None,
    ) -> None:
        """`templates` is None where no rule asks for them."""
        self._settings = settings
        self._book = book
        self._ice = ice
        self._clock = clock
        self._templates = templates

    def judge(self, job_id: str, budget: TimeBudget, metrics: Metrics, *, again: bool) -> JobResult:
        """The job's verdict, or why there is none now. One call, and one for each template that is not
        at hand, which costs the verdict nothing when it fails; what it raises is a fault of ours."""
        try:
            answer = metrics.timed(SERVICE, lambda: self._ice.get_media_convert_job(job_id, budget), again=again)
        except CloudError as error:
            return outcome_of(error)
        job = read_job(answer, job_id)
        if job is None:  # pragma: no cover - the client hands over answers with a job only
            return NotFound("the answer holds no job", "no-job")
        if not job.final:
            return Retryable(f"the job is not finished: its state is {_state_words(job.state)}", "not-finished")
        book, settings = self._book, self._settings
        if book.jobs and not selects(book.jobs, JobFacts(job)):
            return Excluded()
        templates = self._templates.of(job, budget, metrics) if self._templates is not None else None
        judgement = judge(job, book, templates=templates)
        now = datetime.fromtimestamp(self._clock(), timezone.utc)
        verdict = make_verdict(job, judgement, book, region=settings.region, account_id=settings.account_id, time=now)
        body = encode(verdict)
        metrics.found(judgement.findings)
        return Judged(verdict.id, judgement.outcome, body)


def _state_words(state: str | None) -> str:
    """A state as it may be told: a word; anything else can be a repetition of what we sent."""
    if state is None:
        return "absent"
    return state if state.isalpha() and len(state) <= 32 else "not a word"
