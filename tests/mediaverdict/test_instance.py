"""One event through the whole of it, over real HTTP to the local cloud."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire, smq_wire
from alicloud_emulator.answers import Answer
from fcruntime import logs
from fcruntime.invocations import invoke
from mediaverdict.callbacks import callback_signature
from mediaverdict.cloud.smq_xml import write_xml
from mediaverdict.errors import RulebookError, SettingsError, UndeliveredError
from mediaverdict.instance import FunctionInstance, last_words
from mediaverdict.processing.neighbours import UNKNOWN

Lines = Callable[[], list[dict[str, object]]]
RULES = "version: 1\njobs: {job.pipeline: 'prod-*'}\nrules:\n  - {id: hd, require: {height: 720}}\n"
URL = "https://mediaverdict.example.com/callback"


def job(job_id: str, **changes: Any) -> dict[str, Any]:
    details: dict[str, Any] = samples.answer(samples.output(), JobId=job_id, **changes)["Job"]
    return details


JOBS = {
    "good": job("good"), "good-2": job("good-2"), "bad": samples.answer(samples.output(videos=[samples.video(Height="1")]), JobId="bad")["Job"],
    "running": job("running", State="Running"), "foreign": job("foreign", PipelineId="test-vod"), "odd": job("odd", State="Thinking"),
}  # fmt: skip


class World:
    """A local cloud, and a handler's instance before it."""

    def __init__(self, cloud: Emulator, rules: Path) -> None:
        self.cloud = cloud
        self.environ = {
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "MEDIAVERDICT_VERDICT_QUEUE": cloud.queue_url("verdicts"),
            "MEDIAVERDICT_DEAD_LETTER_QUEUE": cloud.queue_url("dead"), "MEDIAVERDICT_RETRY_QUEUE": cloud.queue_url("retry"),
            "MEDIAVERDICT_RULES": str(rules), "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        self.timeout: int | None = 60
        self.instance: FunctionInstance | None = None

    def __call__(self, event: object) -> Any:
        if self.instance is None:
            self.instance = FunctionInstance.start(self.environ, Path("/none"))
        content = event if isinstance(event, bytes) else json.dumps(event).encode()
        given = SimpleNamespace(request_id="r-1", function=SimpleNamespace(timeout=self.timeout))
        return invoke(self.instance.handle, content, given, self.environ)

    def close(self) -> None:
        if self.instance is not None:
            self.instance.close()

    def queued(self, name: str) -> list[Any]:
        queue = self.cloud.state.queue(name)
        assert queue is not None
        found = [json.loads(base64.b64decode(message.body)) for message in queue.all()]
        if name == "verdicts":
            for verdict in found:
                samples.assert_valid_verdict(verdict)
        return found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "rules.yml").write_text(RULES, encoding="utf-8")
    logs.configure({})
    with Emulator(EmulatorState(jobs=dict(JOBS))) as cloud:
        made = World(cloud, tmp_path / "rules.yml")
        yield made
        made.close()
    structlog.reset_defaults()


def summary(**changes: Any) -> dict[str, object]:
    base = {"records": 1, "jobs": 1, "published": 0, "ignored": 0, "retried": 0, "dead_lettered": 0, "outcomes": {}}
    return {**base, **changes}


def callback(job_id: object, event_type: str = "MediaConvertComplete") -> dict[str, Any]:
    return {"EventType": event_type, "UserId": 1, "EventTime": "2026-11-23T12:00:00Z", "MessageBody": {"JobId": job_id}}


def queue_event(body: object, number: int = 1) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {
        "id": f"e-{number}",
        "specversion": "1.0",
        "type": "mns:Queue:SendMessage",
        "data": {"messageId": "m", "messageBody": text},
    }


def test_a_finished_job_becomes_a_verdict_on_the_queue(world: World) -> None:
    assert world({"JobId": "good"}) == summary(published=1, outcomes={"pass": 1})
    (verdict,) = world.queued("verdicts")
    assert (verdict["subject"], verdict["source"], verdict["data"]["outcome"]) == (
        "good",
        "acs:ice:cn-shanghai:123",
        "pass",
    )


