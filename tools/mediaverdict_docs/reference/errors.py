"""docs/reference/errors.md: what each error means and what to do, held complete by a test against the code.

What an error is stands in the code; what to do about it is a person's to say, so that it stands here.
"""

# ruff: noqa: E501 - prose

from __future__ import annotations

import re
from typing import NamedTuple

from mediaverdict import errors
from mediaverdict.processing.dead_letters import OUT_OF_TIME
from mediaverdict.processing.plan import FIRST_DELAY, LONGEST_DELAY, MOST_ATTEMPTS, MOST_SURPRISES
from mediaverdict.rulebook import messages
from mediaverdict_deploy.advice import ROWS
from mediaverdict_docs.reference.commands import EXIT_CODES
from mediaverdict_docs.reference.markdown import MADE, code, page, section, sentence, table


class Told(NamedTuple):
    """What becomes of it, and what to do."""

    becomes: str
    do: str


AGAIN = "Tried again at once while the event's time lasts, then on the retry queue."
RAISED = "The handler raises; the event comes again, and nothing is dead-lettered for it."
DEAD = "Dead letter at once."
CLASSES = {
    "SettingsError": Told("No instance starts.", "Mend each variable that the message names; [settings](settings.md)."),
    "RulebookError": Told(
        "A command ends with exit code 2; `make deploy` refuses the book; no instance starts.",
        "`mediaverdict rules check FILE` shows every place, and the line as it should be written.",
    ),
    "QuantityError": Told("It is told as an error of the rule book.", "Write a unit of [that kind](conditions.md)."),
    "JobNotFoundError": Told(DEAD, "Is it a job of this account and region? IMS keeps jobs for a while only."),
    "RequestRefusedError": Told(DEAD, "The letter's `reason` is the service's own: look up its code in the vendor's pages."),
    "AccessRefusedError": Told(RAISED, "Compare the role with `deploy/ram-policy.json`; is the queue there?"),
    "RetryLaterError": Told(AGAIN, "Nothing; if it lasts, look at the service's state and at `timeout` in `template.yml`."),
    "ThrottledError": Told(AGAIN + " It counts as no try.", "Nothing is lost. Lower `MEDIAVERDICT_CONCURRENCY`, bound the instances, or ask for quota."),
    "UndeliveredError": Told(RAISED, "The message names each record's reason: mostly a missing queue or right."),
}  # fmt: skip
"""What is raised; CloudError is the root of those of services, MediaverdictError of all."""
ROOTS = ("MediaverdictError", "CloudError")
CODES = {
    "unreadable": Told(DEAD, "The record is no callback: look at `record` in the letter, and at who writes to the queue."),
    "not-finished": Told("Retried later.", "Nothing: the event came before its job was done."),
    "throttled": Told("Retried later, when its turn comes; it counts as no try.", "Nothing: see [many instances](../scale.md) if it lasts."),
    OUT_OF_TIME: Told("Retried later; it counts as no try.", "Nothing; if it is many, fewer records an event or a longer `timeout`."),
    "internal-error": Told(
        f"Retried; at the {MOST_SURPRISES}rd try a dead letter.",
        "A fault of ours: the log has its traceback. Please report it with the record.",
    ),
    "no-job": Told(DEAD, "ICE answered without a job: as for an unknown one."),
    "wrong-answer": Told(AGAIN, "The answer was another job's: a proxy or a cache between?"),
    "no-credentials": Told(RAISED, "Has the function a role (`role` in `template.yml`)? On a laptop: the AccessKey's variables."),
    "timeout": Told(AGAIN, "Nothing; a silent service costs its own record only."),
    "unreachable": Told(AGAIN, "Does the name resolve, does the network let the function out (`internetAccess`)?"),
    "broken-answer": Told(AGAIN, "An answer that is not the service's: a proxy's page? With 401, 403 or a redirect the handler raises."),
    "answer-too-large": Told(DEAD, "Details over the limit; `mediaverdict explain` works on a saved answer of any size."),
    "http-NNN": Told("As its status says: 429 throttled, 401 and 403 access, 413, 414 and 431 a dead letter, others later.", "The service gave no code of its own."),
    "no-database": Told("A command ends with exit code 3.", "`sqlite:` addresses only: is the path right, and writable?"),
    "locked": Told(AGAIN, "`sqlite:` addresses only: another process writes to the file."),
}  # fmt: skip
"""Codes of our own, in letters and messages; every other code is the service's."""
OF_HTTP = (
    ("200", "All was judged, ignored or put aside."),
    ("400", "Something of it was unreadable; the rest was handled."),
    (
        "401",
        "The signature is missing, wrong, or more than 5 minutes old: check `MEDIAVERDICT_CALLBACK_URL` and the key.",
    ),
    ("403", "HTTP events are refused: `MEDIAVERDICT_CALLBACK_KEYS` is not set."),
    ("503", "Something is in no safe place: the caller is to send it again."),
)
INTRODUCTION = (
    "What went wrong, by the name that you see: in a log line, in a dead letter's `code`, on the terminal. "
    "[Troubleshooting](../troubleshooting.md) begins with the symptom instead."
)
LETTERS = (
    "A dead letter's `code` is one of these, or the service's own; its `reason` has the words. "
    f"What is retried waits {FIRST_DELAY} s, then twice as long each time up to {LONGEST_DELAY // 60} minutes; at the "
    f'{MOST_ATTEMPTS}th try it is dead-lettered with the last code, and `reason` begins with "given up after". '
    "`mediaverdict redrive QUEUE --reason CODE` lists the letters of a code, with `--yes` it sends them back."
)
REFUSALS = (
    "`rules check` tells all that is wrong in one go: file, line and column, what was found, and what to write. These are "
    'its sentences, with `{...}` for what is filled in; what a sentence asks for is what to do. Those below "Advice" are '
    "told by `rules check` alone and stop nothing."
)
DEPLOYING = "What the cloud refuses ends `make deploy` with its words, and one of these where it is known:"
_GROUPS = (("NOT_YAML", "What is no YAML"), ("TWICE", "What stands twice"), ("SOME_OF_SEVERAL", "Advice"), ("FOREIGN_SIGN", "Signs of other keyboards"))  # fmt: skip
"""The constant with which a group of `rulebook.messages` begins."""


