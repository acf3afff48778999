"""A number with a comma inside of {...}: `{video.fps: 29,97}` is two keys for YAML, and one number for its writer."""

from __future__ import annotations

import re
from string import ascii_letters
from typing import TYPE_CHECKING, Any, NamedTuple

from mediaverdict.rulebook import messages

if TYPE_CHECKING:
    import yaml

_LAST = re.compile(r"\d+[A-Za-z/]*%?\Z")
"""What stands behind a comma: digits, and the unit behind the last of them."""
_UNIT = f"{ascii_letters}/%"
GROUP = 3
"""Digits between the commas of 1,000,000."""


class Comma(NamedTuple):
    """A number that a comma broke in two or more."""

    message: str
    mark: yaml.Mark
    """Where the number begins."""
    length: int
    meant: str


def take_commas(node: Any) -> list[Comma]:
    """The numbers of a {...} that a comma broke; their further parts, which are no keys, are taken out of it."""
    found: list[Comma] = []
    kept: list[Any] = []
    parts: list[str] = []
    for key, value in node.value:
        before = kept[-1][1] if kept else None
        whole = before is not None and before.tag.endswith((":int", ":float")) and str(before.value).isdigit()
        end = before.end_mark.index + sum(len(part) + 1 for part in parts[1:]) if before is not None else -1
        if not (
            whole and value.tag.endswith(":null") and _LAST.match(str(key.value)) and key.start_mark.index == end + 1
        ):
            _tell(kept, parts, found)
            kept.append((key, value))
            parts = [str(value.value)] if isinstance(value.value, str) else []
            continue
        parts.append(str(key.value))
    _tell(kept, parts, found)
    node.value = kept
    return found


def _tell(kept: list[Any], parts: list[str], found: list[Comma]) -> None:
    if len(parts) < 2:
        return
    key, written = str(kept[-1][0].value), ",".join(parts)
    thousands = (
        all(len(part.rstrip(_UNIT)) == GROUP for part in parts[1:]) and parts[0] != "0" and not key.endswith("fps")
    )
    meant = "".join(parts) if thousands else f"{parts[0]}.{''.join(parts[1:])}"
    message = messages.COMMA_IN_NUMBER.format(written=written, meant=meant)
    found.append(Comma(message, kept[-1][1].start_mark, len(written), meant))
