"""What the command `mediaverdict studio` was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class StudioSettings:
    """What is worked on, and where the page is."""

    rules: Path
    """The rule book that is edited; it need not exist yet."""
    against: Path | None = None
    """The deployed book; None: the book as it was when it was loaded."""
    jobs: Path | None = None
    """A folder of GetMediaConvertJob answers, or the file in which `replay --since` kept them."""
    templates: Path | None = None
    """A folder of template answers."""
    port: int = 0
    """On 127.0.0.1; 0 takes a free one."""
    open_browser: bool = True
    lang: Literal["", "en", "zh"] = ""
    """The page's language; empty: as the browser asks."""