def errors_page() -> str:
    """The whole page."""
    return page(
        "Errors",
        INTRODUCTION,
        MADE,
        section("Codes of letters and log lines", LETTERS, _table("code", CODES)),
        section(
            "What the code raises",
            table(
                ("error", "means", "what becomes of it", "what to do"),
                ((code(name), _meaning(name), told.becomes, told.do) for name, told in CLASSES.items()),
            ),
        ),
        section("Exit codes of the command", table(("code", "means"), ((code(one), means) for one, means in EXIT_CODES))),
        section("Answers to HTTP callbacks", table(("status", "means"), ((code(one), means) for one, means in OF_HTTP))),
        section("What a rule book is refused for", REFUSALS, *_refusals()),
        section("What a deployment is refused for", DEPLOYING, table(("said", "what to do"), ((_said(one), do) for one, do in ROWS))),
    )  # fmt: skip


def _table(head: str, rows: dict[str, Told]) -> str:
    return table(
        (head, "what becomes of it", "what to do"), ((code(name), told.becomes, told.do) for name, told in rows.items())
    )


def _meaning(name: str) -> str:
    return sentence((getattr(errors, name).__doc__ or "").partition("\n")[0])


def refusals() -> dict[str, str]:
    """By its name in `rulebook.messages`: a sentence of the reader's."""
    return {
        name: text
        for name, text in vars(messages).items()
        if name.isupper() and isinstance(text, str) and not text.startswith(":")  # the end of another
    }


def _refusals() -> list[str]:
    beginnings = dict(_GROUPS)
    title = "Values and keys"
    groups: dict[str, list[str]] = {}
    for name, text in refusals().items():
        title = beginnings.get(name, title)
        groups.setdefault(title, []).append(f"- {_literal(text)}")
    return [section(title, "\n".join(lines), level=3) for title, lines in groups.items()]


def _literal(text: str) -> str:
    """A format string as it is filled in: doubled braces are single ones. In backticks, it is nobody's Markdown."""
    written = re.sub(r"\{(\w+)(?:![rs])?\}", r"{\1}", text.replace("{{", "\x01").replace("}}", "\x02"))
    written = written.replace("\x01", "{").replace("\x02", "}")
    return f"`` {written} ``" if "`" in written else f"`{written}`"


def _said(pattern: str) -> str:
    """A pattern's words."""
    words = re.sub(r"\(\?i:|\(\?:|\\b|[()]", "", pattern).replace(".*", " … ").replace("? ?", " ")
    return ", ".join(code(word) for word in words.split("|"))
