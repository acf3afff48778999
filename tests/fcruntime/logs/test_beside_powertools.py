"""Every case against the real aws-lambda-powertools and ours: alike, or in the list of what differs, with its reason."""

from __future__ import annotations

import importlib.util
import io
import json
import logging
import os
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from aws_lambda_powertools import Logger as TheirLogger
from aws_lambda_powertools.logging import logger as their_module
from aws_lambda_powertools.logging.buffer import LoggerBufferConfig as TheirBuffer

from fcruntime import logs
from fcruntime.context import Context, Function
from fcruntime.logs import channel, keys
from fcruntime.logs.logger import Logger as OurLogger
from fcruntime.logs.logger import forgotten_loggers

HERE = Path(__file__).parent


def _beside(name: str) -> Any:
    """A module of this folder, wherever the folder was copied to."""
    spec = importlib.util.spec_from_file_location(f"fcruntime_logs_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


cases = _beside("cases")
DIFFERENCES: list[dict[str, Any]] = json.loads((HERE / "differences.json").read_text(encoding="utf-8"))
EVENT = {"id": "corr-1", "detail": {"items": [{"id": "deep"}]}, "headers": {"x-id": "h-1"}, "n": 1}
CONTEXT = Context("req-1", Function("clip-checker", "h.h", 512, 60, "", ""), "cn-shanghai", "123", "", "")
THEIR_CONTEXT = SimpleNamespace(
    function_name="clip-checker", memory_limit_in_mb=512, aws_request_id="req-1",
    invoked_function_arn="acs:fc:cn-shanghai:123:functions/clip-checker",
)  # fmt: skip
OUR_CONTEXT = SimpleNamespace(
    request_id="req-1", region="cn-shanghai", account_id="123",
    function=SimpleNamespace(name="clip-checker", memory=512, handler="h.h", timeout=60),
)  # fmt: skip


class Told:
    """What a run came to."""

    def __init__(self, *, traced: bool = False) -> None:
        self.traced = traced
        self.out, self.err = io.StringIO(), io.StringIO()
        self.raised = ""

    def lines(self) -> list[str]:
        """Each line with its keys in their order, without what differs from run to run."""
        text = self.out.getvalue()
        decoder, found = json.JSONDecoder(), []
        while text := text.lstrip():
            if not text.startswith("{"):
                line, _, text = text.partition("\n")
                found.append(line)
                continue
            value, end = decoder.raw_decode(text)
            text = text[end:]
            if isinstance(value.get("timestamp"), str):
                value["timestamp"] = re.sub(r"\d", "9", value["timestamp"])
            if self.traced:
                value.pop("xray_trace_id", None)
            found.append(re.sub(r"0x[0-9a-f]{8,16}\b", "0x", json.dumps(value)))
        return found


def invoke(
    case: Any, log: Any, entry: Callable[[Callable[..., Any]], Callable[..., Any]], event: Any, context: Any
) -> None:
    """The case's act, in a handler or without one."""
    if not case.inside:
        case.act(log)
        return

    def handler(_event: object, _context: object) -> None:
        case.act(log)

    for _ in range(case.invocations):
        if case.raises:
            with pytest.raises(ValueError):  # noqa: PT011 - it is the handler's own
                entry(handler)(event, context)
        else:
            entry(handler)(event, context)


@contextmanager
def machine(case: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """A fresh instance with the case's environment."""
    # Theirs keeps lines only where Lambda's trace is.
    told = Told(traced="buffer_config" in case.options)
    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL", "LOG_LEVEL", "_X_AMZN_TRACE_ID"):
            patch.delenv(name, raising=False)
        for name, value in case.environ.items():
            patch.setenv(name, value)
        if told.traced:
            patch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793")
        time.tzset()
        with redirect_stdout(told.out), redirect_stderr(told.err):
            try:
                yield told
            except Exception as error:  # noqa: BLE001 - that it raised is what is told
                told.raised = type(error).__name__
    time.tzset()


def run_theirs(case: Any, monkeypatch: pytest.MonkeyPatch) -> Told:
    before = set(logging.Logger.manager.loggerDict)
    monkeypatch.setattr(their_module, "is_cold_start", True)
    with machine(case, monkeypatch) as told:
        log = TheirLogger(**case.options)
        log._logger.propagate = False  # else pytest's own handler raises where logging would write its note
        decorator = {"correlation_id_path": "id", **case.decorator}
        invoke(case, log, lambda handler: log.inject_lambda_context(handler, **decorator), EVENT, THEIR_CONTEXT)
    forget_plain_loggers(before)
    return told


def forget_plain_loggers(before: set[str]) -> None:
    """Those of logging, which keep what was made of them."""
    for name in set(logging.Logger.manager.loggerDict) - before:
        del logging.Logger.manager.loggerDict[name]


@contextmanager
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys.Instance, "invoked", False)
    monkeypatch.setattr(keys.Instance, "outside", keys.Scope({}))
    monkeypatch.setattr(channel.DEFAULT, "_options", None)
    monkeypatch.setattr(channel.DEFAULT, "sampled", False)
    before = set(logging.Logger.manager.loggerDict)
    with forgotten_loggers():
        yield
    forget_plain_loggers(before)
    structlog.reset_defaults()


def run_ours(case: Any, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Powertools' class as ours is."""
    with fresh(monkeypatch), machine(case, monkeypatch) as told:
        log = OurLogger(**case.options)
        decorator = {"correlation_id_path": "id", **case.decorator}
        invoke(
            case,
            log,
            lambda handler: log.inject_lambda_context(handler, **decorator),
            json.dumps(EVENT).encode(),
            OUR_CONTEXT,
        )
    return told


def run_functions(case: Any, monkeypatch: pytest.MonkeyPatch) -> Told:
    """`configure`, `get_logger` and `invocation`."""

    def entry(handler: Callable[..., Any]) -> Callable[..., Any]:
        def run(event: Any, context: Any) -> None:
            with logs.invocation(CONTEXT, "corr-1"):
                handler(event, context)

        return run

    with fresh(monkeypatch), machine(case, monkeypatch) as told:
        logs.configure(os.environ, **case.options)
        names = ("debug", "info", "warning", "error", "critical", "exception")
        functions = (
            logs.append_keys, logs.remove_keys, logs.clear_state, logs.append_context_keys, logs.set_correlation_id,
            logs.get_correlation_id, logs.get_current_keys, logs.flush_buffer,
        )  # fmt: skip
        log = SimpleNamespace(
            **{name: getattr(logs.get_logger(), name) for name in names}, **{one.__name__: one for one in functions}
        )
        invoke(case, log, entry, EVENT, OUR_CONTEXT)
    return told


THEIRS = {case.name: case for case in cases.all_cases(TheirBuffer)}
OURS = {case.name: case for case in cases.all_cases(logs.LoggerBufferConfig)}
LISTED = {name: difference for difference in DIFFERENCES for name in difference["cases"]}


def listed(name: str) -> bool:
    """Whether a case is one whose difference is known, and why."""
    return any(re.fullmatch(pattern, name) for pattern in LISTED)


_LOCATION = r'"location": "[^"]*", '


def differs(theirs: Told, ours: Told) -> str:
    """What is not alike; empty where all is."""
    if theirs.raised:
        return f"theirs raised {theirs.raised}, ours wrote {ours.lines()}"
    if "Logging error" in theirs.err.getvalue():
        return f"theirs lost a line, ours wrote {ours.lines()}"
    there, here = theirs.lines(), ours.lines()
    if sys.version_info < (3, 11):  # where it names its own source for what `exception` logs
        own = [place for place, line in enumerate(there) if '"location": "exception:' in line]
        there = [re.sub(_LOCATION, "", line) if place in own else line for place, line in enumerate(there)]
        here = [re.sub(_LOCATION, "", line) if place in own else line for place, line in enumerate(here)]
    return "" if there == here else f"theirs: {there}\nours:   {here}"


def test_there_are_some_hundreds_of_cases() -> None:
    assert len(OURS) > 500


@pytest.mark.parametrize("name", OURS)
def test_a_case_beside_powertools(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, ours = run_theirs(THEIRS[name], monkeypatch), run_ours(OURS[name], monkeypatch)
    assert ours.raised == "", "ours raised into its caller"
    difference = differs(theirs, ours)
    assert bool(difference) == listed(name), difference or "alike, and yet in the list of what differs"


OF_THE_CLASS = re.compile(
    r"children/.*|context/(log_event|no correlation|deeper|quoted|path|clear_state$).*|buffer/uncaught.*"
)


@pytest.mark.parametrize("name", [name for name in OURS if not OF_THE_CLASS.fullmatch(name)])
def test_the_functions_write_the_same_lines_as_the_class(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = OURS[name]
    by_class, by_functions = run_ours(case, monkeypatch), run_functions(case, monkeypatch)
    assert by_functions.raised == ""
    assert by_functions.lines() == by_class.lines()


def test_no_difference_is_listed_that_no_case_shows() -> None:
    unused = [pattern for pattern in LISTED if not any(re.fullmatch(pattern, name) for name in OURS)]
    assert unused == []


def test_every_difference_has_a_reason() -> None:
    for difference in DIFFERENCES:
        assert set(difference) == {"what", "powertools", "ours", "why", "cases"}
        assert all(difference[part] for part in difference), difference


@pytest.mark.parametrize("name", [name for name in OURS if listed(name)])
def test_where_they_differ_ours_loses_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many lines as Powertools writes, each one valid, with a level, a message and a time of its own."""
    theirs, ours = run_theirs(THEIRS[name], monkeypatch), run_ours(OURS[name], monkeypatch)
    written = [json.loads(line) for line in ours.lines() if line.startswith("{")]
    assert len(written) >= len(theirs.lines())
    for line in written:
        assert line["level"] in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
        assert re.fullmatch(r"<?\w+>?:\d+", line["location"])
        assert re.match(r"9999-99-99", line["timestamp"])
