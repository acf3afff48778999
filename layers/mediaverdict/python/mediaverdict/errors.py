"""Everything this package raises on purpose.

MediaverdictError
├── SettingsError           the environment: every fault in one message
├── RulebookError           a rule book: every problem, each with file, line and column
├── QuantityError           a text that is no quantity of the wanted unit
├── CloudError              a service said no, or could not be reached
│   ├── JobNotFoundError    ICE does not know the job
│   ├── RequestRefusedError this very request: a parameter, a size
│   ├── AccessRefusedError  access, credentials, a queue that is not there: no record's fault
│   └── RetryLaterError     5xx, timeout, connection, a broken answer: the same call may go through later
│       └── ThrottledError  too many calls: later, and more slowly
└── UndeliveredError        some records could not be brought to a safe place: deliver the event again
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Message(str):
    """A text for people, in English, that knows what it is made of: it can be told in another language too.

    As it is written it is a template, a catalogue's key; `format` gives the text with its parts, which may be messages.
    """

    __slots__ = ("context", "parts", "plural", "template")

    template: str
    parts: Mapping[str, object] | None
    """By the names in the template; None where nothing was put in."""
    plural: str
    """The template for any number but one, of which `count` is a part; empty where there is but one form."""
    context: str
    """What tells it from others that are the same in English."""

    def __new__(
        cls,
        text: str,
        template: str = "",
        parts: Mapping[str, object] | None = None,
        plural: str = "",
        context: str = "",
    ) -> Message:
        """`text` alone is a template."""
        made = super().__new__(cls, text)
        made.template, made.parts, made.plural, made.context = template or text, parts, plural, context
        return made

    def format(self, *_: object, **parts: object) -> Message:
        """The text with its parts, all of which are named."""
        return Message(self.template.format(**parts), self.template, parts, context=self.context)

    def put(self, **parts: object) -> Message:
        """The same with some of its parts replaced."""
        return self if self.parts is None else self.format(**{**self.parts, **parts})


def say(template: str, /, **parts: object) -> Message:
    """A message of a template and its parts; in the template, `{{` stands for a brace."""
    return Message(template.format(**parts), template, parts)


def say_many(one: str, many: str, count: int, /, **parts: object) -> Message:
    """`one` for a count of 1, else `many`; both may have `{count}`."""
    named = {"count": count, **parts}
    return Message((one if count == 1 else many).format(**named), one, named, many)


def told(error: BaseException) -> str:
    """What an error says: the Message that it was raised with, where it is one."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Message) else str(error)


class MediaverdictError(Exception):
    """The root of this package's errors."""


class SettingsError(MediaverdictError):
    """The environment is wrong; the message names every fault."""


class QuantityError(MediaverdictError):
    """A text that is no quantity of the wanted unit; the message says what was expected."""


WITH_HINT = Message("{message} ({hint})")
WRITE = Message("write:")


class Problem(NamedTuple):
    """One thing that is wrong with a rule book."""

    message: str
    """What was found and what was expected."""
    where: tuple[str | int, ...] = ()
    """The keys and indexes that lead to it, from the top of the file."""
    file: str = ""
    line: int = 0
    """From 1; 0 where it is not known."""
    column: int = 0
    source: str = ""
    """The line itself."""
    hint: str = ""
    """What to write instead."""
    mended: str = ""
    """The line as it should be written, where that is known."""
    first: tuple[str | int, ...] = ()
    """The way to what it repeats, whose line is told."""

    def __str__(self) -> str:
        return self.shown(str)

    def shown(self, text: Callable[[str], str]) -> str:
        """With its place, its line and the mended line; `text` puts a message into words."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        said = text(WITH_HINT.format(message=self.message, hint=self.hint)) if self.hint else text(self.message)
        said = f"{place}: {said}" if place else said
        if not self.source:
            return said
        shown = f"{said}\n    {self.source}\n    {' ' * max(0, width_of(self.source[: self.column - 1]))}^"
        return f"{shown}\n    {text(WRITE)}\n    {self.mended}" if self.mended else shown


def width_of(text: str) -> int:
    """Columns of a terminal: Chinese characters and full-width signs take two."""
    from unicodedata import east_asian_width  # noqa: PLC0415 - only a rule book's errors need it

    return len(text) if text.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


class Problems:
    """What is wrong with a rule book, gathered: all of it is told at once. `at` is further down in the book."""

    def __init__(
        self,
        found: list[Problem] | None = None,
        where: tuple[str | int, ...] = (),
        advice: list[Problem] | None = None,
    ) -> None:
        """`found` and `advice` are shared by all that `at` gives."""
        self.found: list[Problem] = [] if found is None else found
        self.where = where
        self.advice: list[Problem] = [] if advice is None else advice
        """What is no error, and likely not what its writer means."""

    def at(self, *keys: str | int) -> Problems:
        """The same problems, below these keys."""
        return Problems(self.found, (*self.where, *keys), self.advice)

    def add(self, message: str, *, hint: str = "", first: tuple[str | int, ...] = ()) -> None:
        """One more, here; `first` is the way to what it repeats."""
        self.found.append(Problem(message, self.where, hint=hint, first=first))

    def advise(self, message: str) -> None:
        """Something that is right and likely not meant so, here."""
        self.advice.append(Problem(message, self.where))

    def __len__(self) -> int:
        return len(self.found)


class RulebookError(MediaverdictError):
    """A rule book that can't be used, with every problem that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CloudError(MediaverdictError):
    """A service's refusal. `code` is the service's own, or ours in kebab case where none came."""

    def __init__(self, service: str, code: str, message: str, *, request_id: str = "", status: int = 0) -> None:
        self.service = service
        self.code = code
        self.message = message
        self.request_id = request_id
        self.status = status
        tail = f" (request {request_id})" if request_id else ""
        super().__init__(f"{service}: {code}: {message}{tail}")


class JobNotFoundError(CloudError):
    """ICE does not know the job."""


class RequestRefusedError(CloudError):
    """The service does not take this very request, whoever sends it: a parameter, a size."""


class AccessRefusedError(CloudError):
    """Access, credentials, an address, a queue that is not there: the same for every request, until it is mended."""


class RetryLaterError(CloudError):
    """A 5xx, a timeout, a broken connection or answer: the same call may go through later."""

    retry_after: float = 0.0
    """Seconds that the service asked to wait."""


class ThrottledError(RetryLaterError):
    """Too many calls for the account's limit: it says nothing of the request."""


class UndeliveredError(MediaverdictError):
    """Raised by the handler when records are left that are in no safe place."""
