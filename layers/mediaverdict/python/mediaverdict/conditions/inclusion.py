"""includes: each of the named values is there, in one output or another."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.conditions.aggregates import AggregateResult
from mediaverdict.conditions.operands import tolerance_words
from mediaverdict.conditions.status import NO, UNKNOWN, all_of, any_of, words
from mediaverdict.quantities import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.conditions.equality import Equality
    from mediaverdict.conditions.status import CheckStatus
    from mediaverdict.facts import Value
    from mediaverdict.facts.every_track import Several


class Includes(NamedTuple):
    """A ladder has a rung of each of these heights; there may be more."""

    wanted: tuple[Equality, ...]
    """One for each value."""

    def look(self, fact: str, members: Sequence[Several]) -> AggregateResult:
        """Told is what is missing; where a value is absent, that one may have been it."""
        values = [member.value(fact) for member in members]
        results = [self._found(one, values, members) for one in self.wanted]
        status = all_of(results)
        if status is NO and None in values:
            at = values.index(None)
            return AggregateResult(UNKNOWN, None, at, at, missing=fact, alone=True)
        lacking = [
            one.expected(None, unit=True) for one, result in zip(self.wanted, results, strict=True) if result is NO
        ]
        lacks = f"{words(lacking, 'and')} {'is' if len(lacking) == 1 else 'are'} missing" if lacking else ""
        return AggregateResult(status, _texts(values), 0, lacks=lacks)

    def expected(self, *, unit: bool, of: str = "output") -> str:  # noqa: ARG002 - one signature for all
        """`to include 360 px, 720 px and 1080 px ± 2 px`."""
        named = [one._replace(tolerance=one.tolerance._replace(absolute=0, percent=0, frames=0)) for one in self.wanted]
        texts = [one.expected(None, unit=unit) for one in named]
        first = self.wanted[0]
        return f"to include {words(texts, 'and')}{tolerance_words(first.tolerance, first.kind)}"

    def _found(self, one: Equality, values: Sequence[Value | None], members: Sequence[Several]) -> CheckStatus:
        test = one.test()
        return any_of([test(value, member) for value, member in zip(values, members, strict=True) if value is not None])


def _texts(values: Sequence[Value | None]) -> tuple[str, ...]:
    """All that there is, each once: what came in place of the wanted ones."""
    texts = [format_number(value) if isinstance(value, int | Fraction) else str(value) for value in values]
    return tuple(dict.fromkeys(text for text, value in zip(texts, values, strict=True) if value is not None))