def test_each_record_ends_in_its_place(world: World, log_lines: Lines) -> None:
    event = [
        queue_event(callback("good"), 1), queue_event(callback("bad"), 2), queue_event(callback("good"), 3), queue_event("{broken", 4),
        queue_event(callback("unknown"), 5), queue_event(callback("running"), 6), queue_event(callback("odd"), 7), queue_event(callback("foreign"), 8),
        queue_event(callback("good", "MediaConvertOutputComplete"), 9), {"JobId": "good-2"},
    ]  # fmt: skip
    told = world(event)
    assert told == summary(
        records=10, jobs=7, published=3, ignored=2, retried=2, dead_lettered=2, outcomes={"fail": 1, "pass": 2}
    )
    assert sorted(verdict["subject"] for verdict in world.queued("verdicts")) == ["bad", "good", "good-2"]
    assert [(letter["job_id"], letter["code"], letter["record"]) for letter in world.queued("dead")] == [
        (None, "unreadable", event[3]), ("unknown", "JobNotFound", event[4]),
    ]  # fmt: skip
    assert [(letter["job_id"], letter["attempts"], letter["record"]) for letter in world.queued("retry")] == [
        ("running", 1, event[5]),
        ("odd", 1, event[6]),
    ]
    handled = [line for line in log_lines() if line["message"] == "event handled"]
    assert len(handled) == 1
    assert {key: handled[0][key] for key in told} == told
    assert handled[0]["correlation_id"] == "e-1"


def test_an_event_with_no_records_is_a_summary_of_zeros(world: World) -> None:
    assert world([]) == summary(records=0, jobs=0)


def test_a_retried_record_comes_back_as_any_event_and_its_count_goes_on(world: World) -> None:
    original = queue_event(callback("running"))
    world([original])
    (letter,) = world.queued("retry")
    world([queue_event(letter)])
    assert [(letter["attempts"], letter["record"]) for letter in world.queued("retry")] == [
        (1, original),
        (2, original),
    ]
    world.cloud.state.jobs["running"] = {**JOBS["good"], "JobId": "running"}
    assert world([queue_event(letter)])["published"] == 1


def test_what_was_published_is_not_published_twice_by_an_instance(world: World) -> None:
    world({"JobId": "good"})
    assert world({"JobId": "good"}) == summary()
    assert len(world.queued("verdicts")) == 1


@pytest.mark.parametrize("event", [b"", b"no JSON", {"EventType": 7}, {"hello": 1}])
def test_bad_events(world: World, event: object) -> None:
    told = world(event)
    ignored = isinstance(event, dict) and "EventType" in event
    assert told == summary(jobs=0, ignored=1 if ignored else 0, dead_lettered=0 if ignored else 1)


def test_without_a_dead_letter_queue_a_bad_record_raises_after_the_others(world: World) -> None:
    del world.environ["MEDIAVERDICT_DEAD_LETTER_QUEUE"]
    with pytest.raises(UndeliveredError) as raised:
        world(["{", {"JobId": "good"}, {"JobId": "unknown"}])
    assert str(raised.value).startswith("2 record(s) left for redelivery: the record is the array's element is no JSON")
    assert "MEDIAVERDICT_DEAD_LETTER_QUEUE is not set" in str(raised.value)
    assert [verdict["subject"] for verdict in world.queued("verdicts")] == ["good"]


def test_without_a_retry_queue_an_unfinished_job_raises(world: World) -> None:
    del world.environ["MEDIAVERDICT_RETRY_QUEUE"]
    with pytest.raises(UndeliveredError, match="job running: the job is not finished: its state is Running"):
        world({"JobId": "running"})


