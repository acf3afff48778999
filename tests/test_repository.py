"""What a repository that others trust has: papers that say what is so."""

from __future__ import annotations

import re

import pytest
import yaml

from command import ROOT
from mediaverdict_cli.version import version_line

SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_policy_is_of_this_version() -> None:
    major, minor, _ = version_line().split()[1].split(".")
    assert f"| {major}.{minor} | yes |" in SECURITY


def test_the_policy_names_files_and_settings_that_there_are() -> None:
    named = set(re.findall(r"`([\w./-]+/[\w./-]+|[\w.-]+\.(?:md|lock))`", SECURITY))
    assert named == {"deploy/ram-policy.json", "uv.lock"}
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_workflow_runs_what_must_hold_with_few_rights() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["run"]["steps"]
    assert steps[-1] == {"run": ".ci/run"}
    (python,) = [step["with"]["python-version"].split() for step in steps if "setup-python" in step.get("uses", "")]
    assert set(python) == {"3.10", "3.11", "3.12", "3.13"}


@pytest.mark.parametrize("name", ["fault", "wish"])
def test_a_form_asks_in_both_languages_and_for_no_secret(name: str) -> None:
    form = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
    labels = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
    assert labels
    for label in (form["name"], *labels):
        assert re.search(r"[A-Za-z].* · .*[\u4e00-\u9fff]", label), label
