"""docs/, the READMEs and what they link to -> the folder that the site is built from.

On GitHub a page links to a file by its place in the repository. The site has pages of its own, so here README.md
becomes its home, and what lies outside of docs/ comes along where a page links to it. A link that leads nowhere is
left as it is: the site's strict build tells of it. Pure: paths and texts in, paths and texts out.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HOMES = {"README.md": "index.md", "README_zh.md": "index.zh.md"}
"""The repository's pages that are the site's home."""
CHINESE = ".zh.md"
_LINK = re.compile(r"(?<=\]\()([^)\s]+)(?=\))")
_SWITCH = re.compile(r"\[(?:English|简体中文)\]\([^)]+\)\s*\Z")
"""A line that leads to the other language: the site has a menu for that."""
_ITEM = re.compile(r"(?:[-*]|\d+\.) ")
_FENCE = "```"


class Staged(NamedTuple):
    """A file of the site's source."""

    place: str
    """Where it lies there."""
    origin: str
    """Where it lies in the repository."""


def place_of(path: str) -> str:
    """Where a file of the repository lies in the site's source."""
    if path in HOMES:
        return HOMES[path]
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return f"project/{path}" if path.endswith(".md") else f"files/{path}"


def stage(pages: Iterable[str], read: Callable[[str], str], is_file: Callable[[str], bool]) -> dict[str, str | Staged]:
    """By place: a page's text, or a file to copy as it is.

    `pages` are the Markdown files to begin with; pages outside of docs/ that they link to come too. `read` and
    `is_file` take paths in the repository.
    """
    staged: dict[str, str | Staged] = {}
    left = list(pages)
    while left:
        page = left.pop()
        place = place_of(page)
        if place in staged:
            continue
        text, linked = page_text(page, read(page), is_file)
        staged[place] = text
        for target in linked:
            if target.endswith(".md"):
                left.append(target)
            else:
                staged.setdefault(place_of(target), Staged(place_of(target), target))
    return staged


def page_text(page: str, text: str, is_file: Callable[[str], bool]) -> tuple[str, list[str]]:
    """(a page as the site has it, the files that it links to)."""
    linked: list[str] = []

    def rewritten(found: re.Match[str]) -> str:
        target, sign, anchor = found[1].partition("#")
        if not target or ":" in target or target.startswith("/"):
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
        if not is_file(path):
            return found[0]
        linked.append(path)
        place = place_of(path).replace(CHINESE, ".md")  # the site takes the page's own language
        return posixpath.relpath(place, posixpath.dirname(place_of(page)) or ".") + sign + anchor

    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith(_FENCE):
            fenced = not fenced
        elif not fenced:
            if _SWITCH.match(line):
                continue
            # GitHub begins a list within a paragraph, Python-Markdown does not.
            before = lines[-1] if lines else ""
            if _ITEM.match(line) and before.strip() and not _ITEM.match(before) and not before.startswith(" "):
                lines.append("")
            line = _LINK.sub(rewritten, line)  # noqa: PLW2901 - what is kept of it
        lines.append(line)
    return "\n".join(lines) + "\n", linked
