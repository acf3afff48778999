from __future__ import annotations

import io
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fcruntime import logs
from fcruntime.context import Context, Function
from fcruntime.logs import channel, keys
from fcruntime.logs.logger import Logger

Lines = Callable[[], list[dict[str, object]]]
CONTEXT = Context("req-1", Function("clip-checker", "h.h", 512, 60, "", ""), "cn-shanghai", "123", "", "")


@pytest.fixture(autouse=True)
def fresh_instance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys.Instance, "invoked", False)
    logs.configure({"POWERTOOLS_SERVICE_NAME": "clip-checker"})
    yield
    structlog.reset_defaults()


def test_outside_an_invocation_a_line_has_powertools_first_five_keys(log_lines: Lines) -> None:
    logs.get_logger().info("hello", jobs=3, nested={"a": [1, None]})
    (line,) = log_lines()
    assert list(line) == ["level", "location", "message", "timestamp", "service", "jobs", "nested"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}[+-]\d{4}", str(line.pop("timestamp")))
    assert re.fullmatch(r"test_outside\w+:\d+", str(line.pop("location")))
    assert line == {
        "level": "INFO",
        "message": "hello",
        "service": "clip-checker",
        "jobs": 3,
        "nested": {"a": [1, None]},
    }


def test_inside_one_the_function_keys_stand_between_service_and_ours(log_lines: Lines) -> None:
    with logs.invocation(CONTEXT, "corr-1"):
        logs.append_keys(job_id="j-1", size=1.5)
        logs.get_logger().warning("careful", text="中文 é")
    (line,) = log_lines()
    assert list(line)[4:] == [
        "service", "cold_start", "function_name", "function_memory_size", "function_arn", "function_request_id",
        "correlation_id", "job_id", "size", "text",
    ]  # fmt: skip
    assert line | {"timestamp": "", "location": ""} == {
        "level": "WARNING", "location": "", "message": "careful", "timestamp": "", "service": "clip-checker",
        "cold_start": True, "function_name": "clip-checker", "function_memory_size": 512,
        "function_arn": "acs:fc:cn-shanghai:123:functions/clip-checker", "function_request_id": "req-1",
        "correlation_id": "corr-1", "job_id": "j-1", "size": 1.5, "text": "中文 é",
    }  # fmt: skip


def test_cold_start_is_true_once_and_appended_keys_do_not_leak(log_lines: Lines) -> None:
    for number in (1, 2):
        with logs.invocation(CONTEXT):
            if number == 1:
                logs.append_keys(job_id="j-1")
            logs.get_logger().info("in")
    logs.get_logger().info("out")
    first, second, outside = log_lines()
    assert (first["cold_start"], first["job_id"], first["correlation_id"]) == (True, "j-1", "req-1")
    assert second["cold_start"] is False
    assert "job_id" not in second
    assert "cold_start" not in outside


def test_a_correlation_id_can_be_replaced(log_lines: Lines) -> None:
    with logs.invocation(CONTEXT, "one"):
        logs.set_correlation_id("two")
        logs.get_logger().info("x")
    assert log_lines()[0]["correlation_id"] == "two"


def test_an_exception_has_its_chain_as_text_and_the_outermost_as_an_object(log_lines: Lines) -> None:
    try:
        try:
            int("x")
        except ValueError as error:
            raise RuntimeError("wrapped") from error
    except RuntimeError:
        logs.get_logger().exception("it failed", job="j-1")
    (line,) = log_lines()
    assert list(line)[-4:] == ["job", "exception", "exception_name", "stack_trace"]
    assert line["level"] == "ERROR"
    text = str(line["exception"])
    assert text.startswith("Traceback (most recent call last):\n")
    assert "ValueError: invalid literal for int() with base 10: 'x'\n\nThe above exception was the direct cause" in text
    assert text.endswith("RuntimeError: wrapped")
    trace = line["stack_trace"]
    assert isinstance(trace, dict)
    (frame,) = trace.pop("frames")
    assert trace == {"type": "RuntimeError", "value": "wrapped", "module": "builtins"}
    assert frame["function"] == "test_an_exception_has_its_chain_as_text_and_the_outermost_as_an_object"
    assert frame["statement"] == 'raise RuntimeError("wrapped") from error'
    assert frame["file"] == __file__


@pytest.mark.parametrize(
    ("message", "comes_out"),
    [
        ("plain", "plain"),
        ('{"json": "string", "n": 1}', {"json": "string", "n": 1}),
        ({"message_is": "a dict"}, {"message_is": "a dict"}),
        ("123", 123),
        ("true", True),
        ("nothing like JSON", "nothing like JSON"),
        ("", ""),
    ],
)
def test_a_message_that_is_json_comes_out_parsed(log_lines: Lines, message: object, comes_out: object) -> None:
    logs.get_logger().info(message)
    assert log_lines()[0]["message"] == comes_out


