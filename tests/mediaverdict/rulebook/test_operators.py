"""A rule book's value for one fact: what it becomes, and every way in which it is refused."""

from __future__ import annotations

import pytest

from mediaverdict.conditions import Condition
from mediaverdict.conditions.bounds import Bound
from mediaverdict.conditions.divisibility import MultipleOf
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Reference
from mediaverdict.conditions.patterns import Glob, Regex
from mediaverdict.conditions.status import Predicate
from mediaverdict.errors import Problem, Problems
from mediaverdict.facts.catalog import spec_of
from mediaverdict.quantities import Kind, Tolerance
from mediaverdict.rulebook.operators import OPERATORS, Mode, read_condition

PLAIN = Tolerance()


@pytest.mark.parametrize(
    ("fact", "raw", "mode", "predicates"),
    [
        ("height", 720, Mode.REQUIRE, (Equality("equals", (720,), Kind.PIXELS, PLAIN),)),
        ("height", [480, "720px"], Mode.REQUIRE, (Equality("one_of", (480, 720), Kind.PIXELS, PLAIN),)),
        ("height", {"not": 1, "tolerance": 2}, Mode.REQUIRE, (Equality("not", (1,), Kind.PIXELS, Tolerance(2)),)),
        ("height", {"none_of": [1, 2]}, Mode.REQUIRE, (Equality("none_of", (1, 2), Kind.PIXELS, PLAIN),)),
        ("duration", {"min": "1m", "max": "2m"}, Mode.REQUIRE, (Bound("min", 60, Kind.SECONDS, PLAIN), Bound("max", 120, Kind.SECONDS, PLAIN))),
        ("width", {"above": {"fact": "height", "times": 2}}, Mode.REQUIRE, (Bound("above", Reference("height", Kind.PIXELS, 2), Kind.PIXELS, PLAIN),)),
        ("width", {"multiple_of": 2}, Mode.REQUIRE, (MultipleOf(2, Kind.PIXELS),)),
        ("output.name", "*720*", Mode.SELECT, (Glob(("*720*",)),)),
        ("output.name", ["a", "b?"], Mode.SELECT, (Glob(("a", "b?")),)),
        ("output.name", "*720*", Mode.REQUIRE, (Equality("equals", ("*720*",), Kind.TEXT, PLAIN),)),
        ("output.name", {"regex": "a+"}, Mode.REQUIRE, (Regex("a+"),)),
        ("height", {"exists": True}, Mode.REQUIRE, ()),
    ],
)  # fmt: skip
def test_what_it_becomes(fact: str, raw: object, mode: Mode, predicates: tuple[Predicate, ...]) -> None:
    problems = Problems()
    exists = True if raw == {"exists": True} else None
    assert read_condition(raw, spec_of(fact), mode, problems) == Condition(predicates, exists)
    assert problems.found == []


def test_every_operator_of_the_registry_is_in_a_row() -> None:
    rows = test_what_it_becomes.pytestmark[0].args[1]  # type: ignore[attr-defined]
    used = {key for _, raw, _, _ in rows if isinstance(raw, dict) for key in raw}
    assert set(OPERATORS) - used <= {"equals", "one_of", "below", "glob"}


@pytest.mark.parametrize(
    ("fact", "raw", "where", "message"),
    [
        ("height", {}, (), "height has no condition: write a value, a list, or {min: ...}"),
        ("height", "tall", (), "'tall' is not a length in pixels: write 720 or 720px"),
        ("height", {"min": [1]}, ("min",), "min takes one value: write one_of for a list"),
        ("height", {"one_of": 1}, ("one_of",), "one_of takes a list of values"),
        ("height", {"glob": "7*"}, ("glob",), "height is no text, so glob makes no sense for it"),
        ("output.name", {"min": "a"}, ("min",), "output.name is text, so min makes no sense for it"),
        ("output.name", {"glob": []}, ("glob",), "an empty list of globs"),
        ("output.name", {"glob": [1]}, ("glob",), "glob takes text: put the pattern in quotes"),
        ("output.name", {"regex": 1}, ("regex",), "regex takes text: put the pattern in quotes"),
        ("output.name", {"multiple_of": 2}, ("multiple_of",), "output.name is no number, so multiple_of makes no sense for it"),
        ("output.name", {"equals": "a", "tolerance": 1}, ("tolerance",), "output.name is text: a tolerance needs numbers"),
        ("height", {"equals": 1, "tolerance": "2 frames"}, ("tolerance",), "'2 frames' is a number of frames, not a length in pixels: write 720 or 720px"),
        # What no value can fulfil.
        ("height", {"equals": 1, "exists": False}, ("exists",), "height can't be absent (exists: false) and have a value as well"),
        ("height", {"min": 2, "max": 1}, (), "no height can be that: its lowest bound lies above its highest"),
        ("height", {"above": 1, "max": 1}, (), "no height can be that: above and below leave nothing between them"),
        ("height", {"above": {"fact": "height"}}, ("above",), "height is compared with itself, which never holds"),
        ("video.codec", {"equals": "h264", "glob": "vp*"}, (), "no video.codec can be that: its operators rule each other out"),
        ("output.group_type", "hsl", (), "output.group_type is never 'hsl', but file, hls or dash: did you mean hls?"),
    ],
)  # fmt: skip
def test_what_is_refused(fact: str, raw: object, where: tuple[str, ...], message: str) -> None:
    problems = Problems().at("rules", 0)
    assert read_condition(raw, spec_of(fact), Mode.REQUIRE, problems) is None
    assert [(one.where, one.message) for one in problems.found] == [(("rules", 0, *where), message)]


def test_all_that_is_wrong_is_told_at_once() -> None:
    problems = Problems()
    read_condition({"min": "x", "max": "y", "tolerance": "z"}, spec_of("height"), Mode.REQUIRE, problems)
    assert [one.where for one in problems.found] == [("tolerance",), ("min",), ("max",)]


def test_problems_further_down_are_the_same_problems() -> None:
    problems = Problems()
    deep = problems.at("rules", 2).at("require")
    deep.at("height").add("no", hint="yes")
    problems.add("top")
    assert problems.found == [Problem("no", ("rules", 2, "require", "height"), hint="yes"), Problem("top")]
    assert (len(problems), len(deep)) == (2, 2)
