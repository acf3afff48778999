"""`rules draft`: a rule book from jobs that are known to be good.

What they share becomes a bound; what depends on the content (durations, sizes, frames) is left out; bit
rates become a range around what was seen. Every line says where it comes from, so that a person can
take it over or strike it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.errors import say, say_many
from mediaverdict.facts import JobFacts, OutputFacts, Value
from mediaverdict.judging import delivered
from mediaverdict.quantities import Number, format_number
from mediaverdict_cli.language.catalogue import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mediaverdict.jobs import Job

SHARED = (
    "container", "width", "height", "video.codec", "video.profile", "video.level", "video.pixel_format", "video.fps",
    "video.codec_tag", "audio.codec", "audio.channels", "audio.sample_rate",
)  # fmt: skip
RANGED = ("bitrate", "video.bitrate", "audio.bitrate")
COUNTED = ("video.count", "audio.count")
SLACK = Fraction(1, 4)
"""Of a range's ends: encoders follow the content."""


class DraftedCheck(NamedTuple):
    """A line of a drafted rule."""

    fact: str
    condition: str
    """As it is written."""
    seen: str
    """Where it comes from, in the language of the run: `the same in all 3`."""


class DraftedRule(NamedTuple):
    """A rule of a draft."""

    id: str
    description: str
    name: str
    """Of the outputs that it is for; empty for all."""
    checks: tuple[DraftedCheck, ...]

    def lines(self) -> list[str]:
        """The rule as an entry of `rules`, without its indentation."""
        head = [f"- id: {quoted(self.id)}", f"  description: {quoted(self.description)}"]
        match = [f"  match: {{output.name: {quoted(self.name)}}}"] if self.name else []
        checks = [f"    {check.fact}: {check.condition}   # {check.seen}" for check in self.checks]
        return [*head, *match, "  require:", *checks]


def draft(jobs: Sequence[Job]) -> str:
    """The text of a rule book that those jobs pass."""
    text = spoken().text
    whose = say_many(
        "A draft from one job that is known to be good.",
        "A draft from {count} jobs that are known to be good.",
        len(jobs),
    )
    sane = say("what is never right")
    requested = say("what came, against what the job asked for")
    lines = [
        f"# {text(whose)}",
        f"# {text(say('Strike what is chance, widen what is too narrow, and say why each rule is there.'))}",
        "version: 1",
        "",
        "include:",
        f"  - pack: sane           # {text(sane)}",
        f"  - pack: as-requested   # {text(requested)}",
        "",
        "rules:",
    ]
    for rule in draft_rules(facts_of(job) for job in jobs):
        lines += [*(f"  {line}" for line in rule.lines()), ""]
    return "\n".join(lines) + "\n"


def facts_of(job: Job) -> list[OutputFacts]:
    """The facts of the outputs that were delivered."""
    facts = JobFacts(job)
    return [OutputFacts(job.outputs[index], facts) for index in delivered(job)]


def draft_rules(jobs: Iterable[Sequence[OutputFacts]]) -> list[DraftedRule]:
    """Rules that the delivered outputs of these jobs pass: one for each output's name, or one for all."""
    outputs: dict[str, list[OutputFacts]] = {}
    for job in jobs:
        for facts in job:
            outputs.setdefault(facts.output.name, []).append(facts)
    if all(name for name in outputs) and len(outputs) <= MOST_NAMES:
        return [_rule(name, name, found) for name, found in outputs.items()]
    return [_rule("every-output", "", [facts for found in outputs.values() for facts in found])]


MOST_NAMES = 40
"""With more names than this, names are per title, not per rendition: one rule for all outputs."""


def _rule(name: str, match: str, outputs: Sequence[OutputFacts]) -> DraftedRule:
    times = say_many("As in {count} output of good jobs.", "As in {count} outputs of good jobs.", len(outputs))
    checks = [check for fact in (*COUNTED, *SHARED) for check in _shared(fact, outputs)]
    checks += [check for fact in RANGED for check in _ranged(fact, outputs)]
    return DraftedRule(f"draft/{name}", spoken().text(times), match, tuple(checks))


def _values(fact: str, outputs: Sequence[OutputFacts]) -> list[Value]:
    """Its values in all outputs; none where it is absent in one."""
    values = [value for one in outputs if (value := one.value(fact)) is not None]
    return values if len(values) == len(outputs) else []


def _shared(fact: str, outputs: Sequence[OutputFacts]) -> list[DraftedCheck]:
    values = _values(fact, outputs)
    if not values:
        return []
    if len(set(values)) == 1:
        count = len(outputs)
        seen_in = say("as seen") if count == 1 else say("the same in all {count}", count=count)
        return [DraftedCheck(fact, written(values[0]), spoken().text(seen_in))]
    if len(set(values)) <= 4 and not isinstance(values[0], tuple):
        seen = sorted(set(values), key=str)
        listed = f"[{', '.join(written(value) for value in seen)}]"
        return [DraftedCheck(fact, listed, spoken().text(say("all that were seen")))]
    return []


def _ranged(fact: str, outputs: Sequence[OutputFacts]) -> list[DraftedCheck]:
    numbers = [value for value in _values(fact, outputs) if isinstance(value, int | Fraction)]
    if not numbers:
        return []
    low, high = _kilo(min(numbers) * (1 - SLACK), round_down), _kilo(max(numbers) * (1 + SLACK), round_up)
    least, most = _kilo(min(numbers), round), _kilo(max(numbers), round)
    if least == most:
        seen = say("{least} was seen; 25 % to either side", least=least)
    else:
        seen = say("{least} to {most} were seen; 25 % to either side", least=least, most=most)
    return [DraftedCheck(fact, f"{{min: {low}, max: {high}}}", spoken().text(seen))]


def round_down(number: Number) -> int:
    """The whole number below."""
    return int(number // 1)


def round_up(number: Number) -> int:
    """The whole number above."""
    return int(-(-number // 1))


def _kilo(number: Number, to_whole: Callable[[Number], int]) -> str:
    return f"{to_whole(Fraction(number) / 1000)}k"


def written(value: Value) -> str:
    """A fact's value as a rule book has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        decimal = format_number(value)
        return decimal if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"
    if isinstance(value, tuple):
        return quoted(value[0])
    return quoted(value)


def quoted(text: str) -> str:
    """Always quoted: a name from outside must not become YAML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped)
    return f'"{shown}"'
