"""The packs say of each real file what they must, and nothing else."""

from __future__ import annotations

import copy
import json

import pytest

import samples
from corpus.making import KEPT, expectations
from corpus.transcodes import Case, book, cases, compare, kept
from mediaverdict.judging import judge
from mediaverdict_cli.rules.packs import list_packs


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "uncounted"])
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_no_false_alarm_and_no_miss(case: Case, counted: bool) -> None:
    for compared in compare(case, counted=counted):
        assert (compared.pack, compared.false_alarms, compared.misses) == (compared.pack, {}, {})


LAID: list[tuple[str, str, dict[str, str]]] = [
    ("sane/frame-rate", "VideoStreamInfoList", {"Avg_fps": "0/0", "Fps": "0/0"}),
    ("sane/frame-rate", "VideoStreamInfoList", {"Avg_fps": "90000.0", "Fps": "90000.0"}),
    ("sane/video-codec", "VideoStreamInfoList", {"Codec_name": ""}),
    ("sane/audio-codec", "AudioStreamInfoList", {"CodecName": ""}),
    ("sane/channels", "AudioStreamInfoList", {"Channels": "0"}),
    ("sane/picture-size", "VideoStreamInfoList", {"Width": "0", "Height": "0"}),
]


@pytest.mark.parametrize(("rule", "streams", "changes"), LAID)
@pytest.mark.parametrize("name", ["rate-25.mp4", "rate-25.ts", "rate-25.mkv", "rate-25.flv", "hevc.mp4", "vp9.webm"])
def test_what_no_encoder_makes_is_laid_on_a_real_file(
    rule: str, streams: str, changes: dict[str, str], name: str
) -> None:
    meta = copy.deepcopy(kept()["files"][name])
    meta[streams][0].update(changes)
    if "Width" in changes:
        meta["FileBasicInfo"].update(changes)
    entry = samples.output(name)
    entry["Result"]["OutFileMeta"] = meta
    told = {finding.rule for finding in judge(samples.job_of(entry), book("sane")).findings if finding.counts}
    assert rule in told


def test_what_is_kept_is_what_the_recipes_say() -> None:
    """`python -m corpus.making --expectations` renews it."""
    assert json.loads(KEPT.read_text(encoding="utf-8"))["cases"] == expectations()


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    assert len(kept()["files"]) >= 150
    assert len(cases()) >= 150
    assert {pack for case in cases() for pack in case.says} == {
        "sane", "h264-levels", "hevc-levels", "web-mp4", "youtube-upload", "ladder", "apple-hls", "as-requested",
    }  # fmt: skip


def test_what_nothing_tells_is_not_covered() -> None:
    """Each fault that no metadata shows is named by the pack that would have to see it."""
    (sane,) = [pack for pack in list_packs() if pack.name == "sane"]
    clauses = " ".join(sane.not_covered)
    untold = [case for case in cases() if case.untold]
    assert untold
    assert "audio that ends early in Matroska, WebM, FLV and HLS" in clauses
    assert "a picture that ends early in Matroska" in clauses
    assert "a file that was cut off in Matroska" in clauses
    assert {case.files[0].rpartition(".")[2] for case in untold} == {"mkv", "webm", "flv", "m3u8"}
