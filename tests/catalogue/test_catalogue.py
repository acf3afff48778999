"""The catalogue is complete and current: no message without a translation, none that is stale, no other parts."""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import ast
import re
from string import Formatter

from babel.messages.catalog import Message as Entry

from catalogue.__main__ import MO, PO, as_mo, as_po, read, renewed, texts_of
from catalogue.extracting import SOURCES, extracted, sayings
from mediaverdict_cli.language.catalogue import PACK

ENTRIES = [message for message in read() if message.id]
SAME = re.compile(r"[^a-z]*|(?:[a-z]+/s|px|s|bytes|fps|frames|true|false|null|hz)|\{\w+\}(?: \{\w+\})*", re.IGNORECASE)
"""What is the same in both languages: units, values, signs."""


def ids_of(entry: Entry) -> list[str]:
    return list(entry.id) if isinstance(entry.id, tuple) else [str(entry.id)]


def parts_of(text: str) -> list[str]:
    """The places of a template, with how each is shown: `name`, `name!r`."""
    found = [(name, how) for _, name, _, how in Formatter().parse(text) if name is not None]
    return sorted({f"{name}!{how}" if how else name for name, how in found})


def test_it_has_what_the_source_says_and_no_more() -> None:
    """`make messages` brings both files up to date."""
    assert PO.read_bytes() == as_po(renewed(read()))
    assert MO.read_bytes() == as_mo(renewed(read()))


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    assert [entry.id for entry in ENTRIES if not all(texts_of(entry.string))] == []
    assert [entry.id for entry in ENTRIES if entry.fuzzy] == []
    assert len(ENTRIES) > 1000


def test_a_translation_has_the_same_parts() -> None:
    put_together = [entry for entry in ENTRIES if entry.context != PACK]  # a pack's texts are told as they are
    assert {
        text: ids_of(entry)[-1]
        for entry in put_together
        for text in texts_of(entry.string)
        if parts_of(text) != parts_of(ids_of(entry)[-1])
    } == {}


def test_a_translation_is_chinese_with_its_own_punctuation() -> None:
    for entry in ENTRIES:
        for text in texts_of(entry.string):
            if not SAME.fullmatch(re.sub(r"\{[^}]*\}", "", ids_of(entry)[-1])):
                assert re.search(r"[\u4e00-\u9fff×+\-：；、，。]", text), entry.id
            assert not re.search(r"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]\.(?![.\w])", text), text


def test_blanks_around_a_text_that_is_put_behind_another_are_kept_in_mind() -> None:
    """A Chinese bracket needs no blank before it; one that is needed would be lost without a word."""
    for entry in ENTRIES:
        for english, chinese in zip(ids_of(entry)[-1:], texts_of(entry.string), strict=True):
            assert chinese.strip() == chinese or english.strip() != english, english


def test_what_is_said_is_written_where_it_is_said() -> None:
    """A template that is put together elsewhere would not be found, and so not be translated."""
    odd = []
    for folder in SOURCES:
        for path in sorted(folder.rglob("*.py")):
            for node in sayings(path):
                first = node.args[0]
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                    odd.append(f"{path.name}: {ast.unparse(first)}")
    assert set(odd) == {
        "errors.py: self.template.format(**parts)",  # these make them
        "errors.py: template.format(**parts)",
        "errors.py: (one if count == 1 else many).format(**named)",
        "known.py: rest",  # looked up as a whole: see `extracting`
        "forms.py: template",
        "page.py: text",
        "page.py: found[1]",
    }


def test_a_text_stands_with_one_plural_and_one_context() -> None:
    """gettext tells messages apart by their singular: two plurals of one would be one."""
    plurals: dict[tuple[str, str], set[str]] = {}
    for one in extracted():
        plurals.setdefault((one.context, one.text), set()).add(one.plural)
    assert {key: found for key, found in plurals.items() if len(found) > 1} == {}
