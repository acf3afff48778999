"""One fact's definition, and what most are made with: `key`, `derived`, `alias`.

A definition gives the value, and apart from it what a finding tells of it: judging asks for values; raw texts and
JSON pointers are worked out for what becomes a finding. Its functions take the facts of what the fact is of: an
`OutputFacts`, a `JobFacts` or a `GroupFacts`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mediaverdict.facts.fact import Value, raw_text, reader
from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind, Number, simplest

if TYPE_CHECKING:
    from mediaverdict.jobs import JsonObject

Told = tuple[str | None, str] | tuple[str | None, str, str]
"""A fact's raw text and its path, and its origin where it has one, as in `Fact`."""
Finish = Callable[[Value, "JsonObject"], Value | None]
"""What else is to be done with a value that was read, given the whole object."""
T = TypeVar("T")
_UNREAD = object()


class FactSpec(NamedTuple):
    """A fact: what it is called, what it means, and how it is computed."""

    name: str
    kind: Kind
    meaning: str
    value: Callable[[Any], Value | None]
    """None where it is absent."""
    told: Callable[[Any], Told]
    of_job: bool = False
    """A job's fact, not an output's."""
    of_template: bool = False
    """Whether the output's template may have it, so that it must be had."""
    why_absent: Callable[[Any], str] = lambda _: ""
    """Why it is absent where the answer has a value all the same, in words; empty where that shows by itself."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FactSpec) and other.name == self.name

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.name)

    def __reduce__(self) -> tuple[Callable[[str], FactSpec], tuple[str]]:
        """A compiled rule book holds names: what a fact is computed from is this package's."""
        from mediaverdict.facts.catalog import spec_of  # noqa: PLC0415 - the catalogue is made of these

        return spec_of, (self.name,)


class Source(NamedTuple):
    """Where a fact comes from: two of its definition's fields."""

    value: Callable[[Any], Value | None]
    told: Callable[[Any], Told]


class Reading:
    """How a value is read from an object: the spellings of its key, the first that is there; its kind; its unit."""

    def __init__(self, kind: Kind, *names: str, factor: int = 1, finish: Finish | None = None) -> None:
        self.kind = kind
        self.names = names
        self._reader = reader(kind, factor)
        self._finish = finish
        self.value: Callable[[JsonObject], Value | None] = self.of(lambda data: data)
        """The value that an object has."""

    def key(self, data: JsonObject) -> str:
        """The spelling that tells the value; the first where none is there. None needs an escape in a pointer."""
        return next((name for name in self.names if data.get(name) is not None), self.names[0])

    def of(self, find: Callable[[T], JsonObject]) -> Callable[[T], Value | None]:
        """What reads the value that the object has which is found by `find`."""
        (first, *others), finish, known, read = self.names, self._finish, self._reader.known, self._reader.read

        def value(facts: T) -> Value | None:
            data = find(facts)
            found = data.get(first)
            if found is None:
                for name in others:
                    found = data.get(name)
                    if found is not None:
                        break
            text = found if type(found) is str else usable_text(found)
            if text is None:
                return None
            value: Any = known.get(text, _UNREAD)
            if value is _UNREAD:
                value = read(text)
            return value if finish is None or value is None else finish(value, data)

        return value


class Section(NamedTuple):
    """One of the answer's objects."""

    data: Callable[[Any], JsonObject]
    """Empty where there is none."""
    path: Callable[[Any], str]
    """Where it stands; where there is none, what a finding points at."""
    missing: Callable[[Any], bool] = lambda _: False
    """Whether a missing key has no pointer of its own, since the object itself is missing."""


def key(section: Section, reading: Reading) -> Source:
    """A key of one of the answer's objects."""

    def told(facts: Any) -> Told:
        path = section.path(facts)
        if section.missing(facts):
            return None, path
        data = section.data(facts)
        name = reading.key(data)
        return raw_text(data.get(name)), f"{path}/{name}"

    return Source(reading.of(section.data), told)


def derived(
    compute: Callable[..., Number | None], *names: str, labels: tuple[str, ...] = (), at: int = 0, helps: str = ""
) -> Source:
    """What the numbers of other facts come to; absent where one of them is.

    `compute` takes the numbers in their order; after them that of the fact `helps`, None where it is absent. The raw
    text names the ingredients, under `labels` where these are given. The path is that of the first that is absent,
    else that of the ingredient `at`.
    """

    def value(facts: Any) -> Value | None:
        numbers = []
        for name in names:
            number = facts.value(name)
            if number is None:
                return None
            numbers.append(number)
        result = compute(*numbers, facts.value(helps)) if helps else compute(*numbers)
        return None if result is None else simplest(result)

    def told(facts: Any) -> Told:
        found = [facts.get(name) for name in names]
        raw = ", ".join(f"{label} {fact.raw}" for label, fact in zip(labels or names, found, strict=True))
        absent = [fact for fact in found if fact.value is None]
        return raw, (absent or [found[at]])[0].path

    return Source(value, told)


def alias(choose: Callable[[Any], str]) -> Source:
    """Another fact, chosen by what is there."""
    return Source(lambda facts: facts.value(choose(facts)), lambda facts: facts.get(choose(facts))[1:3])
