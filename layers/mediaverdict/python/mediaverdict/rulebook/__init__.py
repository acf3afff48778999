"""A rule book: YAML text -> rules that are ready to judge.

- `model`      its shape, as pydantic models; the JSON Schema is made from them
- `reading`    YAML 1.2 with exact numbers, every key and value's place kept for errors
- `checks`, `operators`, `contradictions` maps of facts and conditions -> checks; what no value can fulfil
- `compiling`  shape and meaning checked, every problem told with file, line and column
- `asking`     which facts a rule names
- `rules`      what comes out: plain frozen values
- `compiled`   the same, made when the function is deployed

All but the last three, with pydantic and the YAML reader, are loaded when a rule book is read: a cold start finds
its book compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.rulebook.rules import Check, Rule, Rulebook, Waiver

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Check", "Rule", "Rulebook", "Waiver", "load_rulebook", "read_rulebook"]


def load_rulebook(path: Path) -> Rulebook:
    """The rule book in a file, includes and all. Raises RulebookError with every problem."""
    from mediaverdict.rulebook import compiling  # noqa: PLC0415 - see above

    return compiling.load_rulebook(path)


def read_rulebook(text: str, file: str = "rules.yml", folder: Path | None = None) -> Rulebook:
    """The rule book in a text; `folder` is where its includes are looked for. Raises RulebookError."""
    from mediaverdict.rulebook import compiling  # noqa: PLC0415 - see above

    return compiling.read_rulebook(text, file, folder)
