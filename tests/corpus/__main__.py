"""`make corpus`: who detects which fault, and who alarms falsely on a good job."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from corpus.faults import FAULTS, GOOD
from corpus.judges import JUDGES
from corpus.templated import GOOD as TEMPLATED
from corpus.templated import TEMPLATE_FAULTS, is_detected, is_left_alone


def main() -> None:
    """Prints the table and the sums."""
    table = Table(title="A corpus of faults, judged three ways", box=None)
    table.add_column("job")
    for name in JUDGES:
        table.add_column(name)
    for fault in FAULTS:
        table.add_row(
            f"{fault.name} ({fault.on})", *("detected" if judge(fault.job()) else "MISSED" for judge in JUDGES.values())
        )
    for name, job in GOOD.items():
        table.add_row(f"good: {name}", *("FALSE ALARM" if judge(job) else "quiet" for judge in JUDGES.values()))
    out = Console(width=110, markup=False)
    out.print(table)
    for name, judge in JUDGES.items():
        detected = sum(judge(fault.job()) for fault in FAULTS)
        false = sum(judge(job) for job in GOOD.values())
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


if __name__ == "__main__":
    main()