def test_positional_arguments_are_interpolated_and_nulls_left_out(log_lines: Lines) -> None:
    logs.get_logger().info("interp x %s", 3, gone=None)
    (line,) = log_lines()
    assert line["message"] == "interp x 3"
    assert "gone" not in line


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError("no")


def test_what_json_cant_write_does_not_raise_into_the_caller(log_lines: Lines) -> None:
    circular: dict[str, object] = {}
    circular["me"] = circular
    log = logs.get_logger()
    log.info("object", value=object, hostile=Hostile())
    log.info("circle", value=circular)
    log.info("keys", value={(1, 2): 3})
    log.info("surrogate", value="\ud800")
    log.info('forged\n{"level":"INFO"}')
    assert [line["message"] for line in log_lines()] == [
        "object",
        "circle",
        "keys",
        "surrogate",
        'forged\n{"level":"INFO"}',
    ]


@pytest.mark.parametrize(
    ("environ", "levels"),
    [
        ({}, ["INFO", "ERROR"]),
        ({"POWERTOOLS_LOG_LEVEL": "debug"}, ["DEBUG", "INFO", "ERROR"]),
        ({"LOG_LEVEL": "ERROR"}, ["ERROR"]),
        ({"POWERTOOLS_LOG_LEVEL": "INFO", "LOG_LEVEL": "ERROR"}, ["INFO", "ERROR"]),
        ({"POWERTOOLS_LOG_LEVEL": "loud"}, ["INFO", "ERROR"]),
        ({"POWERTOOLS_LOGGER_SAMPLE_RATE": "1"}, ["DEBUG", "INFO", "ERROR"]),
        ({"POWERTOOLS_LOGGER_SAMPLE_RATE": "often"}, ["INFO", "ERROR"]),
    ],
)
def test_the_level_follows_powertools_variables(log_lines: Lines, environ: dict[str, str], levels: list[str]) -> None:
    logs.configure(environ)
    log = logs.get_logger()
    log.debug("d")
    log.info("i")
    log.error("e")
    lines = log_lines()
    assert [line["level"] for line in lines] == levels
    assert {line["service"] for line in lines} == {"service_undefined"}
    assert {line.get("sampling_rate") for line in lines} == {environ.get("POWERTOOLS_LOGGER_SAMPLE_RATE")}


def test_dev_mode_indents(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure({"POWERTOOLS_DEV": "true"})
    logs.get_logger().info("x")
    text = capsys.readouterr().out
    assert text.startswith('{\n    "level": "INFO",\n')
    assert json.loads(text)["message"] == "x"


def test_a_pools_thread_keeps_the_invocations_keys(log_lines: Lines) -> None:
    with logs.invocation(CONTEXT, "corr"), ThreadPoolExecutor(2) as pool:
        for number in range(4):
            pool.submit(copy_context().run, logs.get_logger().info, "task", number=number).result()
    assert [(line["correlation_id"], line["number"]) for line in log_lines()] == [
        ("corr", number) for number in range(4)
    ]


def test_a_line_before_configure_is_json_too(log_lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel.DEFAULT, "_options", None)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "early")
    structlog.reset_defaults()
    logs.get_logger().info("first")
    assert [(line["message"], line["service"]) for line in log_lines()] == [("first", "early")]


def test_keys_that_were_appended_at_initialize_stay(log_lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.Instance, "outside", keys.Scope({}))
    logs.append_keys(version="7")
    for _ in range(2):
        with logs.invocation(CONTEXT):
            logs.append_keys(job="j")
            logs.get_logger().info("in")
    logs.get_logger().info("out")
    assert [(line.get("version"), line.get("job")) for line in log_lines()] == [("7", "j"), ("7", "j"), ("7", None)]


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_what_was_taken_off_at_initialize_does_not_hide_an_invocations_own(
    log_lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys.Instance, "outside", keys.Scope({}))
    logs.remove_keys(["correlation_id", "service"])
    with logs.invocation(CONTEXT, "corr-1"):
        logs.get_logger().info("x")
    (line,) = log_lines()
    assert (line["correlation_id"], "service" in line) == ("corr-1", False)


def test_a_plain_thread_belongs_to_the_one_invocation_that_runs(log_lines: Lines) -> None:
    with logs.invocation(CONTEXT, "one"):
        in_thread(lambda: logs.get_logger().info("alone"))

        def another() -> None:
            with logs.invocation(CONTEXT, "two"):
                in_thread(lambda: logs.get_logger().info("whose?"))
                logs.get_logger().info("its own")

        in_thread(another)
    in_thread(lambda: logs.get_logger().info("after"))
    ids = {line["message"]: line.get("correlation_id") for line in log_lines()}
    assert ids == {"alone": "one", "whose?": None, "its own": "two", "after": None}


