"""What fits at a place of a rule book that is being typed, each with its meaning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mediaverdict_studio.nodes import readable
from mediaverdict_studio.offers import offers_at
from mediaverdict_studio.options import Option, Sort
from mediaverdict_studio.place import place_at

if TYPE_CHECKING:
    from mediaverdict_studio.place import Place

__all__ = ["Completion", "Option", "Sort", "complete"]

MOST = 300
"""Options that are offered at once: every fact, and no more of what is endless."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What fits at a place."""

    line: int
    start: int
    """The column from which the typed word is replaced."""
    end: int
    """The column behind it."""
    options: tuple[Option, ...] = ()
    """The likeliest first; those that the typed word fits."""


def complete(text: str, line: int, column: int) -> Completion:
    """What fits at a place of a text, however broken it is. Never raises. Takes about a millisecond."""
    text = readable(text)
    place = place_at(text, line, column)
    if place is None:
        return Completion(line, column, column)
    offered = [one for one in offers_at(place, text) if one.label not in place.siblings]
    options = tuple(_fitted(one, place) for one in _ranked(offered, place.word)[:MOST])
    return Completion(line, place.start, max(place.end, place.start), options)


def _ranked(offered: list[Option], word: str) -> list[Option]:
    """Those that begin with the word, then those that have it, then those whose meaning has it."""
    wanted = word.casefold()
    if not wanted:
        return offered
    begins = [one for one in offered if one.label.casefold().startswith(wanted)]
    part = [one for one in offered if any(step.startswith(wanted) for step in one.label.casefold().split("."))]
    has = [one for one in offered if wanted in one.label.casefold()]
    means = [one for one in offered if len(wanted) > 2 and wanted in one.meaning.casefold()]
    return list(dict.fromkeys([*begins, *part, *has, *means]))


def _fitted(one: Option, place: Place) -> Option:
    """The option as it is to be put in: no second colon, and the blank that YAML needs behind one."""
    insert = one.insert
    if place.colon_follows and insert.endswith(": "):
        insert = insert[:-2]
    return replace(one, insert=f" {insert}" if place.glued else insert)
