"""`rules draft`: a rule book from jobs that are known to be good.

What they share becomes a bound; what depends on the content (durations, sizes, frames) is left out; bit
rates become a range around what was seen. Every line says where it comes from, so that a person can
take it over or strike it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts import JobFacts, OutputFacts, Value
from mediaverdict.judging import delivered
from mediaverdict.quantities import Number, format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediaverdict.jobs import Job

SHARED = (
    "container", "width", "height", "video.codec", "video.profile", "video.level", "video.pixel_format", "video.fps",
    "video.codec_tag", "audio.codec", "audio.channels", "audio.sample_rate",
)  # fmt: skip
RANGED = ("bitrate", "video.bitrate", "audio.bitrate")
COUNTED = ("video.count", "audio.count")
SLACK = Fraction(1, 4)
"""Of a range's ends: encoders follow the content."""


def draft(jobs: Sequence[Job]) -> str:
    """The text of a rule book that those jobs pass."""
    outputs: dict[str, list[OutputFacts]] = {}
    for job in jobs:
        facts = JobFacts(job)
        for index in delivered(job):
            outputs.setdefault(job.outputs[index].name, []).append(OutputFacts(job.outputs[index], facts))
    whose = "one job that is" if len(jobs) == 1 else f"{len(jobs)} jobs that are"
    lines = [
        f"# A draft from {whose} known to be good.",
        "# Strike what is chance, widen what is too narrow, and say why each rule is there.",
        "version: 1",
        "",
        "include:",
        "  - pack: sane           # what is never right",
        "  - pack: as-requested   # what came, against what the job asked for",
        "",
        "rules:",
    ]
    if all(name for name in outputs) and len(outputs) <= MOST_NAMES:
        for name, found in outputs.items():
            lines += _rule(name, {"output.name": name}, found)
    else:
        every = [facts for found in outputs.values() for facts in found]
        lines += _rule("every-output", {}, every)
    return "\n".join(lines) + "\n"


MOST_NAMES = 40
"""With more names than this, names are per title, not per rendition: one rule for all outputs."""


def _rule(name: str, match: dict[str, str], outputs: Sequence[OutputFacts]) -> list[str]:
    times = f"{len(outputs)} output{'' if len(outputs) == 1 else 's'}"
    lines = [f"  - id: {_quoted(f'draft/{name}')}", f"    description: {_quoted(f'As in {times} of good jobs.')}"]
    if match:
        lines.append(f"    match: {{output.name: {_quoted(name)}}}")
    lines.append("    require:")
    checks = [line for fact in COUNTED for line in _shared(fact, outputs)]
    checks += [line for fact in SHARED for line in _shared(fact, outputs)]
    checks += [line for fact in RANGED for line in _ranged(fact, outputs)]
    return [*lines, *(f"      {line}" for line in checks), ""]


def _values(fact: str, outputs: Sequence[OutputFacts]) -> list[Value]:
    """Its values in all outputs; none where it is absent in one."""
    values = [value for one in outputs if (value := one.value(fact)) is not None]
    return values if len(values) == len(outputs) else []


def _shared(fact: str, outputs: Sequence[OutputFacts]) -> list[str]:
    values = _values(fact, outputs)
    if not values:
        return []
    if len(set(values)) == 1:
        seen_in = "as seen" if len(outputs) == 1 else f"the same in all {len(outputs)}"
        return [f"{fact}: {_written(values[0])}   # {seen_in}"]
    if len(set(values)) <= 4 and not isinstance(values[0], tuple):
        seen = sorted(set(values), key=str)
        return [f"{fact}: [{', '.join(_written(value) for value in seen)}]   # all that were seen"]
    return []


def _ranged(fact: str, outputs: Sequence[OutputFacts]) -> list[str]:
    numbers = [value for value in _values(fact, outputs) if isinstance(value, int | Fraction)]
    if not numbers:
        return []
    low, high = _kilo(min(numbers) * (1 - SLACK), round_down), _kilo(max(numbers) * (1 + SLACK), round_up)
    least, most = _kilo(min(numbers), round), _kilo(max(numbers), round)
    seen = f"{least} was seen" if least == most else f"{least} to {most} were seen"
    return [f"{fact}: {{min: {low}, max: {high}}}   # {seen}; 25 % to either side"]


def round_down(number: Number) -> int:
    """The whole number below."""
    return int(number // 1)


def round_up(number: Number) -> int:
    """The whole number above."""
    return int(-(-number // 1))


def _kilo(number: Number, to_whole: Callable[[Number], int]) -> str:
    return f"{to_whole(Fraction(number) / 1000)}k"


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        decimal = format_number(value)
        return decimal if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"
    if isinstance(value, tuple):
        return _quoted(value[0])
    return _quoted(value)


def _quoted(text: str) -> str:
    """Always quoted: a name from outside must not become YAML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped)
    return f'"{shown}"'
