"""What `replay` prints: the verdicts that change, the rules behind each, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mediaverdict.errors import say, say_many
from mediaverdict.judging import printable
from mediaverdict_cli.language import spoken
from mediaverdict_cli.output import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from mediaverdict_cli.replay.comparing import Change, Comparison

SHOWN = 100
"""Changes that the table shows; --json has them all."""
MOST_RULES = 20


def print_changes(out: Console, comparison: Comparison, shown: Sequence[Change]) -> None:
    """The comparison, with the first of its changes."""
    t = spoken().text
    jobs = say_many("{count} job", "{count} jobs", comparison.jobs)
    if not comparison.changed:
        out.print(t(say("{jobs}, no verdict changes", jobs=jobs)))
        return
    table = Table(box=None, padding=(0, 1), header_style="dim", show_edge=False)
    table.add_column(t(say("old")), no_wrap=True)
    table.add_column(t(say("new")), no_wrap=True)
    table.add_column(t(say("job")), overflow="fold", ratio=2)
    table.add_column(t(say("rules behind it")), overflow="fold", ratio=3)
    for change in shown:
        behind = [f"+ {rule}" for rule in change.added] + [f"- {rule}" for rule in change.gone]
        table.add_row(
            _outcome(change.old.outcome), _outcome(change.new.outcome),
            Text(printable(change.name or change.job_id)), Text("\n".join(map(printable, behind))),
        )  # fmt: skip
    out.print(table)
    if comparison.changed > len(shown):
        more = say("and {count} more: --json has them all", count=comparison.changed - len(shown))
        out.print(Text(f" {t(more)}", style="dim"))
    out.print()
    for (old, new), count in sorted(comparison.turns.items(), key=lambda entry: -entry[1]):
        out.print(Text.assemble(f"{count:>6}  ", _outcome(old), " -> ", _outcome(new)))
    for sign, rules in (("+", comparison.added), ("-", comparison.gone)):
        for rule, count in rules.most_common(MOST_RULES):
            out.print(Text(f"{count:>6}  {sign} {printable(rule)}"))
    out.print(
        t(say_many("{jobs}, {count} verdict changes", "{jobs}, {count} verdicts change", comparison.changed, jobs=jobs))
    )


def _outcome(outcome: str) -> Text:
    return Text(outcome, style=tables.STYLES.get(outcome, "dim"))
