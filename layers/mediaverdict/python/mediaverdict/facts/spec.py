"""One fact's definition: all that anyone needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

from mediaverdict.facts.sources import F

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.facts.sources import Source
    from mediaverdict.quantities import Kind


@dataclass(frozen=True, slots=True)
class FactSpec(Generic[F]):
    """A fact: what it is called, what it means, and how it is computed."""

    name: str
    kind: Kind
    meaning: str
    source: Source[F] = field(repr=False, compare=False)
    known: tuple[str, ...] = ()
    """Every value there is, where the API's pages name them all."""
    of_job: bool = False
    """A job's fact, not an output's."""

    def __reduce__(self) -> tuple[Callable[[str], FactSpec[Any]], tuple[str]]:
        """A compiled rule book holds names: what a fact is computed from is this package's."""
        from mediaverdict.facts.catalog import spec_of  # noqa: PLC0415 - the catalogue is made of these

        return spec_of, (self.name,)
