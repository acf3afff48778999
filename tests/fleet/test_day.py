"""A day by the virtual clock: nothing is lost in it, what it costs, and how it is drawn."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from statistics import mean
from xml.etree import ElementTree as ET

import pytest

from fleet.course import Course
from fleet.day import DAY, HOUR, Day, deployed, live, poisson
from fleet.drawing import Band, Line, Panel, draw
from fleet.living import main, picture, rows
from fleet.model import Totals
from fleet.prices import Prices, cost_of

SMALL = Day(jobs=2500, qps=1.0, instances=3, halved=(9 * HOUR, 10 * HOUR), down=(14 * HOUR, 15 * HOUR))


def test_nothing_is_lost_though_the_limit_is_halved_and_the_api_is_down() -> None:
    course, simulation = live(SMALL, deployed(0.1))
    came = sum(slot.came for slot in course.slots)
    totals = simulation.totals
    assert abs(came - SMALL.jobs) < 5 * math.sqrt(SMALL.jobs)
    assert (totals.done, totals.dead, simulation.waiting, simulation.born) == (came, 0, 0, {})
    assert sum(slot.judged for slot in course.slots) == came
    assert sum(slot.waits.total() for slot in course.slots) == came
    assert totals.faults > 0
    assert totals.throttled > 0
    assert totals.starts > SMALL.instances
    while_down = course.slots[SMALL.down[0] // 600 : SMALL.down[1] // 600]
    assert [slot.judged for slot in while_down] == [0] * 6
    assert max(slot.waiting for slot in course.slots) >= sum(slot.came for slot in while_down)
    told = dict(rows(SMALL, course, simulation, Prices()))
    assert told["verdicts"] == f"{came}, dead letters 0"
    assert len(ET.fromstring(picture(SMALL, course)).findall(".//{*}polyline")) == 9


def test_a_days_rate_adds_up_to_its_jobs() -> None:
    day = Day.of(1_000_000, deployed(0.1))
    assert (day.qps, day.instances) == (29.0, 4)
    assert Day.of(1_000_000, deployed(0.1), 100.0, 7) == replace(day, qps=100.0, instances=7)
    assert sum(day.rate(second) for second in range(DAY)) == pytest.approx(day.jobs)
    assert [day.limit(hour * HOUR) for hour in (8, 9, 10)] == [29.0, 14.5, 29.0]


@pytest.mark.parametrize("expected", [0.0, 0.3, 12.0, 300.0])
def test_as_many_come_as_are_expected(expected: float) -> None:
    chance = random.Random(1)
    found = [poisson(expected, chance) for _ in range(2000)]
    assert mean(found) == pytest.approx(expected, rel=0.05)


def test_waits_are_told_within_a_tenth() -> None:
    course = Course()
    for seconds in range(1, 101):
        course.judged(1000.0, float(seconds))
    for quantile in (0.01, 0.5, 0.99, 1.0):
        assert 1.0 <= course.waited(quantile) / (100 * quantile) < 1.1
    assert math.isnan(course.waited(0.5, slice(5, 6)))


def test_what_a_fleet_costs_by_prices_that_are_told() -> None:
    totals = Totals(events=10_000, messages=1_600_000, requests=200_000, instance_seconds=5_000.0)
    prices = Prices.told(["cu=0.1", "events=2", "requests=10", "cpu=0.2", "memory=0.5"])
    assert cost_of(totals, 1_000_000, prices) == {
        "instance-seconds": pytest.approx(5_000 * 0.1 * (0.2 + 0.5 * 0.15)),
        "invocations": pytest.approx(0.1 * 75),
        "messages through the event stream": pytest.approx(3.2),
        "requests to queues": pytest.approx(14.0),
    }


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("cu", "'cu' is no price: expected name=value"),
        ("gold=1", "with a name of cu, cpu_factor"),
        ("cu=x", "could not convert"),
    ],
)
def test_a_price_that_is_none_is_told(word: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        Prices.told([word])


@pytest.mark.parametrize(
    "words", [["0"], ["-5"], ["inf"], ["nan"], ["10", "-1"], ["10", "1", "-1"], ["10", "cpu=0"]], ids=" ".join
)
def test_a_day_that_is_none_is_told(words: list[str]) -> None:
    with pytest.raises(ValueError, match="expected JOBS from 1 on"):
        main(words)


def test_a_drawing_has_each_line_round_ticks_and_what_was_the_matter() -> None:
    lines = [Line("a <b>", [1.0, math.nan, 300.0]), Line("c", [2.0, 3.0, 4.0])]
    root = ET.fromstring(draw("T", [Panel("P", lines, logarithmic=True), Panel("Q", lines)], [Band(1, 2, "down")], 1.0))
    said = [text.text for text in root.findall("{*}text")]
    assert said[:5] == ["T", "P", "c", "a <b>", "down"]
    assert [word for word in said if word and word.isdecimal()] == ["1", "10", "100", "0", "100", "200", "300"]
    points = [len(str(line.get("points")).split()) for line in root.findall("{*}polyline")]
    assert points == [2, 3, 2, 3]
