"""Which language: the one that was asked for, else the environment's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Code = Literal["en", "zh"]
CODES: tuple[Code, ...] = ("en", "zh")
VARIABLES = ("MEDIAVERDICT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides: ours, then POSIX's in POSIX's order."""


def chosen(option: str | None, environ: Mapping[str, str]) -> Code:
    """The language of an option (`zh`, `zh-CN`), else of the environment (`zh_TW.UTF-8`); English for any other."""
    said = option or next((environ[name] for name in VARIABLES if environ.get(name)), "")
    return "zh" if said.replace("-", "_").partition("_")[0].partition(".")[0].lower() == "zh" else "en"
