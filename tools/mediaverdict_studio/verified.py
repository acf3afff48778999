"""Whether an edit did what it was to do, and no more: the text before and after are read and compared."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from mediaverdict.rulebook.reading import read_yaml
from mediaverdict_studio.nodes import comments_of, has_aliases, readable
from mediaverdict_studio.results import Edited, Refused, RefusedError
from mediaverdict_studio.surgery import IN_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict_studio.results import Where

P = ParamSpec("P")


def refusing(edit: Callable[P, Edited]) -> Callable[P, Edited | Refused]:
    """An edit that answers with its refusal instead of raising it."""

    @wraps(edit)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Edited | Refused:
        try:
            return edit(*args, **kwargs)
        except RefusedError as error:
            return Refused(str(error))

    return answered


def verified(old: str, new: str, change: Callable[[Any], None], *, removes: bool = False) -> Edited:
    """The new text, where it reads as the old one with just that change, and no comment is lost.

    `change` does to the old text's value (maps, lists, texts, numbers) what was done to the text. With `removes`,
    comments may go with what they stood in; they are told. Raises RefusedError.
    """
    before, problems = read_yaml(readable(old), "")
    if problems:
        raise RefusedError(f"the text is no rule book as it stands: mend it first (line {problems[0].line})")
    after, problems = read_yaml(readable(new), "")
    wanted = [_unshared(before if before is not None else {})]
    try:
        change(wanted[0])
    except (LookupError, TypeError, AttributeError) as error:
        raise RefusedError(f"this is not there any more: {IN_TEXT}") from error
    if problems or _typed(wanted[0]) != _typed(after):
        raise RefusedError(_why_not(old))
    lost = Counter(comments_of(old)) - Counter(comments_of(new))
    if lost and not removes:
        raise RefusedError(f"a comment would be lost: {IN_TEXT}")
    return Edited(new, _first_line(old, new), tuple(lost.elements()))


def _why_not(text: str) -> str:
    if has_aliases(text):
        return f"anchors and aliases (& and *) tie this place to others: {IN_TEXT}"
    return f"this can't be done without changing more: {IN_TEXT}"


def _unshared(value: Any) -> Any:
    """A copy in which what an alias stands for is a value of its own."""
    if isinstance(value, dict):
        return {key: _unshared(part) for key, part in value.items()}
    return [_unshared(part) for part in value] if isinstance(value, list) else value


def _typed(value: Any) -> Any:
    """To be compared: 1, true and "1" are three, and the order of keys is none."""
    if isinstance(value, dict):
        return {key: _typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_typed(part) for part in value]
    return type(value).__name__, value


def _first_line(old: str, new: str) -> int:
    """The first line that differs."""
    before, after = old.split("\n"), new.split("\n")
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    return min(len(before), len(after)) if same is None else same + 1


def value_at(value: Any, where: Where) -> Any:
    """A part of a value that was read. Raises LookupError or TypeError."""
    for step in where:
        value = value[step]
    return value
