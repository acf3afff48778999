"""equals, not, one_of, none_of, by kind of value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from facts_given import given
from mediaverdict.conditions import CheckStatus
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Operand, Reference
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, inverse
from mediaverdict.facts import Value
from mediaverdict.quantities import Kind, Tolerance

NTSC = Fraction(30000, 1001)
FACTS = given(video__fps=25, height=720, width=None, user_data__seconds="120", video__codec="H264")


@pytest.mark.parametrize(
    ("kind", "operands", "tolerance", "value", "status"),
    [
        # Numbers, exactly.
        (Kind.PIXELS, (720,), Tolerance(), 720, YES),
        (Kind.PIXELS, (720,), Tolerance(), 721, NO),
        (Kind.FRAME_RATE, (NTSC,), Tolerance(), NTSC, YES),
        (Kind.FRAME_RATE, (NTSC,), Tolerance(), Fraction(2997, 100), NO),
        (Kind.FRAME_RATE, (25, Fraction(2997, 100)), Tolerance(absolute=Fraction(1, 100)), NTSC, WITHIN),
        (Kind.FRAME_RATE, (25, Fraction(2997, 100)), Tolerance(absolute=Fraction(1, 100)), 25, YES),
        (Kind.FRAME_RATE, (25, Fraction(2997, 100)), Tolerance(absolute=Fraction(1, 100)), 50, NO),
        (Kind.SECONDS, (100,), Tolerance(percent=1), 101, WITHIN),
        (Kind.SECONDS, (-100,), Tolerance(percent=1), -99, WITHIN),
        (Kind.SECONDS, (100,), Tolerance(percent=1), Fraction(10101, 100), NO),
        (Kind.SECONDS, (100,), Tolerance(frames=1), Fraction(10004, 100), WITHIN),
        (Kind.SECONDS, (100,), Tolerance(frames=1), Fraction(10005, 100), NO),
        # Another fact.
        (Kind.PIXELS, (Reference("height", Kind.PIXELS),), Tolerance(), 720, YES),
        (Kind.PIXELS, (Reference("width", Kind.PIXELS),), Tolerance(), 720, UNKNOWN),
        (Kind.PIXELS, (Reference("width", Kind.PIXELS), 720), Tolerance(), 720, YES),
        (Kind.PIXELS, (Reference("width", Kind.PIXELS), 721), Tolerance(), 720, UNKNOWN),
        (Kind.SECONDS, (Reference("user_data.seconds", Kind.SECONDS),), Tolerance(absolute=1), 121, WITHIN),
        (Kind.TEXT, (Reference("video.codec", Kind.TEXT),), Tolerance(), "h264", YES),
        # Text without regard to case; sets; true and false; what user data holds.
        (Kind.TEXT, ("High", "Main"), Tolerance(), "MAIN", YES),
        (Kind.TEXT, ("High", "Main"), Tolerance(), "Main 10", NO),
        (Kind.TEXT, ("STRASSE",), Tolerance(), "straße", YES),
        (Kind.NAMES, ("MP4",), Tolerance(), ("mov", "mp4"), YES),
        (Kind.NAMES, ("ts",), Tolerance(), ("mov", "mp4"), NO),
        (Kind.FLAG, (True,), Tolerance(), True, YES),
        (Kind.FLAG, (True,), Tolerance(), False, NO),
        (Kind.JSON, (120,), Tolerance(), "120.0", YES),
        (Kind.JSON, (120,), Tolerance(absolute=1), "121", WITHIN),
        (Kind.JSON, ("1",), Tolerance(), True, NO),
        (Kind.JSON, (True,), Tolerance(), "TRUE", YES),
        (Kind.JSON, (1,), Tolerance(), True, NO),
        (Kind.JSON, ("v-7",), Tolerance(), "V-7", YES),
    ],
)
def test_of_each_kind(
    kind: Kind, operands: tuple[Operand, ...], tolerance: Tolerance, value: Value, status: CheckStatus
) -> None:
    positive, negative = ("equals", "not") if len(operands) == 1 else ("one_of", "none_of")
    assert Equality(positive, operands, kind, tolerance).test()(value, FACTS) is status
    assert Equality(negative, operands, kind, tolerance).test()(value, FACTS) is inverse(status)


@pytest.mark.parametrize(
    ("operator", "operands", "tolerance", "text"),
    [
        ("equals", (720,), Tolerance(), "720 px"),
        ("not", (720,), Tolerance(absolute=2), "not 720 px ± 2 px"),
        ("one_of", (480, 720), Tolerance(percent=1), "480 px or 720 px ± 1 %"),
        (
            "none_of",
            (480, 720, 1080),
            Tolerance(1, 2),
            "none of 480 px, 720 px or 1080 px ± the widest of 1 px and 2 %",
        ),
        ("equals", (Reference("height", Kind.PIXELS, 2, -1),), Tolerance(), "1439 px (height times 2 less 1 px)"),
        ("equals", (Reference("width", Kind.PIXELS),), Tolerance(), "width"),
    ],
)
def test_in_words(operator: str, operands: tuple[Operand, ...], tolerance: Tolerance, text: str) -> None:
    assert Equality(operator, operands, Kind.PIXELS, tolerance).expected(FACTS, unit=True) == text


def test_why_it_is_unknown() -> None:
    one = Equality("one_of", (1, Reference("width", Kind.PIXELS)), Kind.PIXELS, Tolerance())
    assert one.unknown(FACTS) == "width is absent"
    other = Equality("equals", (Reference("video.codec", Kind.PIXELS),), Kind.PIXELS, Tolerance())
    assert other.unknown(FACTS) == "video.codec is 'H264'"
