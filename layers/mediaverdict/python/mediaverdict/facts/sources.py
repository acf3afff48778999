"""Where a fact comes from: each source gives the value, and apart from it what a finding tells of it.

Judging asks for values; the raw text and the JSON pointer are worked out for what becomes a finding.

- `Key`      a key of one of the answer's objects
- `Derived`  numbers of other facts, put together
- `Alias`    another fact, chosen by what is there
- `Computed` two functions, for all else
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from mediaverdict.facts.fact import Value, raw_text, reader
from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind, Number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.facts.fact import Fact
    from mediaverdict.jobs import JsonObject

Told = tuple[str | None, str]
"""A fact's raw text and its path, as in `Fact`."""


class Facts(Protocol):
    """A job's facts, or an output's."""

    def value(self, name: str) -> Value | None:
        """The fact's value; None where it is absent."""
        ...

    def get(self, name: str) -> Fact:
        """The fact with where it came from."""
        ...


T = TypeVar("T")
F = TypeVar("F", bound=Facts)
F_contra = TypeVar("F_contra", bound=Facts, contravariant=True)
_UNREAD = object()


class Source(Protocol[F_contra]):
    """Where a fact comes from."""

    def value(self, facts: F_contra) -> Value | None:
        """The value; None where it is absent."""
        ...

    def told(self, facts: F_contra) -> Told:
        """The answer's own text and where it stands."""
        ...


class Reading:
    """How a value is read from an object: the spellings of its key, the first that is there; its kind; its unit."""

    __slots__ = ("_finish", "_reader", "names", "value")

    def __init__(
        self,
        kind: Kind,
        *names: str,
        factor: int = 1,
        finish: Callable[[Value, JsonObject], Value | None] | None = None,
    ) -> None:
        """`finish` says what else is to be done with a value, given the whole object."""
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
        names, finish, known, read = self.names, self._finish, self._reader.known, self._reader.read

        def value(facts: T) -> Value | None:
            data = find(facts)
            found: object = None
            for name in names:
                found = data.get(name)
                if found is not None:
                    break
            text = found if type(found) is str else usable_text(found)
            if text is None:
                return None
            value = known.get(text, _UNREAD)
            if value is _UNREAD:
                value = read(text)
            return value if finish is None or value is None else finish(value, data)

        return value


class Section(NamedTuple, Generic[F]):
    """One of the answer's objects."""

    data: Callable[[F], JsonObject]
    """Empty where there is none."""
    path: Callable[[F], str]
    """Where it stands; where there is none, what a finding points at."""
    missing: Callable[[F], bool] = lambda _: False
    """Whether a missing key has no pointer of its own, since the object itself is missing."""


class Key(Generic[F]):
    """A key of one of the answer's objects."""

    __slots__ = ("_reading", "_section", "value")

    def __init__(self, section: Section[F], reading: Reading) -> None:
        self._section = section
        self._reading = reading
        self.value = reading.of(section.data)

    def told(self, facts: F) -> Told:
        path = self._section.path(facts)
        if self._section.missing(facts):
            return None, path
        data = self._section.data(facts)
        key = self._reading.key(data)
        return raw_text(data.get(key)), f"{path}/{key}"


class Derived(Generic[F]):
    """What the numbers of other facts come to; absent where one of them is.

    Its raw text names them, under `labels` where these are given. Its path is that of the first that is absent,
    else that of the ingredient `at`.
    """

    __slots__ = ("_at", "_compute", "_helps", "_labels", "_names")

    def __init__(
        self, compute: Callable[..., Number | None], *names: str, labels: tuple[str, ...] = (), at: int = 0, helps: str = ""
    ) -> None:
        """`compute` takes the numbers in their order; after them that of the fact `helps`, None where it is absent."""
        self._compute = compute
        self._names = names
        self._labels = labels or names
        self._at = at
        self._helps = helps

    def value(self, facts: F) -> Value | None:
        numbers: list[Value | None] = []
        for name in self._names:
            value = facts.value(name)
            if value is None:
                return None
            numbers.append(value)
        if self._helps:
            numbers.append(facts.value(self._helps))
        result = self._compute(*numbers)
        return None if result is None else simplest(result)

    def told(self, facts: F) -> Told:
        found = [facts.get(name) for name in self._names]
        raw = ", ".join(f"{label} {fact.raw}" for label, fact in zip(self._labels, found, strict=True))
        absent = [fact for fact in found if fact.value is None]
        return raw, (absent or [found[self._at]])[0].path


class Alias(Generic[F]):
    """Another fact, chosen by what is there."""

    __slots__ = ("_choose",)

    def __init__(self, choose: Callable[[F], str]) -> None:
        self._choose = choose

    def value(self, facts: F) -> Value | None:
        return facts.value(self._choose(facts))

    def told(self, facts: F) -> Told:
        return facts.get(self._choose(facts))[1:]


class Computed(NamedTuple, Generic[F]):
    """Two functions, for all else."""

    value: Callable[[F], Value | None]
    told: Callable[[F], Told]


def number(facts: Facts, name: str) -> Number | None:
    """The fact's value where it is a number."""
    value = facts.value(name)
    return value if type(value) is int or isinstance(value, Fraction) else None
