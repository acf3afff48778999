"""Comparing two sides: counted, in little memory."""

from __future__ import annotations

import tracemalloc

import samples
from mediaverdict_cli.replay.comparing import Comparison, JudgedSide


def test_a_comparison_of_ten_thousand_jobs_needs_little_memory() -> None:
    comparison = Comparison()
    one = samples.job_of(samples.output())
    tracemalloc.start()
    for number in range(10_000):
        comparison.compare(one, JudgedSide("pass"), JudgedSide("fail", frozenset({f"rule-{number % 7}"})))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (comparison.changed, comparison.failed, len(comparison.added)) == (10_000, 10_000, 7)
    assert held < 200_000
