"""`make corpus`: who detects which fault, and who alarms falsely on a good job."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from corpus.faults import FAULTS, GOOD
from corpus.judges import JUDGES


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


if __name__ == "__main__":
    main()
