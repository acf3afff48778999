from __future__ import annotations

import math

import pytest

from fakes import Clock
from mediaverdict.cloud.budget import UNLIMITED, TimeBudget


def test_a_budget_ends_once_and_is_never_less_than_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, "cloud.budget")
    budget = TimeBudget.of(10.0)
    assert (budget, budget.remaining()) == (TimeBudget(1010.0), 10.0)
    assert budget.within(3.0) == TimeBudget(1003.0)
    assert budget.within(30.0) == budget
    assert budget.less(4.0) == TimeBudget(1006.0)
    clock.now = 1011.0
    assert (budget.remaining(), budget.within(3.0).remaining()) == (0.0, 0.0)


def test_a_time_that_is_not_known_is_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch, "cloud.budget")
    assert TimeBudget.of(None) == TimeBudget() == UNLIMITED
    assert UNLIMITED.remaining() == math.inf
    assert UNLIMITED.within(3.0) == TimeBudget(1003.0)
    assert UNLIMITED.less(3.0) == UNLIMITED
