"""Makes Chinese searchable: the site's search splits texts at blanks, and Chinese has none.

A zero-width space goes around each Chinese character of the index; the search splits there, and takes what a reader
types apart by the words that the index has. So a word is found wherever all of its characters stand. Material would
ask jieba for words, a package of megabytes for a few pages; its results would be fewer, and not in another order.
"""

from __future__ import annotations

import json
import re

SEPARATOR = r"[\s\u200b\u2018-\u201d\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f\-,.:;]+"
"""Where the search splits texts and questions."""
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def split_chinese(text: str) -> str:
    """The text with a zero-width space before and after each Chinese character, in none but one."""
    return re.sub("\u200b+", "\u200b", _HAN.sub("\u200b\\g<0>\u200b", text))


def with_chinese(index: str) -> str:
    """The search's index (JSON), its titles and texts split."""
    read = json.loads(index)
    read["config"]["separator"] = SEPARATOR
    for entry in read["docs"]:
        entry["title"] = split_chinese(entry["title"])
        entry["text"] = split_chinese(entry["text"])
    return json.dumps(read, ensure_ascii=False, separators=(",", ":"))
