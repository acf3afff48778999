"""What Function Compute's Python runtime does, row by row, and ours with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from fc_local import FunctionConfig, HttpAnswer, Invocation, Layout, LocalRuntime

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts files into the function's folder, or into a layer's."""

    def put(files: dict[str, str], folder: str = "function") -> Path:
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / folder

    return put


class Ran:
    """A running function and its log."""

    def __init__(self, runtime: LocalRuntime, log: Path) -> None:
        self.runtime, self._log = runtime, log

    def __call__(self, event: bytes = b"{}") -> Invocation:
        return self.runtime.invoke(event)

    def value(self, event: bytes = b"{}") -> Any:
        """What the handler returned."""
        answer = self(event)
        assert answer.ok, answer.payload
        return json.loads(answer.payload)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, write: Write) -> Callable[..., Any]:
    @contextmanager
    def start(code: str, *, layers: list[Path] | None = None, name: str = "index.py", **changes: Any) -> Iterator[Ran]:
        layout = Layout.make(write({name: code}), layers=layers or [])
        config = FunctionConfig(**{"layout": layout, "handler": "index.handler", "timeout": 20, **changes})
        with (tmp_path / "log").open("w", encoding="utf-8") as log, LocalRuntime(config, log) as runtime:
            yield Ran(runtime, tmp_path / "log")
        layout.remove()

    return start


ENVIRON = (
    "import os\ndef handler(event, context): return {k: v for k, v in os.environ.items() if k.startswith('FC_')}\n"
)


def test_the_platforms_variables(run: Any) -> None:
    with run(ENVIRON) as new:
        found = new.value()
    assert found["FC_FUNCTION_VERSION"] == "LATEST"
    assert found["FC_FUNC_CODE_PATH"].endswith("/code")
    assert not {"FC_VER_ID", "FC_VERSION_ID"} & set(found)
    with run(ENVIRON, runtime="python3.10") as old:
        found = old.value()
    assert (found["FC_VER_ID"], "FC_FUNCTION_VERSION" in found) == ("LATEST", False)


LOGGING = "import logging\ndef handler(event, context):\n    logging.getLogger('a.library').info('an %s', 'info')\n    logging.debug('none')\n"


def test_libraries_lines_at_info_appear_with_utc_and_milliseconds(run: Any) -> None:
    with run(LOGGING, environ={"TZ": "Asia/Shanghai"}) as ran:
        answer = ran()
        (line,) = [line for line in ran.log.splitlines() if "an info" in line]
        assert "none" not in ran.log
    pattern = rf"\d{{4}}-\d\d-\d\dT(\d\d):\d\d:\d\d\.\d{{3}}Z {answer.request_id} \[INFO\] an info"
    found = re.fullmatch(pattern, line)
    assert found is not None, line
    import datetime as dt

    assert int(found[1]) in {dt.datetime.now(dt.timezone.utc).hour, (dt.datetime.now(dt.timezone.utc).hour - 1) % 24}


def test_a_failed_calls_lines(run: Any) -> None:
    with run("def handler(event, context): raise ValueError('broken')\n") as ran:
        answer = ran()
        lines = ran.log.splitlines()
    assert lines[0] == f"FC Invoke Start RequestId: {answer.request_id}"
    assert re.match(rf"\d{{4}}-\S+Z {answer.request_id} \[ERROR\] {{\"errorMessage\": \"broken\", ", lines[1])
    assert json.loads(lines[1].partition("[ERROR] ")[2]) == json.loads(answer.payload)
    assert lines[2] == f"FC Invoke End RequestId: {answer.request_id}, Error: Unhandled function error"


FIRST_TIME_FAILS = """
import os, pathlib
mark = pathlib.Path(os.environ["MARK"])
def initialize(context):
    if not mark.exists():
        mark.write_text(str(os.getpid()))
        raise RuntimeError("not yet")
def handler(event, context): return {"pid": os.getpid(), "first": int(mark.read_text())}
"""


def test_a_failed_initializer_gets_a_new_instance_next_time(run: Any, tmp_path: Path) -> None:
    with run(FIRST_TIME_FAILS, initializer="index.initialize", environ={"MARK": str(tmp_path / "mark")}) as ran:
        failed = ran()
        told = ran.value()
    assert (failed.error_type, json.loads(failed.payload)["errorMessage"]) == ("InitializationError", "not yet")
    assert told["pid"] != told["first"]


