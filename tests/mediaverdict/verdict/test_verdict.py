from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from mediaverdict.cloud.messages import encode_body
from mediaverdict.judging import judge
from mediaverdict.message_size import MAX_BODY
from mediaverdict.rulebook import read_rulebook
from mediaverdict.verdict import VerdictMessage, encode, make_verdict
from samples import JOB_ID, assert_valid_verdict, audio, hls, job_of, output, rung, video

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)
BOOK = read_rulebook(
    "version: 1\nrules:\n  - {id: hd, require: {height: 720, audio.bitrate: {min: 1}}, fix: Ask the encoder team.}\n"
)


def message_on(*outputs: dict[str, Any], now: datetime = NOW, **more: Any) -> VerdictMessage:
    job = job_of(*outputs, **more)
    return make_verdict(job, judge(job, BOOK), BOOK, region="cn-shanghai", account_id="123456", time=now)


def verdict_on(*outputs: dict[str, Any], now: datetime = NOW, **more: Any) -> dict[str, Any]:
    """The message whole, as its reader has it."""
    verdict = message_on(*outputs, now=now, **more)
    assert_valid_verdict(json.loads(encode(verdict)))
    whole: dict[str, Any] = json.loads(encode(verdict, 10**9))
    return whole


def test_the_whole_verdict() -> None:
    verdict = verdict_on(
        output(videos=[video(Height="478", Width="848")], audios=[audio(Bitrate="0.f")]),
        user_data={"videoId": "ddd333"},
    )
    assert verdict == {
        "specversion": "1.0", "type": "mediaverdict.verdict.v1", "id": verdict["id"], "source": "acs:ice:cn-shanghai:123456",
        "subject": JOB_ID, "time": "2026-11-23T12:00:00Z", "datacontenttype": "application/json",
        "data": {
            "outcome": "fail",
            "job": {
                "id": JOB_ID, "name": "a film", "state": "Complete", "pipeline": "prod-vod", "user_data": {"videoId": "ddd333"},
                "created": "2026-11-20T08:00:00Z", "finished": "2026-11-20T08:05:30Z",
            },
            "rulebook": {"digest": BOOK.digest, "packs": []},
            "counts": {"outputs": 1, "checks": 2, "passed": 0, "warned": 0, "failed": 1, "missing": 1, "info": 0, "skipped": 0},
            "outputs": [
                {
                    "name": "web-720p", "group": None, "path": "/Job/OutputDetails/0", "url": "oss://films/web-720p.mp4", "outcome": "fail",
                    "facts": {
                        "width": 848, "height": 478, "duration": 120, "bitrate": 2930200, "size": 43953000,
                        "container": ["3g2", "3gp", "m4a", "mj2", "mov", "mp4"], "video.codec": "h264", "video.fps": 25, "video.bitrate": 2800500,
                        "video.duration": 120, "audio.codec": "aac", "audio.channels": 2, "audio.sample_rate": 48000, "audio.duration": 120,
                    },
                }
            ],
            "findings": [
                {
                    "rule": "hd", "severity": "fail", "output": "web-720p", "group": None, "at": "/Job/OutputDetails/0", "fact": "height",
                    "expected": "720", "actual": 478, "raw": "478",
                    "path": "/Job/OutputDetails/0/Result/OutFileMeta/VideoStreamInfoList/0/Height",
                    "message": "height is 478 px, expected 720 px", "fix": "Ask the encoder team.",
                },
                {
                    "rule": "hd", "severity": "inconclusive", "output": "web-720p", "group": None, "at": "/Job/OutputDetails/0",
                    "fact": "audio.bitrate", "expected": "at least 1", "actual": None, "raw": "0.f",
                    "path": "/Job/OutputDetails/0/Result/OutFileMeta/AudioStreamInfoList/0/Bitrate",
                    "message": "audio.bitrate is absent (the answer has '0.f'), expected at least 1 bit/s", "missing": True,
                    "fix": "Ask the encoder team.",
                },
            ],
            "truncated": False,
        },
    }  # fmt: skip


