"""`make corpus`: who detects which fault; real files against what must be said of them; levels against the standards."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice

from rich.console import Console
from rich.table import Table

from corpus import levels
from corpus.faults import FAULTS, GOOD
from corpus.judges import JUDGES
from corpus.templated import GOOD as TEMPLATED
from corpus.templated import TEMPLATE_FAULTS, is_detected, is_left_alone
from corpus.transcodes import book, cases, compare
from mediaverdict.judging import judge

STREAMS = 50_000


def main() -> int:
    """Prints the tables and the sums; how many things are wrong."""
    out = Console(width=110, markup=False)
    print_faults(out)
    return print_transcodes(out) + sum(print_levels(out, codec) for codec in ("h264", "hevc"))


def print_faults(out: Console) -> None:
    """A corpus of faults, judged three ways."""
    table = Table(title="A corpus of faults, judged three ways", box=None)
    table.add_column("job")
    for name in JUDGES:
        table.add_column(name)
    for fault in FAULTS:
        table.add_row(
            f"{fault.name} ({fault.on})",
            *("detected" if judges(fault.job()) else "MISSED" for judges in JUDGES.values()),
        )
    for name, job in GOOD.items():
        table.add_row(f"good: {name}", *("FALSE ALARM" if judges(job) else "quiet" for judges in JUDGES.values()))
    out.print(table)
    for name, judges in JUDGES.items():
        detected = sum(judges(fault.job()) for fault in FAULTS)
        false = sum(judges(job) for job in GOOD.values())
        out.print(f"{name}: {detected} of {len(FAULTS)} faults detected, {false} false alarms on {len(GOOD)} good jobs")
    templated = Table(title="Jobs that name a template, judged by our packs", box=None)
    templated.add_column("job")
    templated.add_column("our packs")
    for one in TEMPLATE_FAULTS:
        templated.add_row(f"{one.name} ({one.on})", "detected" if is_detected(one) else "MISSED")
    for name in TEMPLATED:
        templated.add_row(f"good: {name}", "quiet" if is_left_alone(name) else "FALSE ALARM")
    out.print(templated)
    found = sum(map(is_detected, TEMPLATE_FAULTS))
    alarms = sum(not is_left_alone(name) for name in TEMPLATED)
    out.print(
        f"our packs: {found} of {len(TEMPLATE_FAULTS)} faults detected, {alarms} false alarms on {len(TEMPLATED)} good jobs"
    )


def print_transcodes(out: Console) -> int:
    """Real files: false alarms and misses of each pack, and what the packs say they can't tell."""
    false, missed, told, judged = 0, 0, 0, 0
    for case in cases():
        for compared in (one for counted in (True, False) for one in compare(case, counted=counted)):
            judged += 1
            told += len(case.says[compared.pack])
            false += len(compared.false_alarms)
            missed += len(compared.misses)
            if compared.false_alarms or compared.misses:
                out.print(f"{case.name}, {compared.pack}: false {compared.false_alarms}, missed {compared.misses}")
    files = {name for case in cases() for name in case.files}
    untold = [case for case in cases() if case.untold]
    out.print(
        f"real files: {len(files)} in {len(cases())} cases, judged {judged} times, with and without counted frames: "
        f"{false} false alarms, {missed} of {told} findings missed"
    )
    for case in untold:
        out.print(f"  not covered: {case.name}: {case.untold}")
    return false + missed


def print_levels(out: Console, codec: str) -> int:
    """Random streams against the formulas of the standard, and why the packs differ where they do."""
    pack = f"{codec}-levels"
    unexplained, reasons = 0, Counter[str]()
    for stream in islice(levels.streams(codec, seed=7), STREAMS):
        reason, as_told = levels.differences(stream)
        outcome = judge(levels.answer(stream), book(pack)).outcome
        unexplained += outcome != levels.verdict(as_told)
        if outcome != levels.verdict(stream):
            reasons[reason] += 1
    out.print(f"{pack}: {STREAMS} random streams, {unexplained} differences without a reason")
    for reason, count in reasons.most_common():
        out.print(f"  {count} differ by {reason}")
    return unexplained


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
