"""Languages' tags: two letters, three in either form, with a script or a region."""

from __future__ import annotations

import pytest

from mediaverdict.facts.languages import Language, language_of, same_language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", ("zh", "", "")), ("ZHO", ("zh", "", "")), ("chi", ("zh", "", "")), ("cmn", ("zh", "", "")), ("zh_CN", ("zh", "hans", "cn")), ("zh-Hant", ("zh", "hant", "")),
        ("zh-yue", ("yue", "", "")), ("yue-HK", ("yue", "", "hk")), ("en-US", ("en", "", "us")), ("es-419", ("es", "", "419")), ("und", ("und", "", "")), ("fre", ("fr", "", "")),
        ("sr-Latn-RS", ("sr", "latn", "rs")), ("", ("", "", "")),
    ],
)  # fmt: skip
def test_a_tag_is_taken_apart(tag: str, language: tuple[str, str, str]) -> None:
    assert language_of(tag) == Language(*language)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("zh", "chi", True), ("zho", "chi", True), ("zh-CN", "chi", True), ("zh-Hans", "zh-CN", True), ("en", "en-GB", True),
        ("zh-CN", "zh-TW", False), ("zh-Hant", "zh-CN", False), ("en-US", "en-GB", False), ("yue", "zh", False), ("und", "en", False), ("ja", "jpn", True),
    ],
)  # fmt: skip
def test_tags_in_either_form_are_one_language(one: str, other: str, same: bool) -> None:
    assert same_language(one, other) is same
    assert same_language(other, one) is same
