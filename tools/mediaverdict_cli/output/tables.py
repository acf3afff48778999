"""Verdicts as people read them in a terminal. Text from outside is printed, never interpreted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mediaverdict.judging import printable
from mediaverdict_cli.queue_messages import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict_cli.queue_messages import Foreign, Letter

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
MOST_OF_A_RECORD = 2000
"""Characters of a letter's record that are shown; --json has it whole."""

Verdict = Mapping[str, Any]


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """As `print`: whoever reads has seen enough. Rich itself would end the command with 1, a verdict's code."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Colours only on a terminal; NO_COLOR is honoured; plain text is never taken for markup."""
    return _Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def print_verdicts(out: Console, verdicts: Sequence[Verdict]) -> None:
    """Each verdict as a heading and a table of its reasons; what several come to, at the end."""
    for verdict in verdicts:
        print_verdict(out, verdict)
        out.print()
    if len(verdicts) > 1:
        print_totals(out, Counter(verdict["data"]["outcome"] for verdict in verdicts))


def print_totals(out: Console, outcomes: Counter[str]) -> None:
    """`10 jobs: 5 fail, 3 warn, 2 pass`."""
    line = Text(f"{outcomes.total()} jobs: ")
    counted = [Text(f"{outcomes[one]} {one}", style=STYLES[one]) for one in OUTCOMES if outcomes[one]]
    out.print(line.append(Text(", ").join(counted)))


def print_verdict(out: Console, verdict: Verdict) -> None:
    """One verdict: outcome, job, what was checked, and every finding."""
    data = verdict["data"]
    job = data["job"]
    heading = Text.assemble(
        (f" {data['outcome'].upper()} ", f"reverse {STYLES[data['outcome']]}"),
        " ",
        (_shown(job.get("name") or job["id"]), "bold"),
        (f"  job {_shown(job['id'])}" if job.get("name") else "", "dim"),
    )
    out.print(heading)
    out.print(Text(f" {_counted(data)}", style="dim"))
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
    if data.get("truncated"):
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
    output, group = finding.get("output"), finding.get("group")
    if output is not None:
        name = _shown(output) or "(unnamed)"
        return f"{_shown(group)} / {name}" if group else name
    return f"group {_shown(group)}" if group else "job"


def _reason(finding: Mapping[str, Any]) -> str:
    notes = [f"{label}: {_shown(finding[label])}" for label in ("waived", "why", "fix") if finding.get(label)]
    asked = [f"asked: {_shown(one['fact'])} {_request(one)}" for one in finding.get("requested") or []]
    return "\n".join([_shown(finding["message"]), *asked, *notes])


def _request(one: Mapping[str, Any]) -> str:
    """`1280 in template tpl-1`; of what is not known, why."""
    origin = _shown(one["origin"])
    if one.get("value") is None:
        return f"is absent: {origin}"
    raw = _shown(one.get("raw"))
    # A flag is asked by its opposite: `requested.audio false (Remove: true)`.
    return (
        f"{str(one['value']).lower()} (Remove: {raw}) in {origin}"
        if isinstance(one["value"], bool)
        else f"{raw} in {origin}"
    )


def _counted(data: Mapping[str, Any]) -> str:
    """What the checks came to, and what is known without any: how the job and its outputs ended."""
    counts = data["counts"]
    parts = [_plural(counts.get("outputs", 0), "output"), _plural(counts.get("checks", 0), "check")]
    named = ("passed", "warned", "failed", "missing", "info", "skipped")
    parts += [f"{counts[name]} {name}" for name in named if counts.get(name)]
    # The findings that no check of a rule counts.
    ended = Counter(finding["rule"] for finding in data["findings"])
    if ended["job-state"]:
        parts.append("the job itself did not complete")
    if ended["output-status"]:
        parts.append(f"{_plural(ended['output-status'], 'output')} not made")
    return ", ".join(parts)


def _plural(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _shown(text: object) -> str:
    return printable(str(text)) if text is not None else ""


def print_letters(out: Console, letters: Sequence[Letter], *, whole: bool = False) -> None:
    """What went to the retry and the dead letter queue, and why; `whole` with its history and its record."""
    for letter in letters:
        style = STYLES["fail"] if letter.kind == "dead-letter" else STYLES["warn"]
        whose = f"job {_shown(letter.job_id)}" if letter.job_id else "a record"
        out.print(Text.assemble((f" {_shown(letter.kind).upper()} ", f"reverse {style}"), " ", (whose, "bold")))
        out.print(Text(f" {_shown(letter.reason)}"))
        if whole:
            out.print(Text(f" {_history(letter)}", style="dim"))
            out.print(Text(f" record: {_record(letter)}", style="dim"), soft_wrap=True)
        out.print()


def print_foreign(out: Console, foreign: Foreign) -> None:
    """A message that is neither a verdict nor a letter."""
    out.print(Text.assemble((" FOREIGN MESSAGE ", f"reverse {STYLES['warn']}")))
    out.print(Text(f" {_shown(foreign.text[:200])}"))
    out.print()


def print_lines(out: Console, text: Text) -> None:
    """A text of several lines; one that is a JSON pointer is left to the terminal to wrap, and is copied whole."""
    for line in text.split("\n"):
        out.print(line, soft_wrap=line.plain.lstrip().startswith("/"))


def _history(letter: Letter) -> str:
    tries = f"{letter.attempts} {'try' if letter.attempts == 1 else 'tries'}"
    first, last = _shown(letter.first_at), _shown(letter.last_at)
    times = f"{first} to {last}" if first and last and first != last else first or last
    return f"{tries}, {times}" if times else tries


def _record(letter: Letter) -> str:
    if letter.record is None:
        return "none that can be read"
    text = json.dumps(letter.record, ensure_ascii=False)
    cut = " (it was too long for a letter: this is a part)" if letter.cut else ""
    if len(text) <= MOST_OF_A_RECORD:
        return f"{_shown(text)}{cut}"
    return f"{_shown(text[:MOST_OF_A_RECORD])}... ({len(text)} characters: --json has all){cut}"
