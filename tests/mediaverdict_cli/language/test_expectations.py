"""What was expected: the same letter by letter in English, and in Chinese."""

# ruff: noqa: RUF001 - Chinese punctuation

from __future__ import annotations

import pytest

from mediaverdict_cli.language import translator
from mediaverdict_cli.language.expectations import branch, expectation

EXPECTED = [
    ("720 px", "720 px"),
    ("h264 or hevc", "h264 或 hevc"),
    ("High, Main or Baseline", "High、Main 或 Baseline"),
    ("25 fps or 30000/1001 (29.970) fps ± 0.01 fps", "25 fps 或 30000/1001 (29.970) fps ± 0.01 fps"),
    ("not av1", "不是 av1"),
    ("none of a or b", "不是 a 或 b 中的任何一个"),
    ("at least 720 px", "至少 720 px"),
    ("at most 0.5 s ± the widest of 0.5 s and 1 %", "至多 0.5 s ± 0.5 s 和 1 % 中最宽者"),
    ("2 s ± the widest of 0.5 s and 1 % and 3 frames", "2 s ± 0.5 s 和 1 % 和 3 frames 中最宽者"),
    ("above 0 bit/s", "大于 0 bit/s"),
    ("below 2 GB", "小于 2 GB"),
    ("like *720* or *1080*", "匹配 *720* 或 *1080*"),
    ("matching /v[0-9]+ (and|or) x/", "匹配正则 /v[0-9]+ (and|or) x/"),
    ("a multiple of 2 px", "2 px 的整数倍"),
    ("absent", "不存在"),
    ("present", "存在"),
    ("true", "true"),
    (
        "at least 1278 px (requested.width less 2 px) and at most 1282 px (requested.width plus 2 px)",
        "至少 1278 px（requested.width - 2 px），且至多 1282 px（requested.width + 2 px）",
    ),
    ("403.04 s (user_data.durationSeconds)", "403.04 s（user_data.durationSeconds）"),
    ("at most user_data.n times 2 plus 0.5 s", "至多 user_data.n × 2 + 0.5 s"),
    ("at most user_data.n times 1.5", "至多 user_data.n × 1.5"),
    ("Main (as it was called)", "Main (as it was called)"),
    ("a spread of at most 0.5 s", "极差（至多 0.5 s）"),
    (
        "each at least 1.25 and at most 2.6 times the one before",
        "由小到大，后一个与前一个之比（至少 1.25，且至多 2.6）",
    ),
    ("the same in all outputs", "所有输出相同"),
    ("not the same in all audio tracks", "所有 audio 轨不全相同"),
    ("increasing with height (± 1 bit/s)", "随 height 递增（± 1 bit/s）"),
    (
        "increasing with video.pixels, by video.codec, video.bit_depth and video.codec_tag",
        "随 video.pixels 递增，按 video.codec、video.bit_depth 和 video.codec_tag 分组",
    ),
    ("in every output at least 720 px", "每个输出都满足（至少 720 px）"),
    ("in some audio track at least 6", "至少一条 audio 轨满足（至少 6）"),
    ("of every two, the larger above 1.1 times the smaller", "任意两个之中，大者与小者之比（大于 1.1）"),
    ("the largest in at least 2 outputs", "取最大值的输出个数（至少 2）"),
    ("to include 360 px, 720 px and 1080 px ± 2 px", "包含 360 px、720 px 和 1080 px ± 2 px"),
]
BRANCHES = [
    (
        "video.codec h264 and video.profile High or Main and height at least 2 px and at most 4 px",
        "video.codec h264，且 video.profile High 或 Main，且 height 至少 2 px，且至多 4 px",
    ),
    ("user_data.a b and c", "user_data.a b and c"),
]


@pytest.mark.parametrize(("english", "chinese"), EXPECTED)
def test_what_was_expected(english: str, chinese: str) -> None:
    assert expectation(english) == english
    assert translator("zh").expectation(english) == chinese
    assert translator("en").expectation(english) == english


@pytest.mark.parametrize(("english", "chinese"), BRANCHES)
def test_what_a_branch_asks(english: str, chinese: str) -> None:
    assert branch(english) == english
    assert translator("zh").text(branch(english)) == chinese
