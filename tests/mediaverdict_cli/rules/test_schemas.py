"""The published JSON Schemas: current, and what they judge is what the reader judges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from mediaverdict.rulebook import read_rulebook
from mediaverdict.rulebook.compiling import PACKS
from mediaverdict.rulebook.reading import read_yaml
from mediaverdict.verdict import VerdictMessage, encode
from mediaverdict_cli.rules.schemas import SCHEMAS, as_text, rulebook_schema, verdict_schema

ROOT = Path(__file__).parents[3]
RULEBOOK = Draft202012Validator(rulebook_schema())
VERDICT = Draft202012Validator(verdict_schema())
BOOKS = [*sorted(PACKS.glob("*.yml")), ROOT / "functions/judge/rules.yml"]


def plain(text: str) -> Any:
    """A YAML text as JSON knows it."""
    return json.loads(json.dumps(read_yaml(text, "f")[0], default=float))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_current_and_are_schemas(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == as_text(schema)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_rule_book_here_is_valid(path: Path) -> None:
    assert [error.message for error in RULEBOOK.iter_errors(plain(path.read_text(encoding="utf-8")))] == []


VALID = [
    "version: 1",
    "version: 1\njobs: {job.pipeline: 'prod-*', user_data.a.b: 3}",
    "version: 1\nrules: [{id: a, require: {height: 720, video.fps: [25, 30000/1001], duration: {max: 2s, tolerance: [0.5s, 1%]}}}]",
    "version: 1\nrules: [{id: a, require: {width: {equals: {fact: height, times: 2, plus: 1}}, '\"audio[1].codec\"': aac}}]".replace(
        "'\"", '"'
    ).replace("\"'", '"'),
    "version: 1\nrules: [{id: a, scope: group, require: {count: 3, bitrate: {step: {min: 2}, on_missing: pass}, height: {every: {min: 3}}}}]",
    "version: 1\ninclude: [{pack: sane}]\nrules: [{id: sane/upright, severity: off}]",
]
INVALID = [
    "version: 2", "{}", "version: 1\nrulez: []", "version: 1\non_missing: maybe", "version: 1\nrules: [{require: {height: 1}}]",
    "version: 1\nrules: [{id: a, severty: warn, require: {height: 1}}]", "version: 1\nrules: [{id: a, severity: fatal, require: {height: 1}}]",
    "version: 1\nrules: [{id: a, require: {hight: 1}}]", "version: 1\nrules: [{id: a, require: {height: {mim: 1}}}]",
    "version: 1\nrules: [{id: a, require: {height: {one_of: []}}}]", "version: 1\nrules: [{id: a, require: {height: {min: {fakt: x}}}}]",
    "version: 1\nrules: [{id: a, scope: world, require: {height: 1}}]", "version: 1\nwaive: [{rule: a}]", "version: 1\nexamples: [{name: x}]",
]  # fmt: skip


@pytest.mark.parametrize("text", VALID)
def test_what_the_reader_takes_is_valid(text: str) -> None:
    read_rulebook(text)
    assert [error.message for error in RULEBOOK.iter_errors(plain(text))] == []


@pytest.mark.parametrize("text", INVALID)
def test_what_has_a_wrong_shape_is_invalid_by_both(text: str) -> None:
    from mediaverdict.errors import RulebookError

    assert list(RULEBOOK.iter_errors(plain(text)))
    with pytest.raises(RulebookError):
        read_rulebook(text)


def test_an_editor_can_complete_every_fact_with_its_meaning() -> None:
    from mediaverdict.facts.catalog import ALL_FACTS

    properties = rulebook_schema()["$defs"]["Conditions"]["properties"]
    assert set(ALL_FACTS) <= set(properties)
    assert properties["duration"]["description"] == "The file's, else the longest stream's (s)."
    assert all(properties[name]["description"] for name in ALL_FACTS)


@pytest.mark.parametrize("path", sorted((ROOT / "tests/golden/verdicts").glob("*.json")), ids=lambda path: path.stem)
def test_every_golden_verdict_is_valid(path: Path) -> None:
    verdict = json.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in VERDICT.iter_errors(verdict)] == []
    # The dataclasses are the shape: what pydantic reads by them is the same message again.
    message = TypeAdapter(VerdictMessage).validate_json(json.dumps(verdict))
    assert json.loads(encode(message)) == verdict


def test_a_verdict_that_is_none_is_invalid() -> None:
    verdict = json.loads((ROOT / "tests/golden/verdicts/mp4-good.json").read_text(encoding="utf-8"))
    verdict["data"]["outcome"] = "maybe"
    assert list(VERDICT.iter_errors(verdict))


def test_an_editor_offers_known_values_and_refuses_no_other() -> None:
    facts = rulebook_schema()["$defs"]["Conditions"]["properties"]
    assert facts["output.status"]["anyOf"][0] == {"enum": ["Success", "Failed", "Skipped", "Init", "Scheduled"]}
    assert facts["video.codec"]["anyOf"][0]["enum"][:2] == ["h264", "hevc"]
    assert facts["audio.channels"]["anyOf"][0] == {"enum": [1, 2, 6, 8]}
    for name, value in (
        ("video.codec", "H.264"),
        ("video.codec", "prores"),
        ("audio.channels", 4),
        ("container", "m3u8"),
    ):
        text = f"version: 1\nrules: [{{id: a, require: {{{name}: {value}}}}}]"
        read_rulebook(text)
        assert RULEBOOK.is_valid(plain(text))
