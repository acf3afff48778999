"""What was expected, in words -> the Message that it is: `at least 1278 px (requested.width less 2 px)`.

The words are those that `mediaverdict.conditions` makes, from the whole down to a value: a condition over several
outputs, operators, operands with a tolerance, other facts.
"""

from __future__ import annotations

import re

from mediaverdict.errors import Message
from mediaverdict.facts import find_fact
from mediaverdict.facts.catalog import COUNT
from mediaverdict_cli.language.forms import Form, Part, first_of, form

_FACT = r"[a-z_][^\s,:]*"
_BETWEEN = re.compile(rf" and (?P<fact>{_FACT}) ")
AND = Message("{first} and {last}", context="conditions")


def _fact(text: str) -> str | None:
    return text if text == COUNT.name or find_fact(text) is not None else None


FACT = Part(_FACT, _fact)


def reference(text: str) -> str | None:
    """Another fact on the right side: `requested.width less 2 px`; None for what is none."""
    return first_of(_REFERENCES, text) or _fact(text)


def value(text: str) -> str:
    """One value of the right side; text that no form fits is a value itself."""
    return first_of(_VALUES, text) or reference(text) or text


def either(text: str) -> str:
    """`a, b or c`."""
    return first_of(_EITHER, text) or value(text)


def both(text: str) -> str:
    """`a, b and c`."""
    return first_of(_BOTH, text) or value(text)


def _listed(text: str) -> str:
    return first_of(_LISTED, text) or value(text)


def _tolerant(text: str) -> str:
    return first_of(_TOLERANT, text) or either(text)


def _included(text: str) -> str:
    return first_of(_INCLUDED, text) or both(text)


def widths(text: str) -> str:
    """`0.5 s and 1 % and 2 frames`."""
    return first_of(_WIDTHS_OF, text) or text


def condition(text: str) -> str:
    """All operators on one fact."""
    return first_of(_CONDITIONS, text) or predicate(text)


def predicate(text: str) -> str:
    """One operator with its right side; a plain value is `equals`."""
    return first_of(_PREDICATES, text) or _tolerant(text)


def expectation(text: str) -> str:
    """All that a check expected."""
    return first_of(_AGGREGATES, text) or condition(text)


def branch(text: str) -> str:
    """What a branch or a `match` asks: `video.codec h264 and video.profile High or Main`."""
    for found in _BETWEEN.finditer(text):  # an `and` may belong to a condition too
        if _fact(found["fact"]) is not None:
            return AND.format(first=asked(text[: found.start()]), last=branch(text[found.start("fact") :]))
    return asked(text)


def asked(text: str) -> str:
    """One fact with what is asked of it."""
    return _ASKED.read(text) or text


_REFERENCES = (
    form("{fact} times {times} plus {plus}", fact=FACT),
    form("{fact} times {times} less {plus}", fact=FACT),
    form("{fact} times {times}", fact=FACT),
    form("{fact} plus {plus}", fact=FACT),
    form("{fact} less {plus}", fact=FACT),
)
_VALUES = (form("{value} ({reference})", reference=Part(r"[a-z_].*", reference)),)
_LISTED = (form("{first}, {last}", first=Part(".+", _listed), last=Part("[^,]+", value)),)
_EITHER = (form("{first} or {last}", first=Part(".+", _listed), last=Part(".+", value)),)
_BOTH = (form("{first} and {last}", first=Part(".+", _listed), last=Part(".+", value)),)
_WIDTHS_OF = (form("{first} and {last}", first=Part(".+", widths)),)
_WIDTHS = Part(".+", widths)
_TOLERANT = (
    form("{value} ± the widest of {widths}", value=Part(".+", either), widths=_WIDTHS),
    form("{value} ± {width}", value=Part(".+", either)),
)
_INCLUDED = (
    form("{value} ± the widest of {widths}", value=Part(".+", both), widths=_WIDTHS),
    form("{value} ± {width}", value=Part(".+", both)),
)
_WANTED = Part(".+", _tolerant)
_PREDICATES = (
    form("at least {value}", value=_WANTED),
    form("at most {value}", value=_WANTED),
    form("above {value}", value=_WANTED),
    form("below {value}", value=_WANTED),
    form("none of {value}", value=_WANTED),
    form("not {value}", value=_WANTED),
    form("like {value}", value=Part(".+", either)),
    form("matching /{pattern}/", pattern=Part(".*")),
    form("a multiple of {value}"),
    form("true"),
    form("false"),
    form("empty"),
)
_OPERATORS = "(?:at least |at most |above |below |none of |not |like |matching /|a multiple of )"
_CONDITIONS = (
    form("absent"),
    form("present"),
    form(
        "{first} and {last}", "conditions", first=Part(".+?", predicate),
        last=Part(f"{_OPERATORS}.+", condition),
    ),
)  # fmt: skip
_WHAT = Part(".+", condition)
_KIND = Part("audio|video")
_AGGREGATES: tuple[Form, ...] = (
    form(
        "{inner}, by {facts}",
        inner=Part(".+", expectation),
        facts=Part(f"{_FACT}(?:, {_FACT})*(?: and {_FACT})?", both),
    ),
    form("a spread of {condition}", condition=_WHAT),
    form("each {condition} times the one before", condition=_WHAT),
    form("the same in all outputs"),
    form("not the same in all outputs"),
    form("the same in all {kind} tracks", kind=_KIND),
    form("not the same in all {kind} tracks", kind=_KIND),
    form("increasing with {fact} (± {width})", fact=FACT),
    form("increasing with {fact}", fact=FACT),
    form("in every output {condition}", condition=_WHAT),
    form("in some output {condition}", condition=_WHAT),
    form("in every {kind} track {condition}", kind=_KIND, condition=_WHAT),
    form("in some {kind} track {condition}", kind=_KIND, condition=_WHAT),
    form("of every two, the larger {condition} times the smaller", condition=_WHAT),
    form("the largest in {condition} outputs", condition=_WHAT),
    form("the largest in {condition} {kind} tracks", condition=_WHAT, kind=_KIND),
    form("to include {values}", values=Part(".+", _included)),
)
_ASKED = form("{fact} {condition}", fact=FACT, condition=Part(".+", expectation))
