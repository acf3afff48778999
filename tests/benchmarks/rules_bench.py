"""What judging costs, how it grows (outputs times rules), and how long a book of 200 rules takes to load.

python tests/benchmarks/rules_bench.py
"""

from __future__ import annotations

import json
import time
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

import samples
from mediaverdict.jobs import Job, read_job
from mediaverdict.judging import judge
from mediaverdict.rulebook import load_rulebook, read_rulebook
from mediaverdict.verdict import encode, make_verdict

FACTS = ("width", "height", "duration", "bitrate", "video.fps", "video.bitrate", "audio.channels", "audio.sample_rate")


def book_of(rules: int) -> str:
    """A rule book of so many rules of one check each."""
    lines = ["version: 1", "rules:"]
    for number in range(rules):
        fact = FACTS[number % len(FACTS)]
        lines.append(f"  - {{id: rule-{number}, require: {{{fact}: {{min: {number % 7}, max: 99999999}}}}}}")
    return "\n".join(lines)


def job_with(outputs: int) -> Job:
    """A finished job of so many outputs, parsed afresh."""
    text = json.dumps(samples.answer(*(samples.output(f"o-{number}") for number in range(outputs))))
    job = read_job(json.loads(text))
    assert job is not None
    return job


def judging_and_verdict() -> float:
    """Seconds of CPU for the verdict on a job of 31 outputs by the benchmark's 13 checks, its bytes made."""
    book = load_rulebook(Path(__file__).with_name("rules.yml"))
    answer = samples.answer(
        *(samples.output(f"web-720p-{number}") for number in range(31)), user_data={"durationSeconds": 120}
    )
    text, now, times = json.dumps(answer), datetime.now(timezone.utc), []
    for _ in range(120):
        job = read_job(json.loads(text))
        assert job is not None
        started = time.thread_time()
        judgement = judge(job, book)
        encode(make_verdict(job, judgement, book, region="r", account_id="a", time=now))
        times.append(time.thread_time() - started)
        assert judgement.counts.passed == 31 * 13
    return median(times)


def main() -> None:
    """Prints all figures; each is the median of several."""
    print(f"judging and verdict, 31 outputs by 13 checks: {judging_and_verdict() * 1000:.2f} ms of CPU")
    text = book_of(200)
    loads = []
    for _ in range(5):
        started = time.perf_counter()
        read_rulebook(text)
        loads.append(time.perf_counter() - started)
    print(f"a book of 200 rules loads in {median(loads) * 1000:.0f} ms")
    print(f"{'outputs':>8} {'rules':>6} {'checks':>8} {'ms':>8} {'us a check':>11}")
    for rules in (50, 200):
        book = read_rulebook(book_of(rules))
        for outputs in (10, 100, 1000):
            times = []
            for _ in range(5 if outputs < 1000 else 3):
                job = job_with(outputs)
                started = time.perf_counter()
                judgement = judge(job, book)
                times.append(time.perf_counter() - started)
                assert judgement.counts.checks == outputs * rules
            spent = median(times)
            print(
                f"{outputs:>8} {rules:>6} {outputs * rules:>8} {spent * 1000:>8.1f} {spent / outputs / rules * 1e6:>11.2f}"
            )


if __name__ == "__main__":
    main()
