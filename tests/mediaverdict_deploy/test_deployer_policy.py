"""deploy/ram-deployer-policy.json: a RAM policy, with what `make queues` and `make deploy` call and little else."""

from __future__ import annotations

import fnmatch
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.publishing import layer_name
from mediaverdict_deploy.queues import NAMES
from mediaverdict_deploy.runtimes import RUNTIMES, Runtime

TEXTS = {"type": "array", "minItems": 1, "uniqueItems": True}
GRAMMAR = {
    "type": "object",
    "required": ["Version", "Statement"],
    "additionalProperties": False,
    "properties": {
        "Version": {"const": "1"},
        "Statement": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["Effect", "Action", "Resource"],
                "additionalProperties": False,
                "properties": {
                    "Effect": {"enum": ["Allow", "Deny"]},
                    "Action": {**TEXTS, "items": {"type": "string", "pattern": "^[a-z]+:[A-Z][A-Za-z]+$"}},
                    "Resource": {
                        **TEXTS,
                        "items": {"type": "string", "pattern": r"^(\*|acs:[a-z]+:[a-z0-9*-]*:[0-9*]+:\S+)$"},
                    },
                    "Condition": {
                        "type": "object",
                        "patternProperties": {
                            "^String(Equals|Like)$": {
                                "type": "object",
                                "minProperties": 1,
                                "additionalProperties": {**TEXTS, "items": {"type": "string"}},
                            }
                        },
                        "additionalProperties": False,
                    },
                },
            },
        },
    },
}
"""As the vendor's page "Policy structure and syntax" has it, without the spellings that this project does not use."""


@pytest.fixture
def statements(root: Path) -> list[dict[str, Any]]:
    policy = json.loads((root / "deploy" / "ram-deployer-policy.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(GRAMMAR).validate(policy)
    found: list[dict[str, Any]] = policy["Statement"]
    return found


def may(statements: list[dict[str, Any]], action: str, resource: str) -> bool:
    return any(
        action in one["Action"] and any(fnmatch.fnmatchcase(resource, pattern) for pattern in one["Resource"])
        for one in statements
    )


def default(root: Path, variable: str) -> str:
    """A variable's default in template.yml."""
    (found,) = re.findall(rf"env\('{variable}', '([^']+)'\)", (root / "template.yml").read_text(encoding="utf-8"))
    return str(found)


@pytest.mark.parametrize("name", ["ram-policy.json", "ram-deployer-policy.json"])
def test_the_policies_are_of_rams_grammar(root: Path, name: str) -> None:
    policy = json.loads((root / "deploy" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(GRAMMAR).validate(policy)


@pytest.mark.parametrize("action", ["fc:ListLayerVersions", "fc:CreateLayerVersion"])
def test_who_deploys_may_list_and_publish_every_layer(statements: list[dict[str, Any]], action: str) -> None:
    for runtime in map(Runtime, RUNTIMES):
        for layer in LAYERS:
            resource = f"acs:fc:cn-shanghai:123:layers/{layer_name(layer, runtime)}/versions/*"
            assert may(statements, action, resource), resource
    assert not may(statements, action, "acs:fc:cn-shanghai:123:layers/of-others/versions/*")


def test_who_deploys_may_upload_and_change_the_templates_function_and_no_other(
    root: Path, statements: list[dict[str, Any]]
) -> None:
    function = f"acs:fc:cn-shanghai:123:functions/{default(root, 'DEPLOY_FUNCTION')}"
    assert may(statements, "fc:GetTempBucketToken", "acs:fc:cn-shanghai:123:any")
    for action in ("fc:GetFunction", "fc:CreateFunction", "fc:UpdateFunction"):
        assert may(statements, action, function)
        assert not may(statements, action, "acs:fc:cn-shanghai:123:functions/of-others")
    for action in ("fc:GetTrigger", "fc:CreateTrigger", "fc:UpdateTrigger"):
        for trigger in ("finished-jobs", "callbacks"):
            assert may(statements, action, f"{function}/triggers/{trigger}")
        assert not may(statements, action, "acs:fc:cn-shanghai:123:functions/of-others/triggers/a")


def test_the_functions_role_can_be_passed_to_function_compute_alone(
    root: Path, statements: list[dict[str, Any]]
) -> None:
    (one,) = (one for one in statements if "ram:PassRole" in one["Action"])
    assert one["Resource"] == [f"acs:ram::*:role/{default(root, 'DEPLOY_ROLE')}"]
    assert one["Condition"] == {"StringEquals": {"acs:Service": ["fc.aliyuncs.com"]}}


def test_only_the_triggers_service_linked_roles_can_be_made(statements: list[dict[str, Any]]) -> None:
    assert may(statements, "ram:CheckServiceLinkedRoleExistence", "*")
    (one,) = (one for one in statements if "ram:CreateServiceLinkedRole" in one["Action"])
    assert one["Action"] == ["ram:CreateServiceLinkedRole"]
    services = ["sendevent-fc", "sendevent-mns", "source-mns"]
    assert one["Condition"] == {
        "StringEquals": {"ram:ServiceName": [f"{service}.eventbridge.aliyuncs.com" for service in services]}
    }


def test_the_templates_queues_can_be_made_and_no_others(statements: list[dict[str, Any]]) -> None:
    (one,) = (one for one in statements if "mns:CreateQueue" in one["Action"])
    assert one["Resource"] == [f"acs:mns:*:*:/queues/{name}" for name in NAMES.values()]


def test_nothing_can_be_deleted_but_a_triggers_target(statements: list[dict[str, Any]]) -> None:
    actions = {action for one in statements for action in one["Action"]}
    assert {action for action in actions if "Delete" in action or action.endswith("*")} == {"eventbridge:DeleteTargets"}
    assert {one["Effect"] for one in statements} == {"Allow"}
