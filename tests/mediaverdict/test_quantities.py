from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaverdict.errors import QuantityError
from mediaverdict.quantities import (
    Kind,
    Number,
    Tolerance,
    format_quantity,
    parse_fraction,
    parse_number,
    parse_quantity,
    parse_tolerance,
    to_json,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("403.039989", Fraction(403039989, 10**6)),
        ("848", 848),
        ("-3", -3),
        ("25.0", 25),
        ("1e3", 1000),
        ("2.5E-1", Fraction(1, 4)),
        ("0", 0),
    ],
)
def test_a_number_is_read_exactly(text: str, number: Number) -> None:
    assert parse_number(text) == number
    assert type(parse_number(text)) is type(number)


@pytest.mark.parametrize(
    "text",
    [
        "0.f",
        "",
        "N/A",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "1_000",
        "12 ",
        "٣",
        "0x10",
        "1.",
        ".5",
        "--1",
        "9" * 40,
        "1e-999999999",
    ],
)
def test_what_is_no_number_stays_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30000/1001", Fraction(30000, 1001)), ("16:9", Fraction(16, 9)), ("478:477", Fraction(478, 477)), ("25", 25), ("50/2", 25),
        ("0:1", None), ("0/0", None), ("1/0", None), ("a:b", None), ("1:2:3", None),
    ],
)  # fmt: skip
def test_a_fraction_is_read_exactly_and_an_unset_one_is_none(text: str, number: Number | None) -> None:
    assert parse_fraction(text) == number


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        ("500ms", Kind.SECONDS, Fraction(1, 2)), ("2s", Kind.SECONDS, 2), ("1m", Kind.SECONDS, 60), ("1.5 h", Kind.SECONDS, 5400),
        (2, Kind.SECONDS, 2), ("800k", Kind.BIT_RATE, 800_000), ("4.5M", Kind.BIT_RATE, 4_500_000), ("4.5 Mbit/s", Kind.BIT_RATE, 4_500_000),
        ("10MB", Kind.BYTES, 10**7), ("1MiB", Kind.BYTES, 1 << 20), ("48kHz", Kind.HERTZ, 48000), ("30000/1001", Kind.FRAME_RATE, Fraction(30000, 1001)),
        ("30000/1001 fps", Kind.FRAME_RATE, Fraction(30000, 1001)), ("16:9", Kind.RATIO, Fraction(16, 9)), (Fraction(9, 5), Kind.RATIO, Fraction(9, 5)),
        ("2 frames", Kind.FRAMES, 2), ("720px", Kind.PIXELS, 720), ("3.1", Kind.LEVEL, Fraction(31, 10)), ("90deg", Kind.DEGREES, 90),
    ],
)  # fmt: skip
def test_a_quantity_has_its_unit(value: object, kind: Kind, number: Number) -> None:
    assert parse_quantity(value, kind) == number


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        ("800k", Kind.SECONDS, "'800k' is a bit rate, not a time: write 500ms, 2s or 1m"),
        ("5 sex", Kind.SECONDS, "'5 sex' has an unknown unit, 'sex'; expected a time: did you mean sec?"),
        ("10", None, ""),
        ("fast", Kind.BIT_RATE, "'fast' is not a bit rate: write 800k, 4.5M or 4500000"),
        ("16:9", Kind.PIXELS, "'16:9' is a ratio, not a length in pixels: write 720 or 720px"),
        (True, Kind.COUNT, "true is not a number: write 3"),
        (None, Kind.COUNT, "null is not a number: write 3"),
        ([1], Kind.COUNT, "a list is not a number: write 3"),
    ],
)
def test_a_wrong_unit_says_what_was_expected(value: object, kind: Kind | None, says: str) -> None:
    if kind is None:
        assert parse_quantity(value, Kind.COUNT) == 10
        return
    with pytest.raises(QuantityError) as raised:
        parse_quantity(value, kind)
    assert str(raised.value) == says


@pytest.mark.parametrize(
    ("value", "tolerance"),
    [
        ("0.5s", Tolerance(absolute=Fraction(1, 2))), ("2%", Tolerance(percent=2)), ("2 frames", Tolerance(frames=2)), (1, Tolerance(absolute=1)),
        (["0.5s", "1%", "2 frames"], Tolerance(Fraction(1, 2), 1, 2)),
    ],
)  # fmt: skip
def test_tolerances(value: object, tolerance: Tolerance) -> None:
    assert parse_tolerance(value, Kind.SECONDS) == tolerance


