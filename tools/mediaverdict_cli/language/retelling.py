"""A finding of a verdict -> the Message that its text is, for another language to be told from.

The text and what else the finding carries (rule, fact, actual value, branches, what sort it is) are all that is
looked at: a verdict may come from a queue. None where they don't tell what the text is made of: a text that was
cut to a message's length, or that another release made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mediaverdict.errors import Message
from mediaverdict.judging import Finding as Told
from mediaverdict.judging import printable
from mediaverdict_cli.language.expectations import FACT, both, branch, expectation
from mediaverdict_cli.language.forms import NUMBER, WORD, Form, Part, first_of, form

Finding = Mapping[str, Any]


def retold(finding: Finding) -> Message | None:
    """The finding's message with its template and its parts; as text it is the same, letter by letter.

    Of a text that was cut, it is the whole one, where its branches tell it.
    """
    text = str(finding["message"])
    built_in = _BUILT_IN.get(str(finding["rule"]))
    if built_in is not None:
        return first_of(built_in, text)
    if finding.get("within_tolerance"):
        core = text.removesuffix(_WITHIN)
        inner = _core(finding, core) if core != text else None
        return None if inner is None else WITHIN.format(message=inner)
    early = EARLY.read(text)
    if early is not None and early.parts is not None:
        inner = _core(finding, str(early.parts["message"]))
        return None if inner is None else early.put(message=inner)
    return _core(finding, text)


def retold_finding(finding: Told) -> str:
    """The same of a finding that was just made."""
    told = {
        "message": finding.message, "rule": finding.rule, "fact": finding.fact, "actual": finding.actual,
        "branches": finding.branches, "within_tolerance": finding.within_tolerance,
    }  # fmt: skip
    return retold(told) or finding.message


def _core(finding: Finding, text: str) -> Message | None:
    """What was found, without the notes behind it."""
    if finding.get("branches"):
        return _any_of(finding, text)
    other = first_of(_OTHERS, text)
    if other is not None:
        return other
    fact = finding.get("fact")
    return None if fact is None else check(text, str(fact), finding.get("actual"))


def _any_of(finding: Finding, text: str) -> Message | None:
    """The verdict has each branch's lacks apart from each other."""
    whole: str = ""
    for index, lacks in enumerate(finding["branches"], 1):
        one = NUMBERED.format(index=index, lacks=_joined([lack(printable(str(said))) for said in lacks]))
        whole = THEN.format(first=whole, last=one) if whole else one
    message = NONE_HOLDS.format(alternatives=len(finding["branches"]), lacks=whole)
    cut = text.endswith(CUT) and message.startswith(text[: -len(CUT)])
    return message if message == text or cut else None


def _joined(parts: list[str]) -> str:
    whole = parts[0] if parts else ""
    for part in parts[1:]:
        whole = AND_SO.format(first=whole, last=part)
    return whole


def check(text: str, fact: str, actual: object = None) -> Message | None:
    """What is said of one check of that fact. A text as its value stands where it says so, whatever is in it."""
    if isinstance(actual, str) and actual:
        shown = Part(re.escape(printable(actual)))
        return first_of(_plain_forms(Part(re.escape(fact)), shown), text) or first_of(_CHECKS, text)
    return first_of(_CHECKS, text)


def lack(text: str) -> str:
    """One of the things that a branch lacked; as it is where it is none that is known."""
    return first_of(_CHECKS, text) or text


def lacks(text: str) -> str:
    """Several of them, one behind the other."""
    return first_of(_SEVERAL, text) or lack(text)


def origin(text: str) -> str:
    """Why a fact of what was asked is absent; where one stood, as it is."""
    return first_of(_ORIGINS, text) or text


def reason(text: str) -> str:
    """Why a template is not known, of whichever it was."""
    return first_of(_REASONS, text) or text


def unknown(text: str) -> str | None:
    """Why it can't be told whether a check holds: what is absent on the right side."""
    return first_of(_UNKNOWN, text)


def subject(text: str) -> str:
    """What is absent, and of which output."""
    return first_of(_SUBJECTS, text) or text


def whose(text: str) -> str:
    """An output's name, or a track of an output."""
    return first_of(_TRACK, text) or text


def _notes(text: str) -> str | None:
    return first_of(_NOTES, text)


def _lacking(text: str) -> str | None:
    return first_of(_LACKING, text)


def shown_value(text: str) -> str:
    """A value as a message has it: only the words in place of one are words."""
    return first_of(_NO_VALUES, text) or text


def values(text: str) -> str:
    """`828 kbit/s in 360p, absent in 720p and 3 more`."""
    return first_of(_VALUES, text) or text


CUT = "…"
"""What a verdict's text ends with that was too long for it."""
_WITHIN = ": only the tolerance lets it pass"
WITHIN = Message("{message}: only the tolerance lets it pass")
EARLY = form(
    "{message} (counts as {severity}: the job finished {finished}, before enforce_from {start})",
    message=Part(".+"), severity=WORD, finished=WORD, start=WORD,
)  # fmt: skip
NONE_HOLDS = Message("none of {alternatives} alternatives holds: {lacks}")
NUMBERED = Message("({index}) {lacks}")
THEN = Message("{first}; {last}")
AND_SO = Message("{first}, {last}", context="sentences")

