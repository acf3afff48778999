"""Values that fight back, and moments at which nobody expects a log line: a line each, with all its other keys."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from fcruntime import logs
from fcruntime.batch import each, raise_for
from fcruntime.errors import RecordsFailedError
from fcruntime.logs import keys

Lines = Callable[[], list[dict[str, Any]]]


class UnspeakableError(Exception):
    """Neither text nor notes nor a class can be had of it."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__

    @property
    def __notes__(self) -> list[str]:
        raise RuntimeError("no notes")


class BadDict(dict[Any, Any]):
    def items(self) -> Any:
        raise RuntimeError("no items")

    keys = __iter__ = items


class BadList(list[Any]):
    def __iter__(self) -> Any:
        raise RuntimeError("no elements")


class BadClass:
    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        raise RuntimeError("no class")


class BadText(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __mod__ = upper = __str__  # type: ignore[assignment]


class BadNumber(int):
    def __repr__(self) -> str:
        raise RuntimeError("no text")

    bit_length = __str__ = __repr__  # type: ignore[assignment]


class Nameless(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise RuntimeError("no name")


class OfNoName(metaclass=Nameless):
    def __str__(self) -> str:
        raise RuntimeError("no text")


VALUES: dict[str, Any] = {
    "error": UnspeakableError(), "dict": BadDict(a=1), "list": BadList([1]), "class": BadClass(), "text": BadText("hi"),
    "number": BadNumber(44), "metaclass": OfNoName(), "huge": 10**6000, "half": "\ud800", "within": {"a": [BadDict(b=1)]},
}  # fmt: skip
CALLS: dict[str, Callable[[logs.FunctionLogger, Any], None]] = {
    "a key": lambda log, value: log.info("m", value=value, keep="me"),
    "the message": lambda log, value: log.info(value, keep="me"),
    "an argument": lambda log, value: log.info("m %s", value, keep="me"),
    "a message with arguments": lambda log, value: log.info(value, 1, keep="me"),
    "extra": lambda log, value: log.info("m", extra=value, keep="me"),
    "exc_info": lambda log, value: log.error("m", exc_info=value, keep="me"),
    "stacklevel": lambda log, value: log.info("m", stacklevel=value, keep="me"),
    "bound": lambda log, value: log.bind(value=value, keep="me").info("m"),
    "names of the line": lambda log, value: log.info("m", level=value, location=value, timestamp=value, keep="me"),
}


@pytest.fixture(autouse=True)
def fresh_instance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys.Instance, "outside", keys.Scope({}))
    logs.configure({})
    yield
    logs.configure({})
    structlog.reset_defaults()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("value", VALUES)
def test_a_value_that_fights_costs_itself_alone(log_lines: Lines, value: str, call: str) -> None:
    CALLS[call](logs.get_logger(), VALUES[value])
    (line,) = log_lines()
    assert line["keep"] == "me"
    assert "logging_error" not in line


@pytest.mark.parametrize("value", VALUES)
def test_it_may_be_appended_or_a_level_or_an_event(log_lines: Lines, value: str) -> None:
    with logs.append_context_keys(keep="me", value=VALUES[value], location=VALUES[value]):
        logs.get_logger().log(VALUES[value], "m")
        logs.log_event(VALUES[value])
    assert [line["keep"] for line in log_lines()] == ["me", "me"]
    logs.set_correlation_id(VALUES[value])
    assert isinstance(logs.get_correlation_id(), str)


@pytest.mark.parametrize("datefmt", [5, "\ud800"])
def test_a_format_of_time_that_is_none_costs_no_key(log_lines: Lines, datefmt: Any) -> None:
    logs.configure({}, datefmt=datefmt, use_datetime_directive=True)
    logs.get_logger().info("m", keep="me")
    (line,) = log_lines()
    assert line["keep"] == "me"
    assert "logging_error" not in line


@pytest.mark.parametrize("serializer", [lambda line: json.dumps(line).encode(), lambda _: None])
def test_a_serializer_may_give_bytes_and_must_give_something(log_lines: Lines, serializer: Any) -> None:
    logs.configure({}, json_serializer=serializer)
    logs.get_logger().info("m", keep="me")
    (line,) = log_lines()
    assert (line["message"], line["keep"]) == ("m", "me")


def test_an_error_without_a_text_is_told_for_its_record() -> None:
    def work(_: int) -> None:
        raise UnspeakableError

    with pytest.raises(
        RecordsFailedError, match="1 of 1 records were not handled; the first: UnspeakableError: <without"
    ):
        raise_for(list(each([1], work)))


def test_a_long_text_in_an_event_takes_no_more_than_its_length(log_lines: Lines) -> None:
    """By the square of it this would take an hour."""
    logs.log_event({"text": "x" * 300_000 + "&token=abc", "words": "token" * 60_000})
    (line,) = log_lines()
    assert line["message"]["text"] == "x" * 300_000 + "&token=***"


def script(code: str) -> tuple[list[dict[str, Any]], str]:
    """The JSON lines and stderr of a program of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )  # it hangs where a lock does
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_logger_may_be_called_by_c_itself() -> None:
    lines, _ = script("""
import _thread, atexit, time
from fcruntime import logs
log = logs.get_logger()
_thread.start_new_thread(log.info, ("thread",), {"keep": "me"})
atexit.register(log.info, "atexit", keep="me")
time.sleep(0.5)
""")
    assert [(line["message"], line["keep"]) for line in lines] == [("thread", "me"), ("atexit", "me")]


SLOW = """
import os, signal, threading, time
from fcruntime import logs
class Slow:
    def write(self, text):
        writing.set()
        time.sleep(0.5)
        os.write(1, text.encode())
    def flush(self):
        pass
writing = threading.Event()
logs.configure({}, stream=Slow())
log = logs.get_logger()
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="there is no fork here")
def test_a_forked_process_writes_while_its_parents_thread_held_the_lock() -> None:
    lines, _ = script(
        SLOW
        + """
thread = threading.Thread(target=log.info, args=("parent",))
thread.start()
writing.wait()
if (child := os.fork()) == 0:
    signal.alarm(20)
    log.info("child")
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
thread.join()
"""
    )
    assert sorted(line["message"] for line in lines) == ["child", "parent"]


@pytest.mark.skipif(not hasattr(__import__("signal"), "setitimer"), reason="there are no such signals here")
def test_a_signals_handler_writes_while_a_line_is_written() -> None:
    lines, _ = script(
        SLOW
        + """
signal.signal(signal.SIGALRM, lambda *_: log.info("in between"))
signal.setitimer(signal.ITIMER_REAL, 0.2)
log.info("main")
"""
    )
    assert sorted(line["message"] for line in lines) == ["in between", "main"]
