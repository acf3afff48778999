"""What a handler is given, and what is done around it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

import fcruntime
from fcruntime import logs
from fcruntime.invocations import invoke
from fcruntime.logs import keys

Lines = Callable[[], list[dict[str, object]]]
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
GIVEN = SimpleNamespace(request_id="r-1", function=SimpleNamespace(name="f", memory=128, handler="h.h", timeout=60))


@pytest.fixture(autouse=True)
def fresh_instance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys.Instance, "invoked", False)
    logs.configure({})
    yield
    structlog.reset_defaults()


def test_a_handler_is_given_its_records_and_its_invocation(log_lines: Lines) -> None:
    seen: list[tuple[fcruntime.Envelope, fcruntime.Invocation]] = []

    @fcruntime.handler
    def handler(event: fcruntime.Envelope, invocation: fcruntime.Invocation) -> object:
        """Its own words."""
        logs.get_logger().info("in")
        seen.append((event, invocation))
        return {"records": len(event.records)}

    content = json.dumps([{"id": "e-1", "specversion": "1.0", "data": {"a": 1}, "traceparent": TRACE}]).encode()
    assert (handler(content, GIVEN), handler(b'{"b": 2}', GIVEN)) == ({"records": 1}, {"records": 1})
    assert (handler.__name__, handler.__doc__) == ("handler", "Its own words.")
    (_, first), (event, second) = seen
    assert (first.cold_start, first.correlation_id, first.traceparent) == (True, "e-1", TRACE)
    assert (second.cold_start, second.correlation_id, second.traceparent) == (False, "r-1", "")
    assert (first.context.function.name, first.platform) == ("f", GIVEN)
    assert [record.body for record in event.records] == [{"b": 2}]
    left = first.remaining()
    assert left is not None
    assert 0 < left <= 60
    lines = log_lines()
    assert [(line["cold_start"], line["correlation_id"], line.get("traceparent")) for line in lines] == [
        (True, "e-1", TRACE),
        (False, "r-1", None),
    ]


def test_a_timeout_that_is_not_known_is_no_time_left_of_zero() -> None:
    def handler(_event: fcruntime.Envelope, invocation: fcruntime.Invocation) -> object:
        return invocation.remaining()

    assert invoke(handler, b"{}", object(), {}) is None


def test_an_http_response_is_mapped() -> None:
    def handler(_event: fcruntime.Envelope, _invocation: fcruntime.Invocation) -> object:
        return fcruntime.HttpResponse(201, {"a": 1})

    answer = invoke(handler, b"{}", GIVEN, {})
    assert (answer["statusCode"], answer["body"]) == (201, '{"a":1}')


def test_the_event_is_logged_without_its_secrets_where_that_is_asked_for(log_lines: Lines) -> None:
    def handler(_event: fcruntime.Envelope, _invocation: fcruntime.Invocation) -> object:
        return None

    invoke(handler, b'{"token": "t", "a": 1}', GIVEN, {"POWERTOOLS_LOGGER_LOG_EVENT": "true"})
    invoke(handler, b'{"token": "t", "a": 1}', GIVEN, {})
    assert [line["message"] for line in log_lines()] == [{"token": "***", "a": 1}]


def test_lines_that_were_kept_are_written_when_the_handler_raises(log_lines: Lines) -> None:
    logs.configure({}, buffer_config=logs.LoggerBufferConfig())

    def handler(event: fcruntime.Envelope, _invocation: fcruntime.Invocation) -> object:
        logs.get_logger().debug("kept", body=event.records[0].body)
        if event.records[0].body == 2:
            raise ValueError
        return None

    invoke(handler, b"1", GIVEN, {})
    with pytest.raises(ValueError):  # noqa: PT011 - the handler's own
        invoke(handler, b"2", GIVEN, {})
    assert [(line["level"], line["body"]) for line in log_lines()] == [("DEBUG", 2)]


def test_what_is_not_there_is_an_attribute_error() -> None:
    package: Any = fcruntime
    with pytest.raises(AttributeError, match="module 'fcruntime' has no attribute 'nothing'"):
        package.nothing  # noqa: B018 - that it raises is the test
    assert set(fcruntime.__all__) == {name for name in fcruntime.__all__ if hasattr(fcruntime, name)}
