"""Verdicts as people read them in a terminal. Text from outside is printed, never interpreted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES = {
    "fail": "bold red",
    "inconclusive": "bold magenta",
    "warn": "bold yellow",
    "pass": "bold green",
    "info": "cyan",
}
NARROW = 72
"""Columns below which findings are a list: a table's columns would be a few letters wide."""
_ORDER = {"fail": 0, "inconclusive": 1, "warn": 2, "info": 3}

Verdict = Mapping[str, Any]


def console(*, stderr: bool = False) -> Console:
    """Colours only on a terminal; NO_COLOR is honoured; plain text is never taken for markup."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def print_verdicts(out: Console, verdicts: Sequence[Verdict]) -> None:
    """Each verdict as a heading and a table of its reasons."""
    for verdict in verdicts:
        print_verdict(out, verdict)
        out.print()


def print_verdict(out: Console, verdict: Verdict) -> None:
    """One verdict: outcome, job, what was checked, and every finding."""
    data = verdict["data"]
    job, counts = data["job"], data["counts"]
    heading = Text.assemble(
        (f" {data['outcome'].upper()} ", f"reverse {STYLES[data['outcome']]}"),
        " ",
        (_shown(job["name"] or job["id"]), "bold"),
        (f"  job {_shown(job['id'])}" if job["name"] else "", "dim"),
    )
    out.print(heading)
    out.print(Text(f" {_counted(counts)}", style="dim"))
    findings = sorted(data["findings"], key=lambda finding: _ORDER[finding["severity"]])
    if not findings:
        return
    # The same thing said of several outputs is one row.
    said: dict[tuple[str, str, str], list[str]] = {}
    for finding in findings:
        reason = _reason(finding)
        said.setdefault((finding["severity"], _shown(finding["rule"]), reason), []).append(_whose(finding))
    if out.width < NARROW:
        for (severity, rule, reason), whose in said.items():
            head = Text.assemble((severity, STYLES[severity]), f"  {', '.join(dict.fromkeys(whose))}  ", (rule, "dim"))
            out.print(Padding(head, (0, 0, 0, 1)))
            out.print(Padding(Text(reason), (0, 0, 0, 3)))
    else:
        out.print(_findings_table(said))
    if data["truncated"]:
        out.print(Text(" the verdict was too long for a message: details were left out", style="dim"))


def _findings_table(said: Mapping[tuple[str, str, str], list[str]]) -> Table:
    table = Table(box=None, pad_edge=True, padding=(0, 1), header_style="dim", show_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("output", overflow="fold", max_width=24)
    table.add_column("rule", overflow="fold", max_width=26)
    table.add_column("what was found", overflow="fold")
    for (severity, rule, reason), whose in said.items():
        shown = Text(severity, style=STYLES[severity])
        table.add_row(shown, Text("\n".join(dict.fromkeys(whose))), Text(rule), Text(reason))
    return table


def _whose(finding: Mapping[str, Any]) -> str:
    if finding["output"] is not None:
        name = _shown(finding["output"]) or "(unnamed)"
        return f"{_shown(finding['group'])} / {name}" if finding["group"] else name
    return f"group {_shown(finding['group'])}" if finding["group"] else "job"


def _reason(finding: Mapping[str, Any]) -> str:
    notes = [f"{label}: {_shown(finding[label])}" for label in ("waived", "why", "fix") if finding.get(label)]
    return "\n".join([_shown(finding["message"]), *notes])


def _counted(counts: Mapping[str, int]) -> str:
    parts = [
        f"{counts['outputs']} output{'' if counts['outputs'] == 1 else 's'}",
        f"{counts['checks']} checks",
    ]
    named = ("passed", "warned", "failed", "missing", "info", "skipped")
    return ", ".join([*parts, *(f"{counts[name]} {name}" for name in named if counts[name])])


def _shown(text: object) -> str:
    return printable(str(text)) if text is not None else ""


def print_letters(out: Console, letters: Sequence[Mapping[str, Any]]) -> None:
    """What went to the retry and the dead letter queue, and why."""
    for letter in letters:
        kind = letter["mediaverdict"]
        style = STYLES["fail"] if kind == "dead-letter" else STYLES["warn"]
        whose = f"job {_shown(letter['job_id'])}" if letter["job_id"] else "a record"
        out.print(Text.assemble((f" {kind.upper()} ", f"reverse {style}"), " ", (whose, "bold")))
        out.print(Text(f" {_shown(letter['reason'])}"))
        out.print()
