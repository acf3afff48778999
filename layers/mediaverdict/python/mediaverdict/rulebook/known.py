"""Facts whose values are known: a book's value is checked against them, and other common names of one are taken for it.

What there is stands in `values/*.txt`, or in the fact's own definition where the API's pages name it all. Only a
rule book's reader loads this: a compiled book holds the values' own names.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediaverdict.enumerating import either
from mediaverdict.errors import Message, QuantityError
from mediaverdict.facts.languages import language_of, two_letter_codes
from mediaverdict.quantities import Kind, format_number, shown
from mediaverdict.rulebook import messages

if TYPE_CHECKING:
    from mediaverdict.conditions.operands import Constant
    from mediaverdict.facts import FactSpec

VALUES = Path(__file__).with_name("values")
_FILES = {
    "video.codec": "video-codecs", "audio.codec": "audio-codecs", "requested.video_codec": "video-codecs",
    "requested.audio_codec": "audio-codecs", "video.profile": "video-profiles", "video.pixel_format": "pixel-formats",
    "audio.sample_format": "sample-formats", "audio.layout": "channel-layouts", "container": "containers",
    "requested.container": "containers", "requested.pixel_format": "pixel-formats",
    "requested.rate_control": "rate-controls",
    "video.language": "languages", "audio.language": "languages", "output.group_type": "group-types",
    "output.status": "output-states", "output.type": "output-types", "job.state": "job-states",
    "video.rotation": "rotations", "audio.channels": "channel-counts",
    "requested.channels": "channel-counts",
}  # fmt: skip
_PATTERNS = {
    "video-profiles": re.compile(r"-?\d+"),  # one that FFmpeg has no name for
    "channel-counts": re.compile(r"\d+"),
    "channel-layouts": re.compile(r"\d+ channels.*|[A-Z]+\d*(\+[A-Z]+\d*)+.*|ambisonic.*", re.IGNORECASE),
}
_INDEX = re.compile(r"\[(?:\d+|\*)\]")
_PUNCTUATION = re.compile(r"[\s._/,()]+|(?<=.)-+")
"""A minus before a number is none."""


_SEVERAL = re.compile(r"\s+(?:or|and)\s+|\s*(?:或者?|和|\||/|,|、|，)\s*")  # noqa: RUF001 - other keyboards' signs
_PRESENCE = {
    **dict.fromkeys(("none", "null", "absent", "missing", "无", "没有", "不存在"), "false"),
    **dict.fromkeys(("exists", "present", "any", "有", "存在"), "true"),
}


class Vocabulary(NamedTuple):
    """The values that a fact can have."""

    common: tuple[str, ...]
    rare: tuple[str, ...]
    meant: dict[str, str]
    """Every name that is taken, without case and punctuation -> the value."""
    advice: dict[str, str]
    """Names that say more or less than a value, likewise -> what to write."""
    pattern: re.Pattern[str] | None = None
    """What else is a value."""

    @property
    def few(self) -> bool:
        """Whether a message can name them all."""
        return len(self.common) <= 6 and not self.rare and self.pattern is None


def vocabulary_of(spec: FactSpec) -> Vocabulary | None:
    """What is known of a fact's values; None where they can be anything."""
    name = _FILES.get(_INDEX.sub("", spec.name))
    return _read(name) if name else None


def known_value(spec: FactSpec, value: Constant) -> Constant:
    """The value that a book's constant means. Raises QuantityError for one that the fact never has."""
    vocabulary = vocabulary_of(spec)
    if vocabulary is None or isinstance(value, bool):
        return value
    text = format_number(value) if isinstance(value, Fraction) else str(value).strip()
    if spec.kind is Kind.LANGUAGE and _is_tag(text, vocabulary):
        return text
    if vocabulary.pattern is not None and vocabulary.pattern.fullmatch(text):
        return value if spec.kind.numeric else text
    name = plain(text)
    meant = vocabulary.meant.get(name)
    if meant is not None:
        return int(meant) if spec.kind.numeric else meant
    if name in vocabulary.advice:
        raise QuantityError(
            messages.NO_SUCH_VALUE_BUT.format(
                fact=spec.name, value=text if spec.kind.numeric else shown(value), advice=vocabulary.advice[name]
            )
        )
    exists = _PRESENCE.get(text.casefold())
    if exists:
        raise QuantityError(messages.EXISTS.format(fact=spec.name, value=text, exists=exists))
    several = [vocabulary.meant.get(plain(part)) for part in _SEVERAL.split(text)]
    if len(several) > 1 and all(several):
        values = ", ".join(str(one) for one in several)
        raise QuantityError(messages.ONE_OF.format(value=text, fact=spec.name, values=values))
    raise QuantityError(_no_such_value(spec, value, vocabulary))


def _no_such_value(spec: FactSpec, value: Constant, vocabulary: Vocabulary) -> str:
    meant = _nearest(plain(str(value)), vocabulary, codes=spec.kind is Kind.LANGUAGE)
    if vocabulary.few:
        template = messages.NO_SUCH_VALUE_MEANT if meant else messages.NO_SUCH_VALUE
        return template.format(fact=spec.name, value=shown(value), values=either(vocabulary.common), meant=meant)
    insist = f'{{glob: "{value}"}}'
    if meant:
        return messages.NO_SUCH_VALUE_NEAR.format(fact=spec.name, value=shown(value), meant=meant, insist=insist)
    return messages.NO_SUCH_VALUE_OF_MANY.format(
        fact=spec.name, value=shown(value), values=", ".join(vocabulary.common[:8]), insist=insist
    )


def _nearest(name: str, vocabulary: Vocabulary, *, codes: bool) -> str:
    """The value that was meant, a common one rather than a rare one; of codes of two and three letters, any is near."""
    for values in (vocabulary.common, vocabulary.rare):
        known = [one for one, value in vocabulary.meant.items() if value in values and not (codes and len(one) < 4)]
        near = get_close_matches(name, known, n=5, cutoff=0.5 if vocabulary.few else 0.6)
        swapped = [one for one in near if sorted(one) == sorted(name)]  # h246: h264 rather than h266
        if near:
            return vocabulary.meant[(swapped or near)[0]]
    return ""


def _is_tag(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a language's tag is one: the language is what is looked at."""
    code = language_of(text).code
    return text.isascii() and (code in two_letter_codes() or code in vocabulary.rare)


def plain(text: str) -> str:
    """A name without case and punctuation: `H.264` and `h264` are one."""
    return _PUNCTUATION.sub("", text.casefold()) or text


@cache
def _read(name: str) -> Vocabulary:
    common: list[str] = []
    rare: list[str] = []
    others: dict[str, str] = {}
    advice: dict[str, str] = {}
    lines = [line for line in (VALUES / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    split = lines.index("--") if "--" in lines else len(lines)
    for line in lines[:split]:
        value, _, rest = line.partition(": ") if ": " in line else (line.removesuffix(":"), "", "")
        if value.startswith("?"):
            advice.update((plain(one), Message(rest)) for one in value.removeprefix("?").split(","))
            continue
        common.append(value)
        others.update((plain(one), value) for one in rest.split(",") if one.strip())
    for line in lines[split + 1 :]:
        rare += line.split()
    own = {plain(value): value for value in (*common, *rare)}
    if name == "pixel-formats":  # yuv420p10: the machine's own order of bytes, which is le
        others.update((plain(value.removesuffix("le")), value) for value in rare + common if value.endswith("le"))
    return Vocabulary(tuple(common), tuple(rare), {**others, **own}, advice, _PATTERNS.get(name))
