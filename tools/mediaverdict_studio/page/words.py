"""The page's words, in the languages that it speaks. English is the key, so a word without a translation is English."""

from __future__ import annotations

from mediaverdict_studio.page.words_zh import ZH

LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
"""The language in the address, and what the browser is told that it is."""
_WORDS = {"en": {}, "zh": ZH}


class Words:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words: dict[str, str] = _WORDS[language]

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language; `values` fill its braces."""
        said = self._words.get(text, text)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """`1 job`, `3 jobs`: `{n}` is the number."""
        return self(one if number == 1 and self.language == "en" else many, n=f"{number:,}", **values)


def accepted(header: str) -> str:
    """The language that suits an Accept-Language header (RFC 9110, 12.5.4) best; English where none does."""
    best, weight = "en", 0.0
    for part in header.split(","):
        name, _, parameter = part.partition(";")
        quality = _quality(parameter)
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES and quality > weight:
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
