from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
import structlog

from fcruntime import logs
from fcruntime.context import Context, Function

Lines = Callable[[], list[dict[str, object]]]
CONTEXT = Context("req-1", Function("clip-checker", "h.h", 512, 60, "", ""), "cn-shanghai", "123", "", "")


@pytest.fixture(autouse=True)
def fresh_instance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logs._Instance, "invoked", False)
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
    logs.get_logger().info(message)  # type: ignore[arg-type]
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
