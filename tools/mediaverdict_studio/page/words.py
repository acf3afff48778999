"""The page's words, in the languages that it speaks. English is the key, so a word without a translation is English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediaverdict_cli.language import translator
from mediaverdict_studio.page.words_zh import ZH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict_cli.language.choosing import Code

LANGUAGES: dict[Code, str] = {"en": "en-US", "zh": "zh-CN"}
"""The language in the address, and what the browser is told that it is."""
_WORDS: dict[Code, Mapping[str, str]] = {"en": {}, "zh": ZH}


class Words:
    """Says things in one language."""

    def __init__(self, language: Code) -> None:
        self.language = language
        self._words = _WORDS[language]
        self._catalogue = translator(language)

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language; `values` fill its braces."""
        said = self._words.get(text, text)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """`1 job`, `3 jobs`: `{n}` is the number."""
        return self(one if number == 1 and self.language == "en" else many, n=f"{number:,}", **values)

    def message(self, text: str) -> str:
        """What the rule book's reader says."""
        return self._catalogue.text(text)

    def pack(self, text: str) -> str:
        """A pack's own text."""
        return self._catalogue.pack(text)

    def expectation(self, text: str) -> str:
        """What a check expected."""
        return self._catalogue.expectation(text)

    def finding(self, finding: Mapping[str, Any]) -> str:
        """What a finding of a verdict says, of its JSON object."""
        return self._catalogue.finding(finding)


def accepted(header: str) -> Code:
    """The language that suits an Accept-Language header (RFC 9110, 12.5.4) best; English where none does."""
    best: Code = "en"
    weight = 0.0
    for part in header.split(","):
        name, _, parameter = part.partition(";")
        quality = _quality(parameter)
        said = name.strip().lower().partition("-")[0]
        for language in LANGUAGES:
            if said == language and quality > weight:
                best, weight = language, quality
    return best


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