def test_refused_access_raises_and_buries_nothing(world: World) -> None:
    world.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "wrong"
    with pytest.raises(UndeliveredError, match="SignatureDoesNotMatch") as raised:
        world({"JobId": "good"})
    assert "wrong" not in str(raised.value)
    assert (world.queued("dead"), world.queued("retry"), world.queued("verdicts")) == ([], [], [])


def test_a_missing_verdict_queue_raises(world: World) -> None:
    world({"JobId": "good-2"})
    world.cloud.state.create_queues = False
    world.cloud.state.drop("verdicts")
    with pytest.raises(UndeliveredError, match="job good: its verdict was not taken: SMQ: QueueNotExist"):
        world({"JobId": "good"})


def test_a_cloud_that_cant_be_reached_is_retried_later(world: World) -> None:
    world.environ["MEDIAVERDICT_ICE_ENDPOINT"] = "http://127.0.0.1:9"
    world.timeout = 6  # a second for work, five for the letters
    assert world({"JobId": "good"}) == summary(retried=1)
    assert world.queued("retry")[0]["code"] == "unreachable"


def test_many_jobs_are_worked_on_at_once_and_logged_as_this_invocations(world: World) -> None:
    world.environ["MEDIAVERDICT_CONCURRENCY"] = "4"
    world.cloud.state.jobs = {f"j-{number}": job(f"j-{number}") for number in range(50)}
    assert world([{"JobId": f"j-{number}"} for number in range(50)]) == summary(
        records=50, jobs=50, published=50, outcomes={"pass": 50}
    )
    assert len({verdict["id"] for verdict in world.queued("verdicts")}) == 50


