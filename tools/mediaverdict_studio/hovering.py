"""What a word of a rule book means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mediaverdict.facts import find_fact
from mediaverdict_studio.nodes import readable
from mediaverdict_studio.offers import offers_at
from mediaverdict_studio.options import fact_option
from mediaverdict_studio.place import place_at

_WORD = re.compile(r"[\w.\[\]*@/%-]+")


@dataclass(frozen=True, slots=True)
class Hover:
    """A word and its meaning."""

    line: int
    column: int
    end: int
    title: str
    """`height (px)`, `min`, `sane (16 rules)`."""
    meaning: str
    example: str = ""


def hover(text: str, line: int, column: int) -> Hover | None:
    """The meaning of the word at a place; None where there is nothing to say. Never raises."""
    text = readable(text)
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return None
    at = column - 1
    for found in _WORD.finditer(lines[line - 1]):
        for start, end in _words(found):
            if start <= at < end:
                return _told(text, line, lines[line - 1][start:end], start, end)
    return None


def _words(found: re.Match[str]) -> list[tuple[int, int]]:
    """A word, and what of it may stand in brackets: `[h264` is `h264`."""
    whole = found[0]
    start = found.start() + (len(whole) - len(whole.lstrip("[")))
    end = found.end() if "[" in whole.lstrip("[") else found.start() + len(whole.rstrip("]"))
    return [(start, max(start, end))]


def _told(text: str, line: int, word: str, start: int, end: int) -> Hover | None:
    place = place_at(text, line, end + 1)
    if place is None:
        return None
    option = next((one for one in offers_at(place, text) if one.label == word), None)
    if option is None and place.is_key and (spec := find_fact(word)) is not None:  # audio[1].channels, user_data.id
        option = fact_option(spec)
    if option is None or not (option.meaning or option.example):
        return None
    title = f"{option.label} ({option.detail})" if option.detail else option.label
    return Hover(line, start + 1, end + 1, title, option.meaning, option.example)
