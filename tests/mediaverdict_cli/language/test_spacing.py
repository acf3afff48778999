"""Blanks between Chinese and Latin letters where a part meets its template."""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import pytest

from mediaverdict_cli.language.spacing import put_in


@pytest.mark.parametrize(
    ("template", "parts", "text"),
    [
        ("{key} 是 {found}：应为 {wanted}", {"key": "a", "found": "映射", "wanted": "列表"}, "a 是映射：应为列表"),
        ("{key} 是 {found}：应为 {wanted}", {"key": "a", "found": "'x'", "wanted": "1"}, "a 是 'x'：应为 1"),
        ("{fact} 是{expected}", {"fact": "a", "expected": "720 px"}, "a 是 720 px"),
        ("{fact} 是{expected}", {"fact": "a", "expected": "至少 720 px"}, "a 是至少 720 px"),
        ("{first}，且{last}", {"first": "至少 1", "last": "video.codec 2"}, "至少 1，且 video.codec 2"),
        ("{signs} 是别的", {"signs": "：（全角冒号）"}, "：（全角冒号）是别的"),
        ("{what}缺少 {key!r}", {"what": "规则", "key": "id"}, "规则缺少 'id'"),
        ("{what}缺少 {key!r}", {"what": "rule", "key": "id"}, "rule 缺少 'id'"),
        ("{{a: {b}}} 为{c}", {"b": "1", "c": "{x}"}, "{a: 1} 为{x}"),
        ("名为 {name} 的", {"name": "第 一 集"}, "名为第 一 集的"),
        ("{a}{b}", {"a": "甲", "b": ""}, "甲"),
        ("{count} 个", {"count": 3}, "3 个"),
        ("没有部分", {}, "没有部分"),
    ],
)
def test_a_part_meets_its_template(template: str, parts: dict[str, object], text: str) -> None:
    assert put_in(template, parts) == text