@pytest.mark.parametrize(
    ("value", "says"),
    [("-1s", "is negative"), ("x%", "is no percentage"), ([], "an empty list"), ("3k", "is a bit rate")],
)
def test_wrong_tolerances(value: object, says: str) -> None:
    with pytest.raises(QuantityError, match=says):
        parse_tolerance(value, Kind.SECONDS)


def test_the_widest_tolerance_holds() -> None:
    tolerance = Tolerance(absolute=Fraction(1, 2), percent=1, frames=2)
    assert tolerance.margin(10, Fraction(1, 25)) == Fraction(1, 2)
    assert tolerance.margin(100, Fraction(1, 25)) == 1
    assert tolerance.margin(10, 1) == 2
    assert tolerance.margin(10, None) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (720, Kind.PIXELS, "720 px"), (Fraction(40304, 100), Kind.SECONDS, "403.04 s"), (4_500_000, Kind.BIT_RATE, "4.5 Mbit/s"),
        (888_563, Kind.BIT_RATE, "888.563 kbit/s"), (Fraction(30000, 1001), Kind.FRAME_RATE, "30000/1001 (29.970) fps"),
        (Fraction(16, 9), Kind.RATIO, "16:9"), (90, Kind.DEGREES, "90°"), (Fraction(31, 10), Kind.LEVEL, "3.1"), (0, Kind.BIT_RATE, "0 bit/s"),
        (1_500_000_000, Kind.BYTES, "1.5 GB"), (2_500_000, Kind.BYTES, "2.5 MB"), (1500, Kind.BYTES, "1500 bytes"),
        (999_999_999, Kind.BYTES, "999999999 bytes"), (-4_500_000, Kind.BIT_RATE, "-4.5 Mbit/s"),
        (Fraction(2501, 2), Kind.BIT_RATE, "1.25 kbit/s"), (Fraction(1999, 2), Kind.BIT_RATE, "999.5 bit/s"),
    ],
)  # fmt: skip
def test_a_quantity_is_written_as_people_do(number: Number, kind: Kind, text: str) -> None:
    assert format_quantity(number, kind) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_reading_what_was_written_gives_the_same_number(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)
    text = f"{'-' if digits < 0 else ''}{abs(digits) // 10**places}.{abs(digits) % 10**places:0{max(places, 1)}d}"
    assert parse_number(text) == number
    assert to_json(number) == digits / 10**places


@pytest.mark.parametrize(
    ("kind", "units"),
    [
        (Kind.SECONDS, {"ms": Fraction(1, 1000), "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600}),
        (Kind.BIT_RATE, {"bit/s": 1, "bps": 1}),
        (Kind.BIT_RATE, {"k": 1000, "kbit/s": 1000, "kbps": 1000}),
        (Kind.BIT_RATE, {"M": 1_000_000, "Mbit/s": 1_000_000, "Mbps": 1_000_000}),
        (Kind.BIT_RATE, {"G": 1_000_000_000, "Gbit/s": 1_000_000_000, "Gbps": 1_000_000_000}),
        (Kind.BYTES, {"B": 1, "bytes": 1, "kB": 1000, "KB": 1000, "MB": 1_000_000}),
        (Kind.BYTES, {"GB": 1_000_000_000, "TB": 1_000_000_000_000}),
        (Kind.BYTES, {"KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776}),
        (Kind.HERTZ, {"Hz": 1, "kHz": 1000}),
        (Kind.PIXELS, {"px": 1}),
        (Kind.FRAME_RATE, {"fps": 1}),
        (Kind.FRAMES, {"frames": 1, "frame": 1}),
        (Kind.DEGREES, {"°": 1, "deg": 1}),
    ],
)
def test_each_unit_has_its_factor(kind: Kind, units: dict[str, Number]) -> None:
    assert {unit: parse_quantity(f"3 {unit}", kind) for unit in units} == {
        unit: 3 * factor for unit, factor in units.items()
    }


def test_a_relative_tolerance_is_of_the_references_size() -> None:
    assert Tolerance(percent=3).margin(Fraction(200), None) == 6
    assert Tolerance(percent=3).margin(-200, None) == 6
    assert Tolerance(absolute=7, percent=3, frames=2).margin(200, Fraction(1, 25)) == 7
    assert Tolerance(absolute=1, percent=1, frames=100).margin(200, Fraction(1, 25)) == 4