HANGS_ONCE = """
import os, pathlib, time
mark = pathlib.Path(os.environ["MARK"])
def hang():
    if not mark.exists():
        mark.write_text("x")
        time.sleep(60)
def initialize(context):
    if os.environ["WHERE"] == "initialize":
        hang()
def handler(event, context):
    hang()
    return os.getpid()
"""


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("initialize", "Function initialization timed out after 1 seconds"),
        ("invoke", "Function timed out after 2 seconds"),
    ],
)
def test_a_hook_has_its_own_time_and_what_timed_out_is_replaced(
    run: Any, tmp_path: Path, where: str, says: str
) -> None:
    environ = {"MARK": str(tmp_path / "mark"), "WHERE": where}
    limits = {"timeout": 2 if where == "invoke" else 20, "initializer_timeout": 1 if where == "initialize" else 20}
    with run(HANGS_ONCE, initializer="index.initialize", environ=environ, **limits) as ran:
        first = ran.runtime.pid
        late = ran()
        after = ran.value()
        assert f"RequestId: {late.request_id}, Error: {says}" in ran.log
    assert (late.error_type, json.loads(late.payload)["errorMessage"]) == ("FunctionTimeoutError", says)
    assert after != first


RETURNS = """
import datetime, decimal
def handler(event, context):
    when = datetime.datetime(2026, 1, 2, 3, 4, 5)
    return {"d": decimal.Decimal("1.5"), "date": when.date(), "at": when, "nested": [decimal.Decimal(2)]}
"""


def test_returned_values_are_written_as_there(run: Any) -> None:
    with run(RETURNS) as ran:
        assert ran.value() == {"d": 1.5, "date": "2026-01-02", "at": "2026-01-02T03:04:05", "nested": [2.0]}
    with run("def handler(event, context): return {1, 2}\n") as ran:
        failed = json.loads(ran().payload)
    assert (failed["errorType"], failed["errorMessage"]) == ("TypeError", "Object of type set is not JSON serializable")


@pytest.mark.parametrize(
    ("code", "handler", "kind", "says"),
    [
        ("import nothing_there\n", "index.handler", "ImportModuleError", "Unable to import module 'index': No module named 'nothing_there'"),
        ("x = 1\n", "index.handler", "HandlerNotFound", "Handler 'handler' is missing: module 'index' has no attribute 'handler'"),
        ("def handler(:\n", "index.handler", "UserCodeSyntaxError", "Syntax error in module 'index': "),
        ("x = 1 / 0\n", "index.handler", "ImportModuleError", "Unable to import module 'index': division by zero"),
        ("", "other.handler", "ImportModuleError", "Unable to import module 'other': No module named 'other'"),
        ("", "handler", "HandlerNotFound", "Bad handler 'handler': expected MODULE.FUNCTION"),
    ],
)  # fmt: skip
def test_code_that_cant_be_loaded_has_the_platforms_names(
    run: Any, code: str, handler: str, kind: str, says: str
) -> None:
    with run(code, handler=handler) as ran:
        error = json.loads(ran().payload)
    assert error["errorType"] == kind
    assert error["errorMessage"].startswith(says)


def test_a_handler_in_a_folder(run: Any) -> None:
    with run(
        "from src.part import NAME\ndef handler(event, context): return NAME\n",
        name="src/index.py",
        handler="src/index.handler",
    ) as ran:
        (ran.runtime._config.layout.code / "src" / "part.py").write_text("NAME = 'a part'\n")
        assert ran().payload == b"a part"


def test_layers_are_merged_and_their_site_packages_are_on_the_path(run: Any, write: Write) -> None:
    first = write(
        {
            "python/lib/python3.12/site-packages/one.py": "NAME = 1",
            "python/top.py": "NAME = 'old'",
            "python/pack/a.py": "NAME = 'a'",
        },
        "first",
    )
    second = write(
        {
            "python/lib/python3.12/site-packages/two.py": "NAME = 2",
            "python/top.py": "NAME = 'new'",
            "python/pack/b.py": "NAME = 'b'",
            "data.txt": "d",
        },
        "second",
    )
    code = "import one, two, top, pack.a, pack.b\ndef handler(event, context): return [one.NAME, two.NAME, top.NAME, pack.a.NAME, pack.b.NAME]\n"
    with run(code, layers=[first, second]) as ran:
        assert ran.value() == [1, 2, "new", "a", "b"]
        assert (ran.runtime._config.layout.opt / "data.txt").read_text() == "d"
    assert (first / "python" / "pack" / "a.py").is_file()
    assert not (first / "python" / "pack" / "b.py").exists()


CONTEXT = """
def handler(event, context):
    log = context.getLogger() if hasattr(context, "getLogger") else context.logger
    log.info("through the context")
    return [getattr(context, "requestId", None) == context.request_id, getattr(context, "retry_count", None)]
"""


