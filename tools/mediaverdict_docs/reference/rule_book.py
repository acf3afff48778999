"""docs/reference/rule-book.md: every key of a rule book, from the models that the JSON Schema is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from mediaverdict.rulebook import model
from mediaverdict.rulebook.limits import MOST_CHARACTERS, MOST_FILES, MOST_VALUES
from mediaverdict_docs.reference.markdown import MADE, code, page, section, table

if TYPE_CHECKING:
    from pydantic import BaseModel

INTRODUCTION = (
    "A rule book is YAML 1.2 in UTF-8. Its JSON Schema is [schemas/rulebook.v1.schema.json]"
    "(../../schemas/rulebook.v1.schema.json) (`mediaverdict rules schema`), with which an editor completes and checks; "
    "`mediaverdict rules check FILE` tells what a schema can't. [The language on a page](../rulebook.md) says how it "
    "reads, [conditions](conditions.md) what stands behind a fact.\n\n"
    f"At most {MOST_CHARACTERS:,} characters a file, {MOST_VALUES:,} values with all aliases written out, and "
    f"{MOST_FILES} included files."
)
PARTS: tuple[tuple[str, type[BaseModel], str], ...] = (
    ("The book", model.Book, "The outermost keys."),
    ("A rule", model.Rule, "An entry of `rules`."),
    ("An include", model.Include, "An entry of `include`: one of both."),
    ("A waiver", model.Waiver, "An entry of `waive`."),
    ("An example", model.Example, "An entry of `examples`, which `mediaverdict rules test FILE` runs."),
    ("A pack", model.Pack, "What `pack` holds, in a book that others include by name."),
)


def rule_book_page() -> str:
    """The whole page."""
    return page(
        "Keys of a rule book", INTRODUCTION, MADE,
        *(section(title, about, _keys(part)) for title, part, about in PARTS),
    )  # fmt: skip


def _keys(part: type[BaseModel]) -> str:
    rows = []
    for name, field in part.model_fields.items():
        choices = _choices(field.annotation)
        default = "required" if field.is_required() else _default(field.default)
        rows.append((code(field.alias or name), (field.description or "") + choices, default))
    return table(("key", "meaning", "default"), rows)


def _choices(annotation: Any) -> str:
    """The words that a key takes, where there are a few."""
    inner = [one for one in get_args(annotation) if one is not type(None)]
    words = [one for one in inner if isinstance(one, str)] or [one for part in inner for one in get_args(part)]
    return f" One of {', '.join(map(code, words))}." if words and all(isinstance(one, str) for one in words) else ""


def _default(value: object) -> str:
    if value in ("", None, [], {}):
        return ""
    return code(str(value).lower() if isinstance(value, bool) else str(value))
