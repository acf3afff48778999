"""Values that are known: other names of one are taken, ffprobe's own are never refused, the rest is told."""

from __future__ import annotations

import pytest

from mediaverdict.errors import QuantityError
from mediaverdict.facts.catalog import spec_of
from mediaverdict.facts.languages import two_letter_codes
from mediaverdict.rulebook.known import VALUES, known_value, plain, vocabulary_of

FACTS = (
    "video.codec", "audio.codec", "video.profile", "video.pixel_format", "audio.sample_format", "audio.layout",
    "container", "audio.language", "output.group_type", "output.status", "output.type", "job.state", "video.rotation",
)  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "names", "value"),
    [
        ("video.codec", ["H.264", "h264", "AVC", "avc1", "x264", "H264/AVC"], "h264"),
        ("video.codec", ["H.265", "HEVC", "hvc1", "hev1", "h265"], "hevc"),
        ("requested.video_codec", ["H.266"], "vvc"),
        ("video[1].codec", ["AV01"], "av1"),
        ("audio.codec", ["AAC", "mp4a"], "aac"),
        ("audio[3].codec", ["E-AC-3", "Dolby Digital Plus", "EC-3"], "eac3"),
        ("video.profile", ["high", "HIGH"], "High"),
        ("video.profile", ["main10", "Main-10"], "Main 10"),
        ("video.profile", ["578"], "578"),
        ("video.pixel_format", ["yuv420p10", "420p10"], "yuv420p10le"),
        ("video.pixel_format", ["4:2:0", "YUV420P"], "yuv420p"),
        ("container", ["m3u8", ".m3u8", "HLS"], "hls"),
        ("container", ["ts", "MPEG-TS"], "mpegts"),
        ("container", ["mkv"], "matroska"),
        ("audio.layout", ["立体声", "2.0"], "stereo"),
        ("audio.layout", ["6 channels (FL+FR+FC+LFE+BC+SL)"], "6 channels (FL+FR+FC+LFE+BC+SL)"),
        ("output.group_type", ["M3U8"], "hls"),
        ("audio.language", ["Chinese", "中文", "普通话"], "zh"),
        ("audio.language", ["zh-CN"], "zh-CN"),
        ("audio.language", ["chi"], "chi"),
        ("audio.language", ["und"], "und"),
        ("video.rotation", [90], 90),
        ("video.rotation", [-90], 270),
        ("height", [720], 720),
    ],
)
def test_other_names_of_a_value_are_taken_for_it(fact: str, names: list[str], value: object) -> None:
    assert [known_value(spec_of(fact), name) for name in names] == [value] * len(names)


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("video.codec", "h246", "video.codec is never 'h246': did you mean h264? (To ask for it all the same, write {glob: \"h246\"})"),
        ("video.profile", "hihg", "video.profile is never 'hihg': did you mean High? (To ask for it all the same, write {glob: \"hihg\"})"),
        ("video.codec", "quux", "video.codec is never 'quux', but h264, hevc, av1, vp9, vp8, vvc, mpeg2video, mpeg4, ...: `mediaverdict rules facts video.codec` lists them. (To ask for it all the same, write {glob: \"quux\"})"),
        ("audio.codec", "HE-AAC", "audio.codec is never 'HE-AAC': write aac, the job's details don't tell which AAC it is"),
        ("audio.codec", "PCM", "audio.codec is never 'PCM': PCM has many forms, {glob: \"pcm_*\"} takes all of them"),
        ("audio.language", "cn", "audio.language is never 'cn': cn is a country: the language is zh"),
        ("audio.language", "xx", "audio.language is never 'xx', but zh, en, ja, ko, fr, de, es, ru, ...: `mediaverdict rules facts audio.language` lists them. (To ask for it all the same, write {glob: \"xx\"})"),
        ("output.group_type", "hsl", "output.group_type is never 'hsl', but file, hls or dash: did you mean hls?"),
        ("video.rotation", 45, "video.rotation is never 45, but 0, 90, 180 or 270"),
    ],
)  # fmt: skip
def test_what_a_fact_never_is(fact: str, value: str | int, message: str) -> None:
    with pytest.raises(QuantityError) as raised:
        known_value(spec_of(fact), value)
    assert str(raised.value) == message


@pytest.mark.parametrize("fact", FACTS)
def test_no_other_name_stands_for_two_values_or_hides_one(fact: str) -> None:
    vocabulary = vocabulary_of(spec_of(fact))
    assert vocabulary is not None
    values = (*vocabulary.common, *vocabulary.rare)
    assert len(set(values)) == len(values)
    assert [vocabulary.meant[plain(value)] for value in values] == list(values)
    assert not vocabulary.advice.keys() & vocabulary.meant.keys()


def test_every_file_of_values_is_some_facts() -> None:
    from mediaverdict.rulebook.known import _FILES

    assert {path.stem for path in VALUES.glob("*.txt")} == set(_FILES.values())


def test_every_language_that_has_two_letters_is_taken_in_both_forms() -> None:
    for code in two_letter_codes():
        assert known_value(spec_of("audio.language"), code) == code
