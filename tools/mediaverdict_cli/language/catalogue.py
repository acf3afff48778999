"""A language: its messages looked up by their English templates, and their parts put in."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediaverdict.errors import Message, Problem, RulebookError, told
from mediaverdict_cli.language.expectations import expectation
from mediaverdict_cli.language.letters import letter_reason
from mediaverdict_cli.language.retelling import retold
from mediaverdict_cli.language.spacing import put_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediaverdict_cli.language.choosing import Code

LOCALE = Path(__file__).with_name("locale")
DOMAIN = "mediaverdict"
EXPECTED = "expected"
"""A part of that name is told in the conditions' own words."""
PACK, FACT, OPERATOR, HELP = "pack", "fact", "operator", "help"
"""The contexts under which the catalogue has texts that are looked up as a whole: packs', facts', operators', help."""


class Language:
    """One language. What it has no words for stays English."""

    def __init__(self, code: Code, catalogue: NullTranslations) -> None:
        self.code = code
        self._catalogue = catalogue

    @property
    def html(self) -> str:
        """As HTML's `lang` has it."""
        return "zh-CN" if self.code == "zh" else "en"

    def text(self, message: str) -> str:
        """A Message in this language; other text, which comes from outside, as it is."""
        if not isinstance(message, Message) or self.code == "en":
            return str(message)
        parts = message.parts
        if message.plural and parts is not None:
            template = self._catalogue.ngettext(message.template, message.plural, _number(parts["count"]))
        elif message.context:
            template = self._catalogue.pgettext(message.context, message.template)
        else:
            template = self._catalogue.gettext(message.template)
        if parts is None:
            return template
        return put_in(template, {name: self._part(name, part) for name, part in parts.items()})

    def _part(self, name: str, part: object) -> object:
        if name == EXPECTED and isinstance(part, str) and not isinstance(part, Message):
            return self.expectation(part)
        return self.text(part) if isinstance(part, Message) else part

    def problem(self, problem: Problem) -> str:
        """A rule book's problem with its place and its line."""
        return problem.shown(self.text)

    def error(self, error: BaseException) -> str:
        """What an error says; of a rule book's, each of its problems."""
        if isinstance(error, RulebookError):
            return "\n".join(map(self.problem, error.problems))
        return self.text(told(error))

    def finding(self, finding: Mapping[str, Any]) -> str:
        """What a verdict's finding says; in the verdict's own English where its parts don't tell it."""
        said = str(finding["message"])
        if self.code == "en":
            return said
        message = retold(finding)
        return said if message is None else self.text(message)

    def expectation(self, text: str) -> str:
        """What a check expected: `at least 720 px`."""
        return text if self.code == "en" else self.text(expectation(text))

    def letter(self, reason: str) -> str:
        """Why a record became a letter."""
        return reason if self.code == "en" else self.text(letter_reason(reason))

    def pack(self, text: str) -> str:
        """A built-in pack's own text; what a user's rule book says, as it is."""
        return self._known(PACK, text)

    def fact(self, meaning: str) -> str:
        """What a fact means, as `rules facts` has it."""
        return self._known(FACT, meaning)

    def operator(self, text: str) -> str:
        """What an operator means, or what it fits, as `rules operators` has it."""
        return self._known(OPERATOR, text)

    def help(self, text: str) -> str:
        """A command's or an option's help."""
        return self._known(HELP, text)

    def _known(self, context: str, text: str) -> str:
        return self._catalogue.pgettext(context, text) if text else text


def _number(part: object) -> int:
    return part if isinstance(part, int) else 0


@cache
def translator(code: Code) -> Language:
    """The language of that code."""
    if code == "en":
        return Language(code, NullTranslations())
    with (LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return Language(code, GNUTranslations(compiled))


_SPOKEN: ContextVar[Code] = ContextVar("spoken", default="en")


def speak(code: Code) -> None:
    """From here on this run (this context) speaks that language."""
    _SPOKEN.set(code)


def spoken() -> Language:
    """The language of this run."""
    return translator(_SPOKEN.get())
