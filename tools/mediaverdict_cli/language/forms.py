"""English text -> the Message that it is: templates read backwards.

A verdict carries sentences. Each was made of a template and parts, and is taken apart by the same template; the
parts are read in turn. What no template fits stays text, so that the Message is always, letter by letter, the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mediaverdict.errors import Message

Reader = Callable[[str], str | None]
"""A part's text -> what it is; None where it can't stand there."""


class Part(NamedTuple):
    """What may stand at a place of a template."""

    pattern: str = ".+?"
    read: Reader = str


TEXT = Part()
WORD = Part(r"\S+")
NUMBER = Part(r"\d+")
_PLACE = re.compile(r"\{(\w+)\}")


class Form(NamedTuple):
    """A template that texts are held against."""

    template: Message
    pattern: re.Pattern[str]
    readers: dict[str, Reader]

    def read(self, text: str) -> Message | None:
        """The text as this template's message; None where it is none."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        parts: dict[str, object] = {}
        for name, said in found.groupdict().items():
            part = self.readers[name](said)
            if part is None:
                return None
            parts[name] = part
        return self.template.format(**parts)


def form(template: str, /, context: str = "", **parts: Part) -> Form:
    """A template with what may stand at each of its places (any text where nothing is said)."""
    pieces = _PLACE.split(template)
    pattern = "".join(
        f"(?P<{piece}>{parts.get(piece, TEXT).pattern})" if index % 2 else re.escape(_plain(piece))
        for index, piece in enumerate(pieces)
    )
    readers = {name: parts.get(name, TEXT).read for name in pieces[1::2]}
    return Form(Message(template, context=context), re.compile(pattern, re.DOTALL), readers)


def _plain(piece: str) -> str:
    return piece.replace("{{", "{").replace("}}", "}")


def first_of(forms: Sequence[Form], text: str) -> Message | None:
    """The first form's message that the text is."""
    return next((message for one in forms if (message := one.read(text)) is not None), None)
