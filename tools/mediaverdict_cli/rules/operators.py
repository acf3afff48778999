"""`rules operators`: what may be asked of a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from mediaverdict.errors import Message, say
from mediaverdict.facts import find_fact
from mediaverdict.facts.catalog import COUNT
from mediaverdict.facts.every_track import EVERY
from mediaverdict.rulebook.explained import EXPLAINED, FITS, OperatorInfo
from mediaverdict.rulebook.shape import nearest
from mediaverdict.rulebook.synonyms import meant_key
from mediaverdict_cli.language import spoken

if TYPE_CHECKING:
    from rich.console import Console

Operators = dict[str, OperatorInfo]
SEVERAL = Message("Over several outputs (scope: group or job) or tracks (audio[*].language):")


def list_operators(name: str = "") -> Operators:
    """All of them, the one of that name, or those that fit a fact of that name; none where there is neither."""
    if not name:
        return EXPLAINED
    if name in EXPLAINED:
        return {name: EXPLAINED[name]}
    spec = COUNT if name == COUNT.name else find_fact(name)
    if spec is None:
        return {}
    one_value = spec.of_job or spec is COUNT
    several_only = EVERY in spec.name
    return {
        key: one
        for key, one in EXPLAINED.items()
        if spec.kind in one.kinds
        and not (one_value and one.over_several)
        and (one.over_several or not several_only or key in ("tolerance", "on_missing"))
    }


def meant_operator(name: str) -> str:
    """A hint for what is neither an operator nor a fact."""
    return meant_key(name, list(EXPLAINED)) or nearest(name, list(EXPLAINED))


def as_json(name: str, operator: OperatorInfo) -> dict[str, Any]:
    """An operator as one JSON object."""
    return {
        "name": name,
        "meaning": operator.meaning,
        "example": operator.example,
        "fits": operator.fits,
        "kinds": sorted(kind.value or "number" for kind in operator.kinds),
        "over_several": operator.over_several,
    }


def print_operators(out: Console, operators: Operators) -> None:
    """A row each, its example below its meaning; those over several outputs in a table of their own."""
    language = spoken()
    t = language.text
    for several in (False, True):
        found = {name: one for name, one in operators.items() if one.over_several is several}
        if not found:
            continue
        if several:
            out.print(f"\n{t(SEVERAL)}", style="dim")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for title in (say("operator"), say("meaning"), say("fits")):
            table.add_column(t(title), overflow="fold", no_wrap=title == "operator")
        for name, one in found.items():
            meaning, fits = language.operator(one.meaning), language.operator(FITS[one.kinds])
            table.add_row(name, f"{meaning}\n{one.example}", fits)
        out.print(table)
