"""An instance's templates: one call for all, kept for an hour, and never in a verdict's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from alicloud_emulator.answers import Answer
from fcruntime import logs
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.jobs import Job, read_job
from mediaverdict.processing.metrics import Metrics
from mediaverdict.templates.library import (
    KEPT,
    KEPT_REFUSED,
    LONGEST_PAUSE,
    MOST_TOLD,
    PAUSE,
    NoTemplates,
    TemplateLibrary,
)
from mediaverdict.templates.model import Template, Unavailable
from servers import RawServer, http
from templates import CUSTOM, SYSTEM, counting, job_naming, template

KEYS = Credentials("local", "local")


class Clock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


class Served:
    """A library against a local cloud; `then` is what a request for a template comes to."""

    def __init__(self, cloud: Emulator, client: HttpClient, clock: Clock, most: int = 256) -> None:
        self.calls: list[str] = []
        self.then: Callable[[str], Any] = lambda _: None
        self.state = cloud.state
        cloud.state.intercept = counting(self.calls, self._answer)
        ice = Ice(cloud.endpoint, client, FixedCredentials(KEYS))
        self.clock = clock
        self.library = TemplateLibrary(ice, clock, most)

    def _answer(self, target: str) -> Any:
        return self.then(target)

    def of(self, job: Job | None = None, budget: TimeBudget = UNLIMITED) -> Template | Unavailable:
        job = job or job_naming()
        named = job.outputs[0].asked.text("TemplateId")
        assert named is not None
        return self.library.of(job, budget, Metrics()).of(named)


@pytest.fixture
def served(client: HttpClient) -> Iterator[Served]:
    logs.configure({})
    templates = {CUSTOM: template(), SYSTEM: template(template_id=SYSTEM, ModifiedTime=None)}
    with Emulator(EmulatorState(templates=templates)) as cloud:
        yield Served(cloud, client, Clock())
    structlog.reset_defaults()


def refuse(status: int, code: str, *, wait: str = "") -> Callable[[str], Answer]:
    answer = ice_wire.refuse(status, code, "no")
    headers = {"x-acs-retry-after": wait} if wait else {}
    return lambda _: Answer(answer.status, answer.body, answer.content_type, headers)


def test_a_template_is_fetched_once_and_kept_for_an_hour(served: Served) -> None:
    for job in (job_naming(), job_naming(f"{CUSTOM}\n"), job_naming(override={})):
        assert isinstance(served.of(job), Template)
    assert len(served.calls) == 1
    served.clock.now += KEPT - 1
    served.of()
    assert len(served.calls) == 1
    served.clock.now += 2
    served.of()
    assert len(served.calls) == 2


def test_system_and_custom_templates_have_calls_of_their_own(served: Served) -> None:
    assert isinstance(served.of(job_naming(SYSTEM)), Template)
    assert served.calls == [f"/?TemplateId={SYSTEM}"]


def test_all_who_ask_at_once_are_one_call(served: Served) -> None:
    asking = threading.Barrier(16)
    begun, held = threading.Event(), threading.Event()

    def hold(_: str) -> None:
        begun.set()
        held.wait(30)

    served.then = hold
    found: list[Template | Unavailable] = []

    def ask() -> None:
        asking.wait()
        found.append(served.of())

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    begun.wait(30)
    held.set()
    for thread in threads:
        thread.join()
    assert len(served.calls) == 1
    assert [type(one) for one in found] == [Template] * 16


@pytest.mark.parametrize(
    ("then", "reason", "kept", "pauses"),
    [
        (refuse(404, "TemplateNotFound"), "is not known to ICE (TemplateNotFound)", KEPT, False),
        (refuse(400, "InvalidParameter.TemplateId"), "did not come (InvalidParameter.TemplateId)", KEPT, False),
        (refuse(403, "Forbidden.RAM"), "was refused (Forbidden.RAM)", KEPT_REFUSED, False),
        (refuse(400, "Throttling.User"), "was throttled (Throttling.User)", PAUSE, True),
        (refuse(400, "Throttling.User", wait="60000"), "was throttled (Throttling.User)", 60.0, True),
        (refuse(400, "Throttling.User", wait="900000"), "was throttled (Throttling.User)", LONGEST_PAUSE, True),
        (refuse(500, "InternalError"), "did not come (InternalError)", PAUSE, True),
        (lambda _: Answer(200, b"<html>"), "did not come (broken-answer)", PAUSE, True),
        (lambda _: Answer(200, b" " * 70_000), "did not come (answer-too-large)", KEPT, False),
        (lambda _: Answer(200, b'{"RequestId": "R"}'), "is not in the answer", KEPT, False),
        (lambda _: Answer(200, b'{"CustomTemplate": {"TemplateConfig": "x"}}'),
         "is broken: its TemplateConfig is no JSON object", KEPT, False),
    ],
)  # fmt: skip
def test_what_does_not_come_is_told_kept_and_logged_once(
    served: Served, log_lines: Callable[[], list[dict[str, object]]], then: Any, reason: str, kept: float, pauses: bool
) -> None:
    served.then = then
    for _ in range(3):
        assert served.of() == Unavailable(f"template {CUSTOM} {reason}")
    assert len(served.calls) == 1
    (line,) = [line for line in log_lines() if line["message"] == "template not available"]
    assert (line["template"], line["reason"], line["level"]) == (CUSTOM, f"template {CUSTOM} {reason}", "WARNING")
    other = served.of(job_naming(SYSTEM))
    assert (other == Unavailable(f"template {SYSTEM} was not fetched: another one {reason}")) is pauses
    served.then = lambda _: None
    served.clock.now += kept - 1
    assert isinstance(served.of(), Unavailable)
    served.clock.now += 2
    assert isinstance(served.of(), Template)
    assert [line for line in log_lines() if line.get("template") == CUSTOM] == []


def test_one_that_hangs_costs_a_part_of_the_calls_time_and_the_others_nothing(client: HttpClient) -> None:
    with RawServer(None, None, None) as server:
        library = TemplateLibrary(Ice(server.url, client, FixedCredentials(KEYS)))
        budget = TimeBudget.of(1.0)
        first = library.of(job_naming(), budget, Metrics())
        assert first.of(CUSTOM) == Unavailable(f"template {CUSTOM} did not come in time")
        assert budget.remaining() > 0
        again = library.of(job_naming(SYSTEM), budget, Metrics())
        assert again.of(SYSTEM) == Unavailable(f"template {SYSTEM} was not fetched: another one did not come in time")
        assert len(server.requests) == 1


def test_who_waits_for_another_ones_call_waits_no_longer_than_he_may(client: HttpClient) -> None:
    with RawServer(None) as server:
        library = TemplateLibrary(Ice(server.url, client, FixedCredentials(KEYS)))
        leader = threading.Thread(target=lambda: library.of(job_naming(), TimeBudget.of(8.0), Metrics()))
        leader.start()
        while not server.requests:
            time.sleep(0.01)
        found = library.of(job_naming(), TimeBudget.of(0.4), Metrics()).of(CUSTOM)
        assert found == Unavailable(f"template {CUSTOM} did not come in time")
        assert leader.is_alive()
        leader.join()


def test_where_no_time_is_left_none_is_fetched_and_none_is_blamed(served: Served) -> None:
    assert served.of(budget=TimeBudget.of(0.0)) == Unavailable(f"template {CUSTOM} did not come in time")
    assert served.calls == []
    assert isinstance(served.of(), Template)


def test_the_rest_of_a_jobs_time_blames_no_template(client: HttpClient) -> None:
    """Of two templates the first takes nearly all of the time: the second is not tried, and the next job has it."""
    named = {"Outputs": [{"Name": "a", "TemplateId": "t-1"}, {"Name": "b", "TemplateId": "t-2"}]}
    job = read_job(samples.answer(samples.output("a"), samples.output("b"), config=named))
    assert job is not None
    templates = {one: template(template_id=one) for one in ("t-1", "t-2")}
    with Emulator(EmulatorState(templates=templates)) as cloud:
        served = Served(cloud, client, Clock())
        served.then = lambda _: time.sleep(0.9)
        first = served.library.of(job, TimeBudget.of(4.0), Metrics())
        assert first.of("t-2") == Unavailable("template t-2 did not come in time")
        served.then = lambda _: None
        assert isinstance(served.library.of(job, TimeBudget.of(4.0), Metrics()).of("t-2"), Template)


def test_one_that_was_changed_since_is_kept_for_the_jobs_after(
    served: Served, log_lines: Callable[[], list[dict[str, object]]]
) -> None:
    served.state.templates[CUSTOM] = template(ModifiedTime="2026-11-20T09:00:00Z")
    for _ in range(2):
        assert "was changed (2026-11-20T09:00:00Z) after the job was created" in str(served.of())
    assert isinstance(served.of(job_naming(CreateTime="2026-11-20T10:00:00Z")), Template)
    assert len(served.calls) == 1
    assert [line["message"] for line in log_lines() if line.get("template") == CUSTOM] == ["template not available"]


def test_only_so_many_are_kept_the_latest_wanted(client: HttpClient) -> None:
    templates = {f"t-{number}": template(template_id=f"t-{number}") for number in range(4)}
    with Emulator(EmulatorState(templates=templates)) as cloud:
        served = Served(cloud, client, Clock(), most=3)
        for number in (0, 1, 2, 0, 3, 0, 1):
            assert isinstance(served.of(job_naming(f"t-{number}")), Template)
        assert [call[-1] for call in served.calls] == ["0", "1", "2", "3", "1"]


def test_an_absurd_id_is_not_asked_for(served: Served) -> None:
    assert served.of(job_naming("x" * 5000)) == Unavailable("the template's ID is too long to be one")
    assert served.of(job_naming("a&b=c/../ü")) == Unavailable(
        "template a&b=c/../ü is not known to ICE (TemplateNotFound)"
    )
    assert served.calls == ["/?TemplateId=a%26b%3Dc%2F..%2F%C3%BC"]


def test_a_fault_of_ours_costs_the_template_and_is_logged_with_its_traceback(
    served: Served, log_lines: Callable[[], list[dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediaverdict.templates.library.read_template", lambda *_: 1 / 0)
    for _ in range(2):
        assert served.of() == Unavailable(f"template {CUSTOM} could not be read")
    lines = [line for line in log_lines() if line["message"] == "unexpected"]
    assert len(lines) == 1
    assert "ZeroDivisionError" in str(lines[0])


def test_what_was_logged_is_remembered_only_so_far(served: Served) -> None:
    for number in range(MOST_TOLD + 5):
        served.library._tell(f"t-{number}", Unavailable("gone"), "x")
    assert len(served.library._told) == MOST_TOLD


def test_a_call_is_among_the_figures(served: Served) -> None:
    metrics = Metrics()
    served.library.of(job_naming(), UNLIMITED, metrics)
    served.library.of(job_naming(), UNLIMITED, metrics)
    api = metrics.fields()["api"]
    assert isinstance(api, dict)
    assert (list(api), api["templates"]["calls"]) == (["templates"], 1)


def test_a_job_without_templates_costs_nothing(served: Served) -> None:
    job = read_job(samples.answer(samples.output(), config={}))
    assert job is not None
    assert served.library.of(job, UNLIMITED, Metrics()).known == {}
    assert served.calls == []


def test_switched_off() -> None:
    found = NoTemplates("MEDIAVERDICT_TEMPLATES is off").of(job_naming(), UNLIMITED, Metrics())
    assert found.of("t") == Unavailable("template t is not known: MEDIAVERDICT_TEMPLATES is off")


def test_a_server_of_garbage_fails_nothing(client: HttpClient) -> None:
    with RawServer(b"nonsense\r\n\r\n", http(200, b"{", length=99)) as server:
        clock = Clock()
        library = TemplateLibrary(Ice(server.url, client, FixedCredentials(KEYS)), clock)
        for _ in range(2):
            assert "did not come (unreachable)" in str(library.of(job_naming(), UNLIMITED, Metrics()).of(CUSTOM))
            clock.now += PAUSE + 1
