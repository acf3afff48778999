"""The loop over one event's jobs: what is called when, what is called again, and what each job comes to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from fakes import Clock, FakeQueue, InlineWorkers
from mediaverdict.cloud.budget import TimeBudget
from mediaverdict.cloud.messages import Sent
from mediaverdict.cloud.retrying import MOST_ATTEMPTS, MOST_SENDS
from mediaverdict.errors import AccessRefusedError, RequestRefusedError, RetryLaterError
from mediaverdict.processing.details import JobResult, Judged
from mediaverdict.processing.flow import Pace
from mediaverdict.processing.judging_loop import NOT_DONE, JudgingLoop
from mediaverdict.processing.metrics import Metrics
from mediaverdict.processing.outcomes import Excluded, NotFound, Published, Refused, Rejected, Retryable, Unexpected
from mediaverdict.processing.services import Services
from mediaverdict.processing.workers import Threads

FAULT = Retryable("ICE: timeout: x", "timeout")
THROTTLED = Retryable("ICE: Throttling: x", "Throttling", True)
UNFINISHED = Retryable("the job is not finished", "not-finished")
LATER = Sent(error=RetryLaterError("SMQ", "InternalError", "x"))


def judged(job_id: str) -> Judged:
    return Judged(f"v-{job_id}", "pass", f"verdict of {job_id}".encode())


class FakeJudge:
    """Says what it is told for a job, call by call, and then that it passed."""

    def __init__(self, clock: Clock, says: dict[str, list[JobResult | Exception]], seconds: float = 0.0) -> None:
        self._clock = clock
        self._says = says
        self._seconds = seconds
        self.calls: list[tuple[str, bool]] = []
        self.budgets: list[float] = []

    def judge(self, job_id: str, budget: TimeBudget, _metrics: Metrics, *, again: bool) -> JobResult:
        self.calls.append((job_id, again))
        self.budgets.append(round(budget.ends_at - self._clock.now, 3))
        self._clock.now += self._seconds
        said = self._says.get(job_id, [])
        result = said.pop(0) if said else judged(job_id)
        if isinstance(result, Exception):
            raise result
        return result


class Run:
    """One event's loop, run to its end."""

    def __init__(
        self, clock: Clock, jobs: list[str], says: dict[str, list[JobResult | Exception]] | None = None,
        queue: FakeQueue | None = None, seconds: float = 100.0, takes: float = 0.0, can_retry: bool = True,
        services: Callable[[Services], None] = lambda _: None, calls: int | None = None, concurrency: int = 8,
    ) -> None:  # fmt: skip
        self.judge = FakeJudge(clock, says or {}, takes)
        self.queue = queue or FakeQueue()
        self.begun = clock.now
        self.services = Services(
            judge=self.judge,  # type: ignore[arg-type]
            verdicts=self.queue, retries=FakeQueue() if can_retry else None, dead_letters=None, threads=Threads(1),
            concurrency=concurrency, senders=2, clock=lambda: 0.0, chance=lambda: 1.0,
        )  # fmt: skip
        services(self.services)
        self.workers = InlineWorkers(clock, calls)
        loop = JudgingLoop(self.services, self.workers, TimeBudget(clock.now + seconds), Metrics(), jobs)
        self.outcomes = loop.run()
        self.published = dict(loop.published)
        self.took = clock.now - self.begun


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, "processing.outbox", "processing.judging_loop", "cloud.budget")


def test_each_job_is_judged_once_and_its_verdict_sent(clock: Clock) -> None:
    names = [f"j{number}" for number in range(20)]
    run = Run(clock, names)
    assert run.outcomes == {name: Published(f"v-{name}", "pass") for name in names}
    assert run.published == {"pass": 20}
    assert run.judge.calls == [(name, False) for name in names]
    assert [len(bodies) for bodies, _ in run.queue.sends] == [16, 4]
    assert list(run.services.published) == [f"v-{name}" for name in names]


def test_no_jobs_are_no_calls(clock: Clock) -> None:
    run = Run(clock, [])
    assert (run.outcomes, run.judge.calls, run.queue.sends, run.took) == ({}, [], [], 0.0)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (Excluded(), Excluded()),
        (NotFound("gone", "JobNotFound"), NotFound("gone", "JobNotFound")),
        (Rejected("size", "answer-too-large"), Rejected("size", "answer-too-large")),
        (Refused("no", "NoPermission"), Refused("no", "NoPermission")),
        (UNFINISHED, UNFINISHED),
        (KeyError("x"), Unexpected("KeyError while the job was judged")),
    ],
)
def test_what_is_said_once_is_not_asked_again(clock: Clock, said: JobResult | Exception, outcome: object) -> None:
    run = Run(clock, ["a", "b"], {"a": [said]})
    assert run.outcomes == {"a": outcome, "b": Published("v-b", "pass")}
    assert run.judge.calls == [("a", False), ("b", False)]
    assert run.published == {"pass": 1}


def test_a_fault_is_tried_again_behind_the_others_with_growing_waits(clock: Clock) -> None:
    run = Run(clock, ["a", "b"], {"a": [FAULT, FAULT]})
    assert run.outcomes["a"] == Published("v-a", "pass")
    assert run.judge.calls == [("a", False), ("b", False), ("a", True), ("a", True)]
    assert run.took == pytest.approx(0.6, abs=0.1)


def test_a_fault_that_stays_is_given_up_after_so_many_calls(clock: Clock) -> None:
    run = Run(clock, ["a"], {"a": [FAULT] * 20})
    assert run.outcomes == {"a": FAULT}
    assert len(run.judge.calls) == MOST_ATTEMPTS
    assert run.took == pytest.approx(0.2 + 0.4 + 0.8 + 1.6, abs=0.1)


