"""What a handler that was written for AWS Lambda is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from fcruntime.lambda_events import LambdaContext, find, read_event
from fcruntime.powertools import Logger, correlation_paths

EVENT = {
    "id": "e-1",
    "requestContext": {"requestId": "r-9"},
    "headers": {"x-id": "h"},
    "records": [{"id": "a"}, {"id": "b"}],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", "e-1"), (correlation_paths.HTTP, "r-9"), ('headers."x-id"', "h"), ("records[1].id", "b"), ("records[-1].id", "b"),
        ("records[5].id", None), ("id.deeper", None), ("nothing", None), ("[0]", None), ("", EVENT),
    ],
)  # fmt: skip
def test_paths(path: str, found: object) -> None:
    assert find(EVENT, path) == found


@pytest.mark.parametrize("path", ["records[*].id", "a | b", "a..b", "length(@)", "a.", '"open'])
def test_other_forms_of_jmespath_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="is none of names"):
        find(EVENT, path)


def test_events() -> None:
    assert [read_event(one) for one in (b'{"a": 1}', b"text", b"\xff", {"a": 1})] == [
        {"a": 1},
        "text",
        "\ufffd",
        {"a": 1},
    ]


def test_the_context_has_lambdas_names(
    log_lines: Callable[[], list[dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FC_REGION", "cn-shanghai")
    monkeypatch.setenv("FC_ACCOUNT_ID", "123")
    log = Logger(service="for-lambda")

    @log.inject_lambda_context(correlation_id_path="id")
    def handler(event: dict[str, str], context: LambdaContext) -> list[object]:
        log.info("in")
        left = context.get_remaining_time_in_millis()
        assert 0 < left <= 5000
        return [
            event["id"],
            context.aws_request_id,
            context.function_name,
            context.memory_limit_in_mb,
            context.invoked_function_arn,
        ]

    given = SimpleNamespace(request_id="r-1", function=SimpleNamespace(name="f", memory="256", handler="h", timeout=5))
    assert handler(json.dumps(EVENT).encode(), given) == ["e-1", "r-1", "f", 256, "acs:fc:cn-shanghai:123:functions/f"]
    (line,) = log_lines()
    assert (line["service"], line["correlation_id"], line["function_request_id"]) == ("for-lambda", "e-1", "r-1")
