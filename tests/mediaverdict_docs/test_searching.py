"""The search's index, with Chinese that can be found."""

from __future__ import annotations

import json
import re

import pytest

from mediaverdict_docs.searching import SEPARATOR, split_chinese, with_chinese


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dead letter", ["dead", "letter"]),
        ("死信", ["死", "信"]),
        ("在 SMQ 里的死信", ["在", "SMQ", "里", "的", "死", "信"]),
        ("见redrive。", ["见", "redrive"]),
    ],
)
def test_the_search_finds_these_words(text: str, words: list[str]) -> None:
    assert [word for word in re.split(SEPARATOR, split_chinese(text)) if word] == words


def test_nothing_else_of_the_index_changes() -> None:
    entry = {"location": "zh/faq.html#死信", "title": "死信", "text": "<p>死信</p>"}
    index = {"config": {"lang": ["en", "zh"], "separator": "x"}, "docs": [entry]}
    assert json.loads(with_chinese(json.dumps(index))) == {
        "config": {"lang": ["en", "zh"], "separator": SEPARATOR},
        "docs": [{**entry, "title": "\u200b死\u200b信\u200b", "text": "<p>\u200b死\u200b信\u200b</p>"}],
    }