_BUILT_IN = {
    "job-state": (
        form("the job ended as {state}: no reason given"),
        form("the job ended as {state}: {said}"),
        form("the job is not finished: its state is absent"),
        form("the job is not finished: its state is {state}"),
    ),
    "output-status": (
        form("the output was not made: {said}"),
        form("the output was not made"),
        form("the output was skipped: {said}"),
        form("the output was skipped"),
    ),
    "no-outputs": (form("the job has no output to judge"),),
    "nothing-checked": (form("no check of any rule applied to this job"),),
}
_BRANCH = Part(".+", branch)
_OTHERS = (
    form("no output was delivered"),
    form("no output has {asked}", asked=_BRANCH),
    form("it is {asked}, which must not be", asked=_BRANCH),
    form("it can't be told that it is not {asked}: {why}", asked=Part(".+?", branch), why=Part(".+", lacks)),
)

_WANTED = Part(".+", expectation)
_WHY = Part(".+", origin)
_QUOTED = Part(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_IS = r"[a-z_][^\s,]* (?:is|of) .+"
"""What stands behind a comma between two of them: the next begins with its fact."""


def _plain_forms(fact: Part, shown: Part) -> tuple[Form, ...]:
    return (
        form("{fact} is {value}, expected {wanted}, but {unknown}", fact=fact, value=shown, wanted=_WANTED,
             unknown=Part(".+", unknown)),
        form("{fact} is {value}, expected {wanted}", fact=fact, value=shown, wanted=_WANTED),
    )  # fmt: skip


_CHECKS = (
    form("{subject} is absent, expected {wanted}", subject=Part(r"[^\s,]+(?: of .*?)?", subject), wanted=_WANTED),
    form("{subject} is absent{notes}, expected {wanted}", subject=Part(r"[^\s,]+(?: of .*?)?", subject),
         notes=Part(r" \(.+?|: .+?", _notes), wanted=_WANTED),
    form("{fact} is expected {wanted}, but is {values} and {count} more: {lacking}", fact=FACT, wanted=_WANTED,
         values=Part(".+?", values), count=NUMBER, lacking=Part(".+", _lacking)),
    form("{fact} is expected {wanted}, but is {values}: {lacking}", fact=FACT, wanted=_WANTED,
         values=Part(".+?", values), lacking=Part(".+", _lacking)),
    form("{fact} is expected {wanted}, but is {values} and {count} more", fact=FACT, wanted=_WANTED,
         values=Part(".+", values), count=NUMBER),
    form("{fact} is expected {wanted}, but is {values}", fact=FACT, wanted=_WANTED, values=Part(".+", values)),
    *_plain_forms(FACT, Part(".*?", shown_value)),
)  # fmt: skip
_SEVERAL = (form("{first}, {last}", "sentences", first=Part(".+?", lack), last=Part(_IS, lacks)),)
_LACKING = (
    form("{value} is missing", value=Part(".+", expectation)),
    form("{values} are missing", values=Part(".+", both)),
)
_SUBJECTS = (form("{fact} of {output}", fact=WORD, output=Part(".*")),)
_NOTES = (
    form(" (the answer has {raw}: {own}): {why}", raw=_QUOTED, own=_WHY, why=_WHY),
    form(" (the answer has {raw}: {own})", raw=_QUOTED, own=_WHY),
    form(" (the answer has {raw}): {why}", raw=_QUOTED, why=_WHY),
    form(" (the answer has {raw})", raw=_QUOTED),
    form(": {why}", why=_WHY),
)
_UNKNOWN = (
    form("{first} and {last}", first=Part(".+?", unknown), last=Part(r"[^\s,]+ is .+", unknown)),
    form("{fact} is absent: {why}", fact=FACT, why=_WHY),
    form("{fact} is absent", fact=FACT),
    form("{fact} is {raw}", fact=FACT, raw=_QUOTED),
)
_NO_VALUES = (form("absent"), form("empty"))
_NUMBER = r"(?:-?\d[^,]*?|absent)"
_TRACK = (form("{track} of {output}", track=Part(r"(?:audio|video)\[\d+\]")),)
_ONE = form("{value} in {name}", value=Part(f"{_NUMBER}|[^,]+?", shown_value), name=Part("[^,]*", whose))
_VALUES = (_ONE, form("{first}, {last}", first=Part("[^,]+ in [^,]*", values), last=Part("[^,]+ in .*", values)))
_REASON = Part(".+", reason)
_ORIGINS = (
    form("a manifest's own, which says nothing of the media's"),
    form("the template's ID is too long to be one"),
    form("template {id} is not known: {why}", id=WORD, why=_REASON),
    form("template {id} is not known to ICE ({code})", id=WORD, code=WORD),
    form("template {id} is not in the answer, which has another one", id=WORD),
    form("template {id} is not in the answer", id=WORD),
    form("template {id} is no transcoding template", id=WORD),
    form("template {id} is broken: its TemplateConfig is no JSON object", id=WORD),
    form("template {id} may have been changed since: the job does not say when it was created", id=WORD),
    form("template {id} was changed ({time}) after the job was created", id=WORD, time=WORD),
    form("template {id} did not come in time", id=WORD),
    form("template {id} did not come ({code})", id=WORD, code=WORD),
    form("template {id} was not fetched: {why}", id=WORD, why=_REASON),
    form("template {id} was throttled ({code})", id=WORD, code=WORD),
    form("template {id} was refused ({code})", id=WORD, code=WORD),
    form("template {id} could not be read", id=WORD),
    form("template {id} has no name", id=WORD),
)
_REASONS = (
    form("it was not looked up"),
    form("it was not fetched"),
    form("{variable} is off", variable=WORD),
    form("another one did not come in time"),
    form("another one did not come ({code})", code=WORD),
    form("another one was throttled ({code})", code=WORD),
    form("another one was refused ({code})", code=WORD),
)