def http_event(body: object, *, key: str = "key", stamp: int | None = None) -> dict[str, Any]:
    import time

    timestamp = str(int(time.time()) if stamp is None else stamp)
    return {
        "version": "v1", "rawPath": "/callback", "body": body if isinstance(body, str) else json.dumps(body), "isBase64Encoded": False,
        "headers": {"X-Ice-Timestamp": timestamp, "X-Ice-Signature": callback_signature(URL, timestamp, key)},
        "requestContext": {"requestId": "h-1", "http": {"method": "POST", "path": "/callback", "sourceIp": "10.0.0.9"}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("event", "keys", "status"),
    [
        (http_event(callback("good")), "key", 200),
        (http_event(callback("good")), "old,key", 200),
        (http_event(callback("good"), key="any"), "none", 200),
        (http_event(callback("good", "UploadMediaComplete")), "key", 200),
        (http_event(callback("running")), "key", 200),
        (http_event("{broken"), "key", 400),
        (http_event(""), "key", 400),
        (http_event(callback("good"), key="wrong"), "key", 401),
        (http_event(callback("good"), stamp=1), "key", 401),
        (http_event(callback("good")), "", 403),
    ],
)
def test_http_callbacks_are_answered(world: World, event: dict[str, Any], keys: str, status: int) -> None:
    world.environ.update(MEDIAVERDICT_CALLBACK_KEYS=keys, MEDIAVERDICT_CALLBACK_URL=URL)
    answer = world(event)
    assert answer["statusCode"] == status
    body = json.loads(answer["body"])
    assert ("error" in body) == (status in (401, 403))
    published = status == 200 and body["published"] == 1
    assert len(world.queued("verdicts")) == int(published)


def test_http_asks_to_try_again_when_nothing_could_be_done(world: World) -> None:
    world.environ.update(MEDIAVERDICT_CALLBACK_KEYS="key", MEDIAVERDICT_CALLBACK_URL=URL)
    del world.environ["MEDIAVERDICT_RETRY_QUEUE"]
    assert world(http_event(callback("running")))["statusCode"] == 503


def test_an_instance_starts_with_every_fault_told(world: World) -> None:
    del world.environ["MEDIAVERDICT_VERDICT_QUEUE"]
    with pytest.raises(SettingsError, match="MEDIAVERDICT_VERDICT_QUEUE is missing"):
        world({})


def test_a_rule_book_with_an_error_fails_at_the_start(world: World) -> None:
    Path(world.environ["MEDIAVERDICT_RULES"]).write_text(
        "version: 1\nrules: [{id: a, require: {hight: 3}}]\n", encoding="utf-8"
    )
    with pytest.raises(RulebookError, match=r"rules\.yml:2:27: unknown fact 'hight' \(did you mean height\?\)"):
        world({})


class Faults:
    """Answers the first requests to a service with a fault, then lets them through."""

    def __init__(self, world: World, *answers: Answer, target: str) -> None:
        self.left = list(answers)
        self.seen = 0
        self.target = target
        world.cloud.state.intercept = self.intercept

    def intercept(self, _method: str, target: str) -> Answer | None:
        if not target.startswith(self.target):
            return None
        self.seen += 1
        return self.left.pop(0) if self.left else None


def throttled() -> Answer:
    return ice_wire.refuse(400, "Throttling.User", "Request was denied due to user flow control.")


def busy() -> Answer:
    return smq_wire.refuse(429, "TooManyRequests", "Too many requests.")


def test_throttling_is_tried_again_at_once(world: World) -> None:
    faults = Faults(world, throttled(), ice_wire.refuse(503, "ServiceUnavailable", "x"), target="/?")
    assert world({"JobId": "good"}) == summary(published=1, outcomes={"pass": 1})
    assert faults.seen == 3


def test_what_is_still_throttled_goes_to_the_retry_queue(world: World) -> None:
    Faults(world, *[throttled()] * 9, target="/?")
    world.timeout = 7
    assert world({"JobId": "good"}) == summary(retried=1)
    assert world.queued("retry")[0]["code"] == "Throttling.User"


def test_letters_of_the_throttled_warn_another_instance_and_tell_it_who_there_is(world: World) -> None:
    Faults(world, *[throttled()] * 9, target="/?")
    world.timeout = 7
    world({"JobId": "good"})
    assert world.instance is not None
    mine = world.instance.services.neighbours.mark
    letter = world.queued("retry")[0]
    assert (letter["code"], letter["postponed"], letter["by"]) == ("Throttling.User", 1, mine)
    world.close()
    world.instance = another = FunctionInstance.start(world.environ, Path("/none"))
    other = another.services
    Faults(world, target="/?")
    for body, warned, count in (({**letter, "code": "out-of-time"}, False, UNKNOWN), (letter, True, 2)):
        world(queue_event(body))
        assert other.neighbours.mark != mine
        assert (other.ice_pace.rate < 2.0, other.neighbours.count(time.monotonic())) == (warned, count)


def test_the_wait_that_was_asked_for_is_not_cut_short(world: World) -> None:
    asked = throttled()
    asked.headers["x-acs-retry-after"] = "60000"
    faults = Faults(world, asked, target="/?")
    assert world({"JobId": "good"}) == summary(retried=1)  # a minute is more than is left
    assert faults.seen == 1


def test_a_refusal_is_not_tried_again(world: World) -> None:
    faults = Faults(world, ice_wire.refuse(403, "NoPermission", "You are not authorized."), target="/?")
    with pytest.raises(UndeliveredError, match="NoPermission"):
        world({"JobId": "good"})
    assert faults.seen == 1


def test_a_verdict_that_was_not_taken_is_sent_again(world: World) -> None:
    Faults(world, busy(), target="/queues/verdicts")
    assert world({"JobId": "good"}) == summary(published=1, outcomes={"pass": 1})
    assert len(world.queued("verdicts")) == 1


def test_a_batch_that_was_taken_in_part_is_repeated_for_the_rest_only(world: World) -> None:
    taken = {"n": 0}

    def intercept(method: str, target: str) -> Answer | None:
        if method != "POST" or not target.startswith("/queues/verdicts") or taken["n"]:
            return None
        taken["n"] = 1
        queue = world.cloud.state.queue("verdicts")
        assert queue is not None
        queue.put(b"e30=")  # stands for the first verdict, which was taken
        entries = [
            ("Message", [("MessageId", "1"), ("MessageBodyMD5", "x")]),
            ("Message", [("ErrorCode", "InternalError"), ("ErrorMessage", "x")]),
        ]
        return Answer(500, write_xml("Messages", entries), "text/xml")

    world.cloud.state.intercept = intercept
    assert world([{"JobId": "good"}, {"JobId": "bad"}])["published"] == 2
    queue = world.cloud.state.queue("verdicts")
    assert queue is not None
    second = json.loads(base64.b64decode(queue.all()[1].body))
    assert (len(queue.all()), second["subject"] in ("good", "bad")) == (2, True)


def test_a_verdict_queue_that_stays_busy_sends_the_record_to_the_retry_queue(world: World) -> None:
    Faults(world, *[busy()] * 20, target="/queues/verdicts")
    world.timeout = 6
    assert world({"JobId": "good"}) == summary(retried=1)
    assert world.queued("retry")[0]["reason"].startswith("its verdict was not taken: SMQ: TooManyRequests")


def test_without_time_nothing_is_fetched_and_all_is_put_on_the_retry_queue(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = Faults(world, target="/?")
    monkeypatch.setattr("mediaverdict.processing.processor.reserve", lambda _records, seconds: seconds)
    assert world([{"JobId": "good"}, {"JobId": "bad"}]) == summary(records=2, jobs=2, retried=2)
    assert faults.seen == 0
    assert {letter["code"] for letter in world.queued("retry")} == {"out-of-time"}


def test_a_timeout_that_is_not_known_is_not_zero(world: World) -> None:
    world.timeout = None
    Faults(world, throttled(), target="/?")
    assert world({"JobId": "good"})["published"] == 1


def test_jobs_of_a_large_event_are_settled_some_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediaverdict.processing.judging_loop.MOST_UNSENT", 3)
    world.cloud.state.jobs = {f"j-{number}": job(f"j-{number}") for number in range(10)}
    event = [{"JobId": f"j-{number % 10}"} for number in range(30)]
    assert world(event) == summary(records=30, jobs=10, published=10, outcomes={"pass": 10})


def test_a_cold_start_loads_neither_another_transport_nor_yaml_nor_models(root: Path) -> None:
    code = (
        "import sys, mediaverdict.instance; "
        "sys.exit(', '.join({'tenacity', 'httpcore', 'h11', 'anyio', 'yaml', 'pydantic'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_credentials_that_expired_are_taken_fresh_once(world: World) -> None:
    world({"JobId": "good"})
    world.cloud.state.tokens["local"] = "new-token"

    def intercept(_method: str, target: str) -> Answer | None:
        if target.startswith("/?"):
            world.environ["ALIBABA_CLOUD_SECURITY_TOKEN"] = "new-token"
        return None

    world.cloud.state.intercept = intercept
    assert world({"JobId": "good-2"})["published"] == 1


def test_a_token_that_stays_expired_is_given_up(world: World) -> None:
    world.cloud.state.tokens["local"] = "another-token"
    with pytest.raises(UndeliveredError, match=r"InvalidSecurityToken\.Expired") as raised:
        world({"JobId": "good"})
    assert "another-token" not in str(raised.value)


def test_no_secret_is_in_any_log_error_or_verdict(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = {"key": "THE-SECRET-KEY", "token": "THE-STS-TOKEN", "callback": "THE-CALLBACK-KEY"}
    world.environ.update(
        ALIBABA_CLOUD_ACCESS_KEY_ID="STS.id", ALIBABA_CLOUD_ACCESS_KEY_SECRET=secrets["key"], ALIBABA_CLOUD_SECURITY_TOKEN=secrets["token"],
        MEDIAVERDICT_CALLBACK_KEYS=secrets["callback"], MEDIAVERDICT_CALLBACK_URL=URL, POWERTOOLS_LOG_LEVEL="DEBUG",
    )  # fmt: skip
    logs.configure(world.environ)
    world.cloud.state.keys["STS.id"], world.cloud.state.tokens["STS.id"] = secrets["key"], secrets["token"]
    said: list[str] = []
    Faults(world, throttled(), target="/?")
    world([{"JobId": "good"}, {"JobId": "unknown"}, "{broken", {"JobId": "running"}])
    said.append(json.dumps(world(http_event(callback("bad"), key=secrets["callback"]))))
    said.append(json.dumps(world(http_event(callback("bad"), key="wrong"))))
    world.cloud.state.keys["STS.id"] = "changed"
    with pytest.raises(UndeliveredError) as raised:
        world({"JobId": "good-2"})
    said += [str(raised.value), repr(raised.value.__context__), capsys.readouterr().out]
    said += [json.dumps(world.queued(name)) for name in ("verdicts", "dead", "retry")]
    everything = "\n".join(said)
    signed = http_event(callback("bad"), key=secrets["callback"])["headers"]["X-Ice-Signature"]
    for secret in [*secrets.values(), signed, "Signature=", "MNS STS.id:"]:
        assert secret not in everything


def test_an_instances_memory_of_what_it_published_is_bounded(world: World) -> None:
    world.cloud.state.jobs = {f"j-{number}": job(f"j-{number}") for number in range(5)}
    world({"JobId": "j-0"})
    assert world.instance is not None
    world.instance.services.remembered = 2
    world([{"JobId": f"j-{number}"} for number in range(5)])
    assert len(world.instance.services.published) == 2


def test_ten_thousand_records_stay_within_a_bound(world: World) -> None:
    """Eight times the event's own size (it is parsed), and 32 MB: verdicts are sent and forgotten on the way."""
    event = json.dumps([queue_event(callback(f"j-{number % 40}"), number) for number in range(10_000)]).encode()
    world.cloud.state.jobs = {f"j-{number}": job(f"j-{number}") for number in range(40)}
    world({"JobId": "j-0"})
    tracemalloc.start()
    told = world(event)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (told["records"], told["published"]) == (10_000, 39)
    assert peak < 8 * len(event) + 32 * 1024 * 1024


TRACES = [f"00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333{digit}-01" for digit in "12"]


def test_a_jobs_trace_goes_into_its_lines_and_on_with_its_verdict(world: World, log_lines: Lines) -> None:
    event = [
        {**queue_event(callback("good")), "traceparent": TRACES[0]},
        {**queue_event(callback("running")), "traceparent": TRACES[1]},
        {"JobId": "bad"},
    ]
    world(event)
    found = {verdict["subject"]: verdict.get("traceparent") for verdict in world.queued("verdicts")}
    assert found == {"good": TRACES[0], "bad": None}
    lines = log_lines()
    assert [(line["job_id"], line["traceparent"]) for line in lines if line["message"] == "retried later"] == [
        ("running", TRACES[1])
    ]
    assert "traceparent" not in next(line for line in lines if line["message"] == "event handled")
    (letter,) = world.queued("retry")
    world.cloud.state.jobs["running"] = {**JOBS["good"], "JobId": "running"}
    world([queue_event(letter)])
    assert world.queued("verdicts")[-1]["traceparent"] == TRACES[1], "a letter keeps its record's trace"
    assert world({**queue_event(callback("good-2")), "traceparent": TRACES[0]})["published"] == 1
    assert (
        next(
            line
            for line in log_lines()
            if line["message"] == "event handled" and line["jobs"] == 1 and "traceparent" in line
        )["traceparent"]
        == TRACES[0]
    )


@pytest.mark.parametrize(("timeout", "kept"), [(0, 0.0), (1, 0.1), (3, 0.3), (5, 0.5), (600, 0.5)])
def test_a_tenth_of_a_short_time_is_kept_for_the_way_back_half_a_second_of_a_long_one(
    timeout: int, kept: float
) -> None:
    assert last_words(timeout) == pytest.approx(kept)
