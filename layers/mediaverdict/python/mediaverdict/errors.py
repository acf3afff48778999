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
    from collections.abc import Sequence


class MediaverdictError(Exception):
    """The root of this package's errors."""


class SettingsError(MediaverdictError):
    """The environment is wrong; the message names every fault."""


class QuantityError(MediaverdictError):
    """A text that is no quantity of the wanted unit; the message says what was expected."""


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
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        hint = f" ({self.hint})" if self.hint else ""
        text = f"{place}: {self.message}{hint}" if place else f"{self.message}{hint}"
        if not self.source:
            return text
        shown = f"{text}\n    {self.source}\n    {' ' * max(0, width_of(self.source[: self.column - 1]))}^"
        return f"{shown}\n    write:\n    {self.mended}" if self.mended else shown


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
