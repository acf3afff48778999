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

from mediaverdict.errors import Message, say, say_many
from mediaverdict.judging import printable
from mediaverdict_cli.language import spoken
from mediaverdict_cli.language.retelling import origin
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
    t = spoken().text
    line = Text(t(say("{count} jobs: ", count=outcomes.total())))
    counted = [Text(f"{outcomes[one]} {one}", style=STYLES[one]) for one in OUTCOMES if outcomes[one]]
    out.print(line.append(Text(t(say(", "))).join(counted)))


def print_verdict(out: Console, verdict: Verdict) -> None:
    """One verdict: outcome, job, what was checked, and every finding."""
    t, data = spoken().text, verdict["data"]
    job = data["job"]
    heading = Text.assemble(
        (f" {data['outcome'].upper()} ", f"reverse {STYLES[data['outcome']]}"),
        " ",
        (_shown(job.get("name") or job["id"]), "bold"),
        (t(say("  job {id}", id=_shown(job["id"]))) if job.get("name") else "", "dim"),
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
        out.print(Text(f" {t(say('the verdict was too long for a message: details were left out'))}", style="dim"))


def _findings_table(said: Mapping[tuple[str, str, str], list[str]]) -> Table:
    table = Table(box=None, pad_edge=True, padding=(0, 1), header_style="dim", show_edge=False)
    table.add_column("", no_wrap=True)
    t = spoken().text
    table.add_column(t(say("output")), overflow="fold", max_width=24)
    table.add_column(t(say("rule")), overflow="fold", max_width=26)
    table.add_column(t(say("what was found")), overflow="fold")
    for (severity, rule, reason), whose in said.items():
        shown = Text(severity, style=STYLES[severity])
        table.add_row(shown, Text("\n".join(dict.fromkeys(whose))), Text(rule), Text(reason))
    return table


def _whose(finding: Mapping[str, Any]) -> str:
    output, group = finding.get("output"), finding.get("group")
    if output is not None:
        name = _shown(output) or spoken().text(say("(unnamed)"))
        return f"{_shown(group)} / {name}" if group else name
    return spoken().text(say("group {name}", name=_shown(group)) if group else say("job"))


def _reason(finding: Mapping[str, Any]) -> str:
    language = spoken()
    notes = [
        language.text(label.format(text=language.pack(_shown(finding[key]))))
        for key, label in _NOTES.items()
        if finding.get(key)
    ]
    asked = [language.text(_request(one)) for one in finding.get("requested") or []]
    return "\n".join([_shown(language.finding(finding)), *asked, *notes])


_NOTES = {
    "waived": Message("waived: {text}"),
    "why": Message("why: {text}"),
    "fix": Message("fix: {text}"),
}


def _request(one: Mapping[str, Any]) -> Message:
    """`asked: requested.width 1280 in template tpl-1`; of what is not known, why."""
    fact, where = _shown(one["fact"]), origin(_shown(one["origin"]))
    if one.get("value") is None:
        return say("asked: {fact} is absent: {origin}", fact=fact, origin=where)
    raw = _shown(one.get("raw"))
    if isinstance(one["value"], bool):  # a flag is asked by its opposite
        value = str(one["value"]).lower()
        return say("asked: {fact} {value} (Remove: {raw}) in {origin}", fact=fact, value=value, raw=raw, origin=where)
    return say("asked: {fact} {raw} in {origin}", fact=fact, raw=raw, origin=where)


def _counted(data: Mapping[str, Any]) -> str:
    """What the checks came to, and what is known without any: how the job and its outputs ended."""
    counts = data["counts"]
    t = spoken().text
    parts: list[str] = [
        say_many("{count} output", "{count} outputs", counts.get("outputs", 0)),
        say_many("{count} check", "{count} checks", counts.get("checks", 0)),
    ]
    parts += [label.format(count=counts[name]) for name, label in _COUNTS.items() if counts.get(name)]
    # The findings that no check of a rule counts.
    ended = Counter(finding["rule"] for finding in data["findings"])
    if ended["job-state"]:
        parts.append(say("the job itself did not complete"))
    if ended["output-status"]:
        parts.append(say_many("{count} output not made", "{count} outputs not made", ended["output-status"]))
    return t(say(", ")).join(map(t, parts))


_COUNTS = {
    "passed": Message("{count} passed"), "warned": Message("{count} warned"), "failed": Message("{count} failed"),
    "missing": Message("{count} missing"), "info": Message("{count} info"), "skipped": Message("{count} skipped"),
}  # fmt: skip


def _shown(text: object) -> str:
    return printable(str(text)) if text is not None else ""


def print_letters(out: Console, letters: Sequence[Letter], *, whole: bool = False) -> None:
    """What went to the retry and the dead letter queue, and why; `whole` with its history and its record."""
    t = spoken().text
    for letter in letters:
        style = STYLES["fail"] if letter.kind == "dead-letter" else STYLES["warn"]
        whose = t(say("job {id}", id=_shown(letter.job_id)) if letter.job_id else say("a record"))
        out.print(Text.assemble((f" {_shown(letter.kind).upper()} ", f"reverse {style}"), " ", (whose, "bold")))
        out.print(Text(f" {spoken().letter(_shown(letter.reason))}"))
        if whole:
            out.print(Text(f" {_history(letter)}", style="dim"))
            out.print(Text(f" {t(say('record: {record}', record=_record(letter)))}", style="dim"), soft_wrap=True)
        out.print()


def print_foreign(out: Console, foreign: Foreign) -> None:
    """A message that is neither a verdict nor a letter."""
    out.print(Text.assemble((f" {spoken().text(say('FOREIGN MESSAGE'))} ", f"reverse {STYLES['warn']}")))
    out.print(Text(f" {_shown(foreign.text[:200])}"))
    out.print()


def print_lines(out: Console, text: Text) -> None:
    """A text of several lines; one that is a JSON pointer is left to the terminal to wrap, and is copied whole."""
    for line in text.split("\n"):
        out.print(line, soft_wrap=line.plain.lstrip().startswith("/"))


def _history(letter: Letter) -> str:
    t = spoken().text
    tries = t(say_many("{count} try", "{count} tries", letter.attempts))
    first, last = _shown(letter.first_at), _shown(letter.last_at)
    several = first and last and first != last
    times = t(say("{first} to {last}", first=first, last=last)) if several else first or last
    return t(say(", ")).join([tries, times]) if times else tries


def _record(letter: Letter) -> str:
    if letter.record is None:
        return say("none that can be read")
    text = json.dumps(letter.record, ensure_ascii=False)
    shown: str = _shown(text)
    if len(text) > MOST_OF_A_RECORD:
        shown = say(
            "{text}... ({count} characters: --json has all)", text=_shown(text[:MOST_OF_A_RECORD]), count=len(text)
        )
    return say("{text} (it was too long for a letter: this is a part)", text=shown) if letter.cut else shown
