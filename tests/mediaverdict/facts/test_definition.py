"""What definitions are made with: a key, what is derived, an alias; and that each fact has one definition."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from facts_given import given, group
from mediaverdict.facts import Fact, find_fact
from mediaverdict.facts.catalog import ALL_FACTS, COUNT, spec_of
from mediaverdict.facts.definition import Reading, Section, alias, derived, key
from mediaverdict.quantities import Kind

HERE: dict[str, Any] = {"Size": "7", "Odd": None, "Other": " 8 ", "List": [1], "Number": 5}


@pytest.mark.parametrize(
    ("names", "value", "told"),
    [
        (("Size",), 7, ("7", "/here/Size")),
        (("Missing", "Size"), 7, ("7", "/here/Size")),
        (("Missing", "Absent"), None, (None, "/here/Missing")),
        (("Odd", "Other"), 8, (" 8 ", "/here/Other")),
        (("List",), None, ("[…]", "/here/List")),
        (("Number",), 5, ("5", "/here/Number")),
    ],
)
def test_a_key(names: tuple[str, ...], value: int | None, told: tuple[str | None, str]) -> None:
    source = key(Section(lambda facts: facts, lambda _: "/here"), Reading(Kind.COUNT, *names))
    assert (source.value(HERE), source.told(HERE)) == (value, told)


def test_a_key_of_what_is_not_there_points_at_what_should_hold_it() -> None:
    section = Section(lambda _: {}, lambda _: "/here", lambda _: True)
    source = key(section, Reading(Kind.COUNT, "Size"))
    assert (source.value(None), source.told(None)) == (None, (None, "/here"))


def test_a_factor_and_a_finish() -> None:
    reading = Reading(Kind.BIT_RATE, "Size", factor=1000, finish=lambda value, data: (value, len(data)) and value)
    assert reading.value(HERE) == 7000
    assert Reading(Kind.COUNT, "Size", finish=lambda _value, _data: None).value(HERE) is None


def test_what_is_derived() -> None:
    total = derived(lambda width, height, sar: width + height + (sar or 0), "width", "height", helps="video.sar")
    facts = given(width=3, height=4, video__sar=None)
    assert (total.value(facts), total.told(facts)) == (7, ("width 3, height 4", "/width"))
    assert total.value(given(width=3, height=4, video__sar=2)) == 9
    lacking = given(width=3, height=None, video__sar=2)
    assert (total.value(lacking), total.told(lacking)) == (None, ("width 3, height None", "/height"))
    labelled = derived(lambda *_: None, "width", "height", labels=("w", "h"), at=1)
    assert (labelled.value(facts), labelled.told(facts)) == (None, ("w 3, h 4", "/height"))


def test_an_alias_is_the_other_fact() -> None:
    other = alias(lambda facts: "width" if facts.value("height") is None else "height")
    assert (other.value(given(width=3, height=4)), other.told(given(width=3, height=4))) == (4, ("4", "/height"))
    assert (other.value(given(width=3, height=None)), other.told(given(width=3, height=None))) == (3, ("3", "/width"))


NAMES = [*ALL_FACTS, "video[0].codec", "audio[12].language", "user_data.a.b"]


@pytest.mark.parametrize("name", NAMES)
def test_each_fact_can_be_asked_for_where_nothing_is(name: str) -> None:
    fact = given().get(name)
    assert fact.value is None or (name, fact.value) in (("job.outputs", 0), ("output.group_type", "file"))
    assert fact == Fact(given().value(name), fact.raw, fact.path)


@pytest.mark.parametrize("name", [*NAMES, "count"])
def test_a_pickle_of_a_definition_is_its_name(name: str) -> None:
    spec = spec_of(name)
    again = pickle.loads(pickle.dumps(spec))
    assert (again, hash(again), again.kind, again.meaning) == (spec, hash(spec), spec.kind, spec.meaning)
    assert (again == spec_of("width"), again != spec_of("width")) == (name == "width", name != "width")


def test_count_is_no_output_s() -> None:
    assert find_fact("count") is None
    facts = group("x", 1, 2)
    assert (facts.value("count"), facts.get("count")) == (2, Fact(2, None, ""))
    assert COUNT.value(facts) == 2
    with pytest.raises(KeyError):
        spec_of("widht")
