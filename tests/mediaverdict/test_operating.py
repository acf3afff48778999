"""What `deploy/` promises, held against what the function does: its role's policy, and the queries of its log."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
import yaml

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from fcruntime import logs
from fcruntime.context import read_context
from mediaverdict.errors import UndeliveredError
from mediaverdict.instance import FunctionInstance

QUEUES = {
    "MEDIAVERDICT_VERDICT_QUEUE": "mediaverdict-verdicts",
    "MEDIAVERDICT_DEAD_LETTER_QUEUE": "mediaverdict-dead-letters",
    "MEDIAVERDICT_RETRY_QUEUE": "ice-callback-mediaverdict",
}


class Asked:
    """Every request that reaches the cloud, as RAM sees it: an action and a resource."""

    def __init__(self) -> None:
        self.calls: set[tuple[str, str]] = set()
        self.throttled = 0

    def __call__(self, method: str, target: str) -> Any:
        if target.startswith("/?"):
            self.calls.add((f"ice:{_action(target)}", "*"))
            self.throttled += 1
            return ice_wire.refuse(400, "Throttling.User", "x") if self.throttled == 1 else None
        path = target.partition("?")[0]
        resource = f"acs:mns:cn-shanghai:123:{path}"
        action = {"POST": "SendMessage", "GET": "ReceiveMessage", "DELETE": "DeleteMessage", "PUT": "CreateQueue"}[
            method
        ]
        self.calls.add((f"mns:{action}", resource))
        return None


def _action(target: str) -> str:
    """The action's name is in a header; each has a parameter of its own."""
    if "TemplateId=" not in target:
        return "GetMediaConvertJob"
    return "GetSystemTemplate" if "TemplateId=S0" in target else "GetCustomTemplate"


@pytest.fixture
def ran(root: Path, log_lines: Callable[[], list[dict[str, Any]]]) -> tuple[Asked, list[dict[str, Any]]]:
    """An instance that published, retried, dead-lettered and left records, its requests and its log."""
    good = samples.answer(samples.output())["Job"]
    jobs = {
        "good": {**good, "JobId": "good", "Config": {"Outputs": [{"Name": "web-720p", "TemplateId": "S00000001-1"}]}},
        "running": {**good, "JobId": "running", "State": "Running"},
        "bad": {**good, "JobId": "bad", "State": "Error", "Code": "X", "Message": "broken"},
    }
    asked = Asked()
    with Emulator(EmulatorState(jobs=jobs, intercept=asked)) as cloud:
        environ = {
            **{variable: cloud.queue_url(name) for variable, name in QUEUES.items()},
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        logs.configure({"POWERTOOLS_SERVICE_NAME": "mediaverdict"})
        handling = FunctionInstance.start(environ, root / "functions" / "judge" / "rules.yml")
        context = SimpleNamespace(request_id="r", function=SimpleNamespace(timeout=60))

        def handle(event: object) -> None:
            handling.handle(json.dumps(event).encode(), context, read_context(context, environ))

        handle([{"JobId": "good"}, {"JobId": "running"}, {"JobId": "bad"}, {"JobId": "unknown"}, "{broken"])
        cloud.state.keys["local"] = "changed"
        with pytest.raises(UndeliveredError):
            handle({"JobId": "late"})
        handling.close()
    structlog.reset_defaults()
    return asked, log_lines()


def test_the_roles_policy_allows_what_the_code_calls_and_nothing_more(
    root: Path, ran: tuple[Asked, list[dict[str, Any]]]
) -> None:
    policy = json.loads((root / "deploy" / "ram-policy.json").read_text(encoding="utf-8"))
    allowed = [
        (action, resource) for one in policy["Statement"] for action in one["Action"] for resource in one["Resource"]
    ]
    used = set()
    for action, resource in ran[0].calls:
        fits = [rule for rule in allowed if rule[0] == action and fnmatchcase(resource, rule[1])]
        assert fits, f"{action} on {resource} is not allowed"
        used.update(fits)
    # A batch is the same request with another action; the log's lines are written by the platform, as the role.
    unused = {
        rule for rule in allowed if rule not in used and rule[0] not in ("mns:BatchSendMessage", "log:PostLogStoreLogs")
    }
    assert unused == set()
    batches = {resource for action, resource in allowed if action == "mns:BatchSendMessage"}
    assert batches == {resource for action, resource in allowed if action == "mns:SendMessage"}


def test_every_path_of_every_query_is_in_a_line_of_the_log(root: Path, ran: tuple[Asked, list[dict[str, Any]]]) -> None:
    queries = yaml.safe_load((root / "deploy" / "sls-queries.yml").read_text(encoding="utf-8"))["queries"]
    assert len(queries) >= 6
    for query in queries:
        message = re.match(r'"([^"]+)" \| ', query["query"])
        assert message, query["name"]
        lines = [line for line in ran[1] if line["message"] == message[1]]
        assert lines, f"{query['name']}: no line says {message[1]!r}"
        paths = set(re.findall(r"'\$\.([a-z_.]+)'", query["query"]))
        assert paths, query["name"]
        for path in paths - {"outcomes.warn", "outcomes.inconclusive"}:
            assert any(_at(line, path) is not None for line in lines), f"{query['name']}: no line has {path}"
        assert set(query["alarm"]) == {"when", "means", "do"}


def test_the_summary_line_says_what_an_invocation_did(ran: tuple[Asked, list[dict[str, Any]]]) -> None:
    first, second = [line for line in ran[1] if line["message"] == "event handled"]
    assert {name: first[name] for name in ("records", "jobs", "published", "retried", "dead_lettered", "left")} == {
        "records": 5, "jobs": 4, "published": 2, "retried": 1, "dead_lettered": 2, "left": 0,
    }  # fmt: skip
    assert first["findings"]["job-state"] == 1
    assert (first["api"]["ice"]["calls"], first["api"]["ice"]["again"]) == (5, 1)
    assert first["api"]["smq"]["calls"] == 3
    assert 0 < first["api"]["ice"]["mean_ms"] <= first["api"]["ice"]["max_ms"]
    assert second["left"] == 1


def _at(line: Any, path: str) -> Any:
    for part in path.split("."):
        line = line.get(part) if isinstance(line, dict) else None
    return line