def test_the_same_input_gives_the_same_bytes_but_for_the_time() -> None:
    later = datetime(2027, 1, 1, tzinfo=timezone.utc)
    one, two = encode(message_on(output())), encode(message_on(output(), now=later))
    assert one != two
    assert one.replace(b"2026-11-23T12:00:00Z", b"2027-01-01T00:00:00Z") == two


def test_the_id_is_of_region_job_finish_time_and_rule_book() -> None:
    first = verdict_on(output())["id"]
    assert first == verdict_on(output("another"))["id"]
    assert first != verdict_on(output(), FinishTime="2026-11-20T09:00:00Z")["id"]
    assert first != verdict_on(output(), JobId="another")["id"]


def test_every_path_points_into_the_answer() -> None:
    from samples import answer

    details = answer(output(videos=[video(Height="1")]), groups=[hls(rung("a", 1, 1, 1), name="x/y~z")])
    from mediaverdict.jobs import read_job

    job = read_job(details)
    assert job is not None
    for finding in make_verdict(job, judge(job, BOOK), BOOK, region="", account_id="", time=NOW).data.findings:
        value: Any = details
        for token in finding.path.split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else value[key]
        assert value == finding.raw


@pytest.mark.parametrize("limit", [MAX_BODY, 20_000, 4_000, 1_500])
def test_an_overlong_verdict_loses_facts_first_then_the_mildest_findings(limit: int) -> None:
    outputs = [
        output(f"output-{number}", videos=[video(Height="1" if number % 7 else "720")], audios=[audio(Bitrate="0.f")])
        for number in range(150)
    ]
    whole = verdict_on(*outputs, user_data={"note": "n" * 3000})
    encoded = encode(message_on(*outputs, user_data={"note": "n" * 3000}), limit)
    cut = json.loads(encoded)["data"]
    assert len(encoded) <= limit
    assert cut["truncated"] is True
    assert cut["outcome"] == "fail"
    assert cut["counts"] == whole["data"]["counts"]
    assert all("facts" not in one for one in cut["outputs"])
    severities = [finding["severity"] for finding in cut["findings"]]
    if "inconclusive" in severities:
        assert severities.count("fail") == whole["data"]["counts"]["failed"]


def test_a_message_of_the_longest_verdict_fits_the_queue() -> None:
    outputs = [output(f"é{number}" * 20, videos=[video(Height="1")]) for number in range(300)]
    assert len(encode_body(encode(message_on(*outputs)))) <= 64 * 1024


@pytest.mark.parametrize("user_data", ["\ud800", {"a": "\ud800"}, {"deep": 1}])
def test_hostile_user_data_is_still_utf8_json(user_data: object) -> None:
    assert json.loads(encode(message_on(output(), user_data=user_data)).decode())["data"]["outcome"] == "pass"


def test_half_a_character_in_a_name_or_an_id_is_a_question_mark() -> None:
    verdict = verdict_on(output("a\ud800"), JobId="j\ud800", FinishTime="\ud800")
    assert (verdict["subject"], verdict["data"]["outputs"][0]["name"], verdict["data"]["job"]["finished"]) == (
        "j?",
        "a?",
        "?",
    )


def test_user_data_nested_to_the_parsers_limit_is_left_out() -> None:
    text = '{"a":' * 900 + "1" + "}" * 900
    verdict = json.loads(encode(message_on(output(), UserData=text)))
    assert verdict["data"]["job"]["user_data"] is None or isinstance(verdict["data"]["job"]["user_data"], dict | str)


def test_a_number_too_large_for_a_double_stays_text() -> None:
    assert verdict_on(output(), UserData='{"n": 1e999}')["data"]["job"]["user_data"] == {"n": "1e999"}
