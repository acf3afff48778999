"""How a value of each kind is read of a text, and its raw text told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mediaverdict.facts import Value
from mediaverdict.facts.fact import MAX_RAW, REMEMBERED, Reader, raw_text
from mediaverdict.quantities import Kind


@pytest.mark.parametrize(
    ("kind", "factor", "text", "value"),
    [
        (Kind.COUNT, 1, "2", 2),
        (Kind.COUNT, 1, " 2\n", 2),
        (Kind.COUNT, 1, "two", None),
        (Kind.SECONDS, 1, "403.039989", Fraction(403039989, 10**6)),
        (Kind.SECONDS, 1, "120.000000", 120),
        (Kind.SECONDS, 1, "0", 0),
        (Kind.BIT_RATE, 1000, "888.563", 888563),
        (Kind.BIT_RATE, 1000, "0.0005", Fraction(1, 2)),
        (Kind.BIT_RATE, 1000, "0.f", None),
        (Kind.FRAME_RATE, 1, "30000/1001", Fraction(30000, 1001)),
        (Kind.FRAME_RATE, 1, "0/0", None),
        (Kind.FRAME_RATE, 1, "0.0", None),
        (Kind.RATIO, 1, "16:9", Fraction(16, 9)),
        (Kind.RATIO, 1, "0:1", None),
        (Kind.TEXT, 1, " High ", "High"),
        (Kind.TEXT, 1, "N/A", None),
        (Kind.TEXT, 1, "a\ud800", "a?"),
        (Kind.NAMES, 1, "mov, MP4,,mp4", ("mov", "mp4")),
        (Kind.FLAG, 1, "TRUE", True),
        (Kind.FLAG, 1, "0", False),
        (Kind.FLAG, 1, "yes", None),
        (Kind.MOMENT, 1, "2026-11-20T08:00:00Z\n", "2026-11-20T08:00:00Z"),
    ],
)
def test_of_each_kind(kind: Kind, factor: int, text: str, value: Value | None) -> None:
    reader = Reader(kind, factor)
    assert (reader.read(text), type(reader.read(text))) == (value, type(value))
    assert reader.known == {text: value}


def test_what_is_remembered_is_bounded() -> None:
    reader = Reader(Kind.COUNT)
    for number in range(3 * REMEMBERED):
        assert reader.read(str(number)) == number
    reader.read("9" * (MAX_RAW + 1))
    assert len(reader.known) <= REMEMBERED
    assert all(len(text) <= MAX_RAW for text in reader.known)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (" 7\n", " 7\n"),
        (7, "7"),
        (True, "true"),
        ([1], "[…]"),
        ({"a": 1}, "{…}"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_the_raw_text(value: object, text: str | None) -> None:
    assert raw_text(value) == text
