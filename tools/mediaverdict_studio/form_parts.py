"""A rule book as a person clicks through it: what `form.read_form` makes of the text, anew after each edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mediaverdict_studio.results import Where

Part = Literal["match", "when", "require", "any_of", "none_of"]


@dataclass(frozen=True, slots=True)
class Operand:
    """An operator and its value: `min: 720`; of a plain value (`height: 720`) the operator that it stands for."""

    operator: str
    value: str
    """As it is written, comments aside: `720`, `3M`, `[h264, hevc]`, `"*720*"`."""
    where: Where
    """Of the value."""
    plain: bool = False
    """Whether no operator is written: `height: 720`, `video.codec: [h264, hevc]`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact and all that is asked of it: a leaf of the tree."""

    fact: str
    where: Where
    """Of the fact: `("rules", 0, "require", "height")`."""
    operands: tuple[Operand, ...]
    """All must hold; `tolerance` and `on_missing` are not among them."""
    tolerance: str = ""
    on_missing: str = ""
    unit: str = ""
    """`px`, `bit/s`, `number`, `text`; empty for a fact that is none."""
    meaning: str = ""
    known: tuple[str, ...] = ()
    """The values that the fact can have, common ones first; empty where it can have any."""
    operators: tuple[str, ...] = ()
    """Those that fit the fact and the rule's scope; `tolerance` and `on_missing` are not among them."""
    takes_tolerance: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """Conditions that hold together: AND."""

    where: Where
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """`match` and `when` (WHEN), `require` (AND): one branch each; `any_of` (OR), `none_of` (NOT ... OR): several."""

    part: Part
    where: Where
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule that stands in the text."""

    index: int
    """In `rules`."""
    where: Where
    id: str
    description: str
    severity: str
    """fail, warn, info or off; as it counts, whether or not it is written."""
    scope: str
    clauses: tuple[Clause, ...]
    must_match: bool = False
    why: str = ""
    line: int = 0
    last_line: int = 0
    fault: str = ""
    """Why it can't be shown as a form (an alias, not a map); then it has no clauses."""


@dataclass(frozen=True, slots=True)
class IncludedRule:
    """A rule of a pack or of an included file."""

    id: str
    description: str
    severity: str
    """As it counts in this book: fail, warn, info or off."""
    default: str
    """As the pack has it."""
    override: int | None = None
    """The index in `rules` of the entry that changes it; None where nothing does."""

    @property
    def on(self) -> bool:
        """Whether it is asked."""
        return self.severity != "off"


@dataclass(frozen=True, slots=True)
class Included:
    """An entry of `include`."""

    index: int
    where: Where
    pack: str = ""
    """A built-in pack's name; empty for a file."""
    path: str = ""
    title: str = ""
    rules: tuple[IncludedRule, ...] = ()
    fault: str = ""
    """Why its rules can't be listed."""


@dataclass(frozen=True, slots=True)
class Form:
    """The book, as it stands in the text."""

    includes: tuple[Included, ...]
    rules: tuple[OwnRule, ...]
    """Without those that only change an included rule."""
    jobs: Branch | None = None
    """Which jobs are judged at all; None: all."""
    packs_left: tuple[str, ...] = ()
    """Built-in packs that are not included."""
