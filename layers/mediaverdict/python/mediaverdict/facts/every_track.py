"""Each stream of a family in turn: what `audio[*].language` stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.facts.values import GroupFacts, OutputFacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from mediaverdict.facts.fact import Fact, Value
    from mediaverdict.facts.values import JobFacts
    from mediaverdict.jobs import Output

EVERY = "[*]"


class TrackFacts:
    """An output's facts with one of its streams in place of `[*]`."""

    __slots__ = ("family", "index", "of")

    def __init__(self, of: OutputFacts, family: str, index: int) -> None:
        """`family` is video or audio; streams count from 0, as in `audio[1].channels`."""
        self.of = of
        self.family = family
        self.index = index

    @property
    def output(self) -> Output:
        """The output whose stream it is."""
        return self.of.output

    @property
    def name(self) -> str:
        """`audio[1]`."""
        return f"{self.family}[{self.index}]"

    def value(self, name: str) -> Value | None:
        """As JobFacts.value."""
        return self.of.value(self._own(name))

    def get(self, name: str) -> Fact:
        """As JobFacts.get."""
        return self.of.get(self._own(name))

    def frame(self) -> Fraction | None:
        """As JobFacts.frame."""
        return self.of.frame()

    def _own(self, name: str) -> str:
        own = name.replace(EVERY, f"[{self.index}]")
        # Facts that are given name the first stream as rules do, without an index.
        return name.replace(EVERY, "") if self.index == 0 and own not in self.of.given else own


Several = OutputFacts | TrackFacts


def members_of(name: str, facts: JobFacts | OutputFacts | GroupFacts | TrackFacts) -> Sequence[Several]:
    """What a condition over several values is asked of: a group's outputs, or all streams of the output or outputs."""
    outputs = facts.members if isinstance(facts, GroupFacts) else ()
    if EVERY not in name:
        return outputs
    family = name.partition("[")[0]
    whose = (facts,) if isinstance(facts, OutputFacts) else outputs
    return [TrackFacts(output, family, index) for output in whose for index in range(_number(output, family))]


def _number(output: OutputFacts, family: str) -> int:
    """How many streams there are; facts that are given need not say so."""
    named = (name.partition("].")[0] for name in output.given if name.startswith(f"{family}["))
    least = max((int(one.rpartition("[")[2]) + 1 for one in named), default=0)
    if not least and any(name.startswith(f"{family}.") and name != f"{family}.count" for name in output.given):
        least = 1
    counted = output.value(f"{family}.count")
    return max(least, counted) if isinstance(counted, int) else least
