"""glob, regex and multiple_of."""

from __future__ import annotations

from fractions import Fraction

import pytest

from facts_given import given
from mediaverdict.conditions.divisibility import MultipleOf
from mediaverdict.conditions.patterns import Glob, Regex
from mediaverdict.conditions.status import NO, YES
from mediaverdict.errors import QuantityError
from mediaverdict.facts import Value
from mediaverdict.quantities import Kind, Number


@pytest.mark.parametrize(
    ("patterns", "value", "fits"),
    [
        (("*720*",), "web-720p", True),
        (("*720*",), "web-480p", False),
        (("h26?", "vp*"), "VP9", True),
        (("h26?", "vp*"), "av1", False),
        (("h26",), "h264", False),
        (("[hv]*",), "hevc", True),
        (("m4*",), ("mov", "m4a"), True),
        (("m4*",), ("mov", "mp4"), False),
        (("tr*",), True, True),
        (("29.*",), Fraction(2997, 100), True),
        (("a\nb",), "a\nb", True),
    ],
)
def test_glob(patterns: tuple[str, ...], value: Value, fits: bool) -> None:
    assert Glob(patterns).test()(value, given()) is (YES if fits else NO)


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("h26[45]", "H264", True),
        ("h2", "h264", False),
        ("a|b", "b", True),
        ("a|b", "ab", False),
        ("m.*", ("ts", "mov"), True),
        ("(a|aa)+b", "a" * 20_000, False),
        ("1", 1, True),
    ],
)
def test_regex(pattern: str, value: Value, fits: bool) -> None:
    assert Regex.compile(pattern).test()(value, given()) is (YES if fits else NO)


@pytest.mark.parametrize("pattern", ["(", "a)(b", "(?=a)", r"(a)\1"])
def test_what_is_no_regex(pattern: str) -> None:
    with pytest.raises(QuantityError, match="is no regular expression"):
        Regex.compile(pattern)


@pytest.mark.parametrize(
    ("step", "value", "holds"),
    [
        (2, 720, True),
        (2, 721, False),
        (Fraction(1, 2), Fraction(3, 2), True),
        (Fraction(1, 2), Fraction(1, 3), False),
        (2, 0, True),
    ],
)
def test_multiple_of(step: Number, value: Number, holds: bool) -> None:
    assert MultipleOf(step, Kind.COUNT).test()(value, given()) is (YES if holds else NO)


@pytest.mark.parametrize("step", [0, -2, "x"])
def test_what_is_no_step(step: object) -> None:
    with pytest.raises(QuantityError):
        MultipleOf.compile(step, Kind.COUNT)
