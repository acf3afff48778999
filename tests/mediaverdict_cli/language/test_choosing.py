"""Which language: the option, then ours, then POSIX's variables; English for what is unknown."""

from __future__ import annotations

import pytest

from mediaverdict_cli.language import chosen


@pytest.mark.parametrize(
    ("option", "environ", "code"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_TW"}, "zh"),
        (None, {"LANG": "zh-HK.UTF-8"}, "zh"),
        (None, {"LANG": "ZH_cn@pinyin"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "zhuang"}, "en"),
        (None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        (None, {"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        (None, {"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        (None, {"LC_CTYPE": "zh_CN"}, "en"),
        (None, {"MEDIAVERDICT_LANG": "en", "LC_ALL": "zh_CN"}, "en"),
        (None, {"MEDIAVERDICT_LANG": "zh", "LC_ALL": "C"}, "zh"),
        (None, {"MEDIAVERDICT_LANG": "", "LANG": "zh_CN"}, "zh"),
        ("en", {"LANG": "zh_CN"}, "en"),
        ("zh", {"MEDIAVERDICT_LANG": "en"}, "zh"),
        ("zh-CN", {}, "zh"),
    ],
)
def test_the_first_that_says_something_decides(option: str | None, environ: dict[str, str], code: str) -> None:
    assert chosen(option, environ) == code