def test_a_block_is_for_its_own_thread(log_lines: Lines) -> None:
    with logs.invocation(CONTEXT), logs.append_context_keys(job="j"):
        logs.get_logger().info("here")
        in_thread(lambda: logs.get_logger().info("there"))
    assert [(line["message"], line.get("job")) for line in log_lines()] == [("here", "j"), ("there", None)]


def test_each_invocation_draws_whether_it_is_sampled(log_lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([0.9, 0.1, 0.9, 0.5])
    monkeypatch.setattr("random.random", lambda: next(draws))
    logs.configure({"POWERTOOLS_LOGGER_SAMPLE_RATE": "0.5"})
    for number in range(3):
        with logs.invocation(CONTEXT):
            logs.get_logger().debug("d", number=number)
    assert [line["number"] for line in log_lines()] == [0, 2]


def test_a_wrong_setting_is_told_and_the_default_holds(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure({"POWERTOOLS_LOG_LEVEL": "loud", "POWERTOOLS_LOGGER_SAMPLE_RATE": "often"})
    logs.get_logger().info("x")
    told = capsys.readouterr()
    assert "unknown level 'loud': expected one of NOTSET, DEBUG, INFO, WARNING, ERROR, CRITICAL" in told.err
    assert "the sampling rate 'often' is no number from 0 to 1" in told.err
    assert json.loads(told.out)["message"] == "x"


class Closed(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_closed_stdout_does_not_raise_either(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout", Closed())
    logs.get_logger().info("lost")
    monkeypatch.undo()
    assert "a line could not be written: BrokenPipeError" in capsys.readouterr().err


class Odd:
    """Raises whatever it is asked."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)

    def __str__(self) -> str:
        raise RuntimeError("no")

    def __bool__(self) -> bool:
        raise RuntimeError("no")

    __repr__ = __str__


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.builds(Odd) | st.just(object)
    | st.builds(pow, st.just(10), st.just(5000)) | st.builds(ValueError, st.text()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers() | st.tuples(st.integers()), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
NAMES = st.text(max_size=8) | st.sampled_from(
    ["event", "level", "message", "msg", "args", "extra", "exc_info", "stack_info", "stacklevel", "self", "name"]
)


@given(
    st.lists(ANY, max_size=3), st.dictionaries(NAMES, ANY, max_size=4), st.dictionaries(NAMES, ANY, max_size=2),
    st.sampled_from(["info", "exception", "error"]),
)  # fmt: skip
@hypothesis_settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_logging_never_raises_and_never_stays_silent(
    args: list[object], named: dict[str, object], standing: dict[str, object], level: str
) -> None:
    out = io.StringIO()
    logs.configure({}, stream=out)
    with logs.invocation(CONTEXT):
        logs.append_keys(**standing)
        getattr(logs.get_logger(), level)(*args, **named)
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert "logging_error" not in told, "the line is whole, not the last resort"
    if "level" not in standing:
        assert told["level"] == ("INFO" if level == "info" else "ERROR")


def test_structlogs_own_ways_work(log_lines: Lines) -> None:
    log = logs.get_logger(a=1).bind(b=2)
    log.unbind("a").info("bound", c=3)
    structlog.get_logger().warning("another package's", d=4)
    first, second = log_lines()
    assert (first.get("a"), first["b"], first["c"]) == (None, 2, 3)
    assert (second["level"], second["message"], second["d"]) == ("WARNING", "another package's", 4)
    assert str(second["location"]).startswith("test_structlogs_own_ways_work:")
    with structlog.testing.capture_logs() as captured:
        log.info("captured %s", 5, event="mine")
    assert captured == [{"a": 1, "b": 2, "event": "captured %s", "log_level": "info"}]
    assert log_lines() == []


SECRETS = {
    "headers": {"Authorization": "Bearer abc.def", "X-Ice-Signature": "sig", "Cookie": "c=1", "Accept": "text/html"},
    "queryParameters": {"token": "t-1", "page": "2"}, "rawQueryString": "token=t-1&page=2&X-Signature=s",
    "body": '{"password": "p", "id": 5, "nested": "{\\"api_key\\": \\"k\\"}"}', "note": "sent Bearer abc.def along",
}  # fmt: skip


def test_an_event_is_logged_without_its_secrets(log_lines: Lines) -> None:
    logs.log_event(json.dumps(SECRETS).encode())
    logs.log_event({"isBase64Encoded": True, "body": "cGFzc3dvcmQ9MQ==", "empty": {"token": ""}})
    logs.log_event(b"no JSON")
    first, second, third = (line["message"] for line in log_lines())
    assert first == {
        "headers": {"Authorization": "***", "X-Ice-Signature": "***", "Cookie": "***", "Accept": "text/html"},
        "queryParameters": {"token": "***", "page": "2"}, "rawQueryString": "token=***&page=2&X-Signature=***",
        "body": '{"password":"***","id":5,"nested":"{\\"api_key\\":\\"***\\"}"}', "note": "sent Bearer *** along",
    }  # fmt: skip
    assert second == {"isBase64Encoded": True, "body": "<base64, 16 characters>", "empty": {"token": ""}}
    assert third == "no JSON"


def test_what_powertools_handlers_do_is_refused() -> None:
    for name in ("logger_formatter", "logger_handler"):
        wrong: dict[str, Any] = {name: object()}
        with pytest.raises(TypeError, match=f"{name} is not supported"):
            Logger(**wrong)


@pytest.mark.parametrize("wrong", [{"max_bytes": 0}, {"max_bytes": True}, {"buffer_at_verbosity": "ERROR"}])
def test_a_wrong_buffer_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        logs.LoggerBufferConfig(**wrong)


def test_structlogs_names_for_coroutines_work_too(log_lines: Lines) -> None:
    import asyncio

    async def work() -> None:
        log = logs.get_logger()
        for name in ("adebug", "ainfo", "awarning", "aerror", "acritical"):
            await getattr(log, name)("m", key=1)
        try:
            int("x")
        except ValueError:
            await log.aexception("failed")

    asyncio.run(work())
    lines = log_lines()
    assert [line["level"] for line in lines] == ["INFO", "WARNING", "ERROR", "CRITICAL", "ERROR"]
    assert {str(line["location"]).partition(":")[0] for line in lines} == {"work"}
    assert lines[-1]["exception_name"] == "ValueError"


def test_a_logger_tells_what_it_writes() -> None:
    log, theirs = logs.get_logger(), Logger(service="levels", level="ERROR")
    assert (
        log.is_enabled_for("INFO"),
        log.is_enabled_for(10),
        log.is_enabled_for("loud"),
        log.get_effective_level(),
    ) == (True, False, False, 20)
    assert (theirs.isEnabledFor(30), theirs.log_level, theirs.name) == (False, 40, "levels")
    theirs.setLevel("DEBUG")
    theirs.setLevel("loud")
    assert (theirs.isEnabledFor("DEBUG"), theirs.log_level) == (True, 10)


def test_powertools_other_ways_to_set_keys(log_lines: Lines) -> None:
    log = Logger(service="keys")
    with logs.invocation(CONTEXT, "c"):
        log.structure_logs(append=True, a=1)
        log.thread_safe_append_keys(b=2)
        log.log("WARN", "both")
        log.thread_safe_remove_keys(["b"])
        log.structure_logs(c=3)
        assert {"c", "service", "correlation_id"} <= log.thread_safe_get_current_keys().keys()
        log.refresh_sample_rate_calculation()
        log.log("no level", "one")
    first, second = log_lines()
    assert (first["level"], first["a"], first["b"]) == ("WARNING", 1, 2)
    assert (second["level"], second.get("a"), second.get("b"), second["c"]) == ("INFO", None, None, 3)


def test_processors_of_structlog_run_before_a_line_is_made(log_lines: Lines) -> None:
    def shout(_logger: object, name: str, event: Any) -> Any:
        return {**event, "event": event["event"] + "!", "was": name}

    def drop(_logger: object, _name: str, event: Any) -> Any:
        if "dropped" in event:
            raise structlog.DropEvent
        return event

    def broken(_logger: object, _name: str, event: Any) -> Any:
        if "break" in event:
            raise RuntimeError
        return "plain text" if "text" in event else event

    structlog.configure(processors=[shout, drop, broken])
    log = logs.get_logger()
    log.info("a %s", 1)
    log.info("b", dropped=True)
    log.info("c", **{"break": 1})
    log.info("d", text=True)
    told = [(line["message"], line.get("was"), line.get("processor_error")) for line in log_lines()]
    assert told == [("a 1!", "info", None), ("c", None, "RuntimeError"), ("plain text", None, None)]


def test_what_ends_the_process_is_logged_where_that_is_asked_for(
    log_lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    Logger(service="ends", log_uncaught_exceptions=True)
    error = ValueError("it ends")
    sys.excepthook(ValueError, error, None)
    (line,) = log_lines()
    assert (line["level"], line["message"], line["exception_name"]) == ("ERROR", "it ends", "ValueError")


def test_kept_lines_can_be_forgotten(log_lines: Lines) -> None:
    log = Logger(service="forgets", level="DEBUG", buffer_config=logs.LoggerBufferConfig())
    log.debug("kept")
    log.clear_buffer()
    log.error("written")
    assert [line["message"] for line in log_lines()] == ["written"]


def test_a_path_that_is_none_fails_when_the_handler_is_made() -> None:
    with pytest.raises(ValueError, match="none of names"):
        Logger(service="path").inject_lambda_context(correlation_id_path="a || b")