def test_a_wait_that_is_longer_than_the_time_is_not_begun(clock: Clock) -> None:
    asked = FAULT._replace(wait=100.0)
    run = Run(clock, ["a"], {"a": [asked]})
    assert (run.outcomes, run.took) == ({"a": asked}, 0.0)


def test_what_the_time_did_not_reach_says_so_and_what_failed_says_why(clock: Clock) -> None:
    run = Run(clock, ["a", "b", "c"], {"a": [FAULT] * 9}, seconds=3.0, takes=2.0)
    unsent = Retryable("its verdict was not taken: SMQ: out-of-time: the time is up", "out-of-time", True)
    assert run.outcomes == {"a": FAULT, "b": unsent, "c": NOT_DONE}
    assert run.took <= 3.0 + 2.0 + 0.31


def test_without_time_nothing_is_called(clock: Clock) -> None:
    run = Run(clock, ["a"], seconds=0.0)
    assert (run.outcomes, run.judge.calls) == ({"a": NOT_DONE}, [])


def test_a_verdict_that_is_not_taken_is_sent_again_and_then_retried_later(clock: Clock) -> None:
    run = Run(clock, ["a"], queue=FakeQueue([LATER], [Sent("1")]))
    assert (run.outcomes, len(run.queue.sends)) == ({"a": Published("v-a", "pass")}, 2)
    run = Run(clock, ["a"], queue=FakeQueue(*[[LATER]] * 20))
    assert run.outcomes == {"a": Retryable("its verdict was not taken: SMQ: InternalError: x", "InternalError")}
    assert (len(run.queue.sends), run.published, dict(run.services.published)) == (MOST_SENDS, {}, {})


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (AccessRefusedError("SMQ", "AccessDenied", "x"), Refused("its verdict was not taken: SMQ: AccessDenied: x", "AccessDenied")),
        (RequestRefusedError("SMQ", "InvalidArgument", "x"), Rejected("its verdict was not taken: SMQ: InvalidArgument: x", "InvalidArgument")),
    ],
)  # fmt: skip
def test_a_verdict_that_is_refused_is_its_jobs_alone(clock: Clock, error: Exception, outcome: object) -> None:
    run = Run(clock, ["a", "b"], queue=FakeQueue([Sent(error=error), Sent("1")]))  # type: ignore[arg-type]
    assert run.outcomes == {"a": outcome, "b": Published("v-b", "pass")}


def test_what_was_published_before_is_not_sent_again(clock: Clock) -> None:
    run = Run(clock, ["a", "b"], services=lambda services: services.remember("v-a"))
    assert run.outcomes == {"a": Published("v-a", "pass"), "b": Published("v-b", "pass")}
    assert run.queue.sends == [([b"verdict of b"], [0])]
    assert run.published == {"pass": 1}


def test_a_call_gets_its_share_of_the_time(clock: Clock) -> None:
    assert Run(clock, ["a"], seconds=100.0).judge.budgets == [10.0]
    assert Run(clock, ["a"], seconds=6.0).judge.budgets == [3.0]
    assert Run(clock, ["a"], seconds=1.0).judge.budgets == [1.0]
    many = Run(clock, [f"j{number}" for number in range(80)], seconds=30.0).judge.budgets
    assert (many[0], min(many), max(many)) == (2.727, 2.727, 10.0)


def test_what_cant_be_done_soon_at_the_learnt_pace_is_given_back_spread_over_time(clock: Clock) -> None:
    names = [f"j{number}" for number in range(100)]
    run = Run(clock, names, services=lambda services: services.ice_pace.throttled(clock.now - 10, clock.now - 10))
    later = {name: outcome for name, outcome in run.outcomes.items() if isinstance(outcome, Retryable)}
    done = [name for name, outcome in run.outcomes.items() if isinstance(outcome, Published)]
    assert len(later) + len(done) == 100
    assert 1 <= len(done) < 10
    assert {outcome._replace(wait=0.0) for outcome in later.values()} == {
        Retryable("the cloud throttles", "throttled", postponed=True, throttled=True, paced=True)
    }
    waits = [outcome.wait for outcome in later.values()]
    assert 0 < min(waits) < max(waits) < 15
    assert run.took < 2


def test_a_request_that_is_not_heard_of_costs_a_moment_more_than_the_time(clock: Clock) -> None:
    for calls, took in ((1, 3.3), (0, 3.0)):  # where no request was made nobody waits for its end
        run = Run(clock, ["a"], seconds=3.0, calls=calls)
        assert run.outcomes == {"a": NOT_DONE}
        assert run.took == pytest.approx(took)


def test_while_the_queue_takes_nothing_no_more_is_judged_than_can_be_kept(clock: Clock) -> None:
    names = [f"j{number}" for number in range(200)]
    full = partial(Pace.throttled, now=clock.now, started=clock.now, retry_after=100.0)
    run = Run(clock, names, concurrency=1, services=lambda services: full(services.smq_pace))
    assert (len(run.judge.calls), run.queue.sends) == (128, [])
    assert len(run.workers.waits) < 150  # and until the queue takes some it sleeps
    assert list(run.outcomes.values())[128:] == [NOT_DONE] * 72


def test_without_a_retry_queue_nothing_is_given_back(clock: Clock) -> None:
    names = [f"j{number}" for number in range(60)]
    run = Run(clock, names, {names[0]: [THROTTLED]}, can_retry=False)
    assert all(isinstance(outcome, Published) for outcome in run.outcomes.values())
