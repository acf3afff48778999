"""What is told of operators is what the reader does: one table for the schema, the list and the refusals."""

from __future__ import annotations

import pytest

from mediaverdict.errors import RulebookError
from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict.quantities import Kind
from mediaverdict.rulebook import model, read_rulebook
from mediaverdict.rulebook.explained import EXPLAINED

FACTS = {
    Kind.TEXT: ("output.name", "x"), Kind.NAMES: ("container", "mp4"), Kind.FLAG: ("requested.video", "true"),
    Kind.MOMENT: ("job.finished", "2026-12-01"), Kind.LANGUAGE: ("audio.language", "zh"), Kind.JSON: ("user_data.x", "3"),
    **{spec.kind: (spec.name, "90") for spec in ALL_FACTS.values() if spec.kind.numeric and not spec.of_job},
}  # fmt: skip
"""Of each kind a fact, and a value of it."""
LISTS = ("one_of", "none_of", "includes")
VALUES = {
    "glob": "'9*'", "regex": "'9.*'", "exists": "true", "on_missing": "pass", "same": "true", "increases_with": "height",
    "by": "height", "multiple_of": "2", "step": "{min: 1}", "pairs": "{min: 1}", "count_of_largest": "1",
}  # fmt: skip
BESIDE = {"tolerance": "equals: {value}, ", "on_missing": "exists: true, ", "by": "same: true, "}
"""What an operator that says nothing by itself stands beside."""


def test_each_key_of_a_condition_is_explained_and_no_other() -> None:
    assert list(EXPLAINED) == [field.alias or name for name, field in model.Condition.model_fields.items()]
    described = [field.description for field in model.Condition.model_fields.values()]
    assert described == [one.description for one in EXPLAINED.values()]


@pytest.mark.parametrize("operator", EXPLAINED)
def test_its_example_is_taken(operator: str) -> None:
    one = EXPLAINED[operator]
    scope = "group" if one.over_several and "[*]" not in one.example else "output"
    book = read_rulebook(f"version: 1\nrules: [{{id: a, scope: {scope}, require: {{{one.example}}}}}]\n")
    assert len(book.rules[0].require) == 1
    assert f"{operator}:" in one.example


@pytest.mark.parametrize("kind", FACTS)
@pytest.mark.parametrize("operator", EXPLAINED)
def test_the_reader_refuses_it_where_it_does_not_fit(operator: str, kind: Kind) -> None:
    (fact, value), one = FACTS[kind], EXPLAINED[operator]
    if one.over_several and kind in (Kind.JSON, Kind.MOMENT):
        return  # the job's facts are one value for all outputs
    asked = VALUES.get(operator, value)
    beside = BESIDE.get(operator, "").format(value=value)
    condition = f"{{{beside}{operator}: {f'[{asked}]' if operator in LISTS else asked}}}"
    text = f"version: 1\nrules: [{{id: a, scope: {'group' if one.over_several else 'output'}, require: {{{fact}: {condition}}}}}]"
    if kind in one.kinds:
        read_rulebook(text)
    else:
        with pytest.raises(RulebookError, match=r"makes no sense for it|needs numbers"):
            read_rulebook(text)