@pytest.mark.parametrize(("runtime", "told"), [("python3.12", [False, None]), ("python3.10", [True, 0])])
def test_each_runtimes_context(run: Any, runtime: str, told: list[object]) -> None:
    with run(CONTEXT, runtime=runtime) as ran:
        assert ran.value() == told
        assert "[INFO] through the context" in ran.log


def test_stdin_is_empty(run: Any) -> None:
    with run("import sys\ndef handler(event, context): return [sys.stdin.read()]\n") as ran:
        assert ran.value() == [""]


HOOKS = """
import os, time
def initialize(context): print("hook initialize")
def handler(event, context): return 1
def pre_stop(context):
    print("hook preStop", context.request_id != "")
    if os.environ.get("HANG"):
        time.sleep(60)
"""
BOTH = {"initializer": "index.initialize", "pre_stop": "index.pre_stop"}


def test_the_pre_stop_hook_runs_when_the_instance_ends(run: Any) -> None:
    with run(HOOKS, **BOTH) as ran:
        ran()
        ran()
    lines = [line.partition(" RequestId")[0] for line in ran.log.splitlines()]
    assert lines[-3:] == ["FC PreStop Start", "hook preStop True", "FC PreStop End"]
    assert lines.count("hook preStop True") == 1


def test_a_pre_stop_hook_that_hangs_is_ended_at_its_limit(run: Any) -> None:
    with run(HOOKS, **BOTH, pre_stop_timeout=1, environ={"HANG": "1"}) as ran:
        ran()
    assert "Error: PreStop timed out after 1 seconds" in ran.log


def test_an_instance_that_was_never_called_has_no_pre_stop(run: Any) -> None:
    with run(HOOKS, **BOTH) as ran:
        pass
    assert ran.log == ""


HTTP = json.dumps(
    {"version": "v1", "rawPath": "/", "headers": {}, "requestContext": {"http": {"method": "GET"}}, "body": ""}
).encode()


@pytest.mark.parametrize(
    ("returned", "answer"),
    [
        ("{'statusCode': 201, 'headers': {'X-A': 'b'}, 'body': 'made'}", HttpAnswer(201, {"X-A": "b"}, b"made")),
        ("{'statusCode': 200, 'isBase64Encoded': True, 'body': 'aGk='}", HttpAnswer(200, {}, b"hi")),
        ("{'statusCode': 200, 'body': {'a': 1}}", HttpAnswer(200, {}, b'{"a": 1}')),
        ("{'statusCode': 204}", HttpAnswer(204, {}, b"")),
        ("{'a': 1}", HttpAnswer(200, {"Content-Type": "application/json"}, b'{"a": 1}')),
        ("'text'", HttpAnswer(200, {}, b"text")),
    ],
)
def test_an_http_events_answer_is_mapped(run: Any, returned: str, answer: HttpAnswer) -> None:
    with run(f"def handler(event, context): return {returned}\n") as ran:
        assert ran(HTTP).http == answer
        assert ran(b"{}").http is None


def test_an_http_events_function_error_is_a_502(run: Any) -> None:
    with run("def handler(event, context): raise ValueError\n") as ran:
        answer = ran(HTTP).http
    assert answer is not None
    assert (answer.status, answer.headers["X-Fc-Error-Type"]) == (502, "UnhandledInvocationError")
    assert answer.as_text().startswith("HTTP/1.1 502 Bad Gateway\nContent-Type: application/json\n")


def test_an_exception_without_a_text_is_told_all_the_same(run: Any) -> None:
    code = "class Odd(Exception):\n    def __str__(self): raise RuntimeError\ndef handler(event, context): raise Odd\n"
    with run(code) as ran:
        assert json.loads(ran().payload)["errorType"] == "Odd"
        assert json.loads(ran().payload)["errorType"] == "Odd"


FORKS = """
import os, time
def handler(event, context):
    if event == b"exit":
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        os._exit(7)
    if event == b"fork":
        os.fork()
    if event == b"close":
        import sys
        sys.stdout.close()
    if event == b"replace":
        import sys
        sys.stdout = None
    return os.getpid()
"""


def test_a_forked_process_neither_answers_nor_hides_that_its_parent_ended(run: Any) -> None:
    with run(FORKS) as running:
        first = running.value(b"fork")
        assert [running.value(), running.value()] == [first, first]
        answer = running(b"exit")
    assert "exit status: 7" in json.loads(answer.payload)["errorMessage"]


@pytest.mark.parametrize("event", [b"close", b"replace"])
def test_a_function_may_do_without_stdout(run: Any, event: bytes) -> None:
    with run(FORKS) as running:
        assert running.value(event) == running.value()
    assert running.log.count("FC Invoke End") == 2
