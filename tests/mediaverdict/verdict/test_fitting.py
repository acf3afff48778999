"""A verdict cut to size: the largest part that fits, and always one that does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaverdict.jobs import finite_or_text, read_job
from mediaverdict.judging import judge
from mediaverdict.message_size import MAX_BODY
from mediaverdict.rulebook import read_rulebook
from mediaverdict.verdict import VerdictMessage, encode, make_verdict
from mediaverdict.verdict.fitting import fit
from samples import assert_valid_verdict, audio, job_of, output, video

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)
BOOK = read_rulebook(
    """version: 1
rules:
  - {id: a, severity: warn, require: {height: 720}}
  - {id: b, require: {width: 1280, video.frames_gap: {max: 5}, video.pixel_rate: {min: 1}, bitrate: {min: 1}}}
"""
)


def verdict_of(job: Any, packs: tuple[str, ...] = ()) -> VerdictMessage:
    book = replace_packs(packs)
    return make_verdict(job, judge(job, book), book, region="cn-shanghai", account_id="1", time=NOW)


def replace_packs(packs: tuple[str, ...]) -> Any:
    return BOOK._replace(packs=packs)


def large(outputs: int, user_data: str = "") -> VerdictMessage:
    entries = [
        output(f"o{number}", videos=[video(Height="1", Width="1" if number % 5 == 0 else "1280")])
        for number in range(outputs)
    ]
    return verdict_of(job_of(*entries, user_data={"note": user_data}))


@pytest.mark.parametrize("limit", range(1_000, 60_000, 1_777))
@pytest.mark.parametrize(("outputs", "user_data"), [(3, ""), (40, "x" * 20), (40, "x" * 9_000), (300, "x" * 20)])
def test_it_is_the_largest_that_fits(outputs: int, user_data: str, limit: int) -> None:
    whole = large(outputs, user_data)
    size = len(encode(whole, 10**9))
    text = encode(whole, limit)
    cut = json.loads(text)["data"]
    assert len(text) <= limit
    assert cut["truncated"] is (size > limit)
    assert (cut["outcome"], cut["counts"]["outputs"]) == ("fail", outputs)
    assert_valid_verdict(json.loads(text))
    if not cut["truncated"]:
        assert len(cut["outputs"]) == outputs
        return
    findings = [one.severity for one in whole.data.findings]
    kept = [one["severity"] for one in cut["findings"]]
    if "warn" in kept:  # no milder one stays where a worse one went
        assert kept.count("fail") == findings.count("fail")
    if len(cut["outputs"]) == outputs and len(kept) < len(findings):  # the next finding would be too much
        following = max(len(json.dumps(json.loads(encode(whole, 10**9))["data"]["findings"][0])) + 200, 600)
        assert len(text) + following > limit


def test_small_user_data_outlasts_findings_and_large_does_not() -> None:
    small = json.loads(encode(large(300, "x" * 20), 20_000))["data"]
    assert small["job"]["user_data"] == {"note": "x" * 20}
    assert len(small["findings"]) > 0
    huge = json.loads(encode(large(40, "x" * 60_000)))["data"]
    assert (huge["job"]["user_data"], len(huge["outputs"]), huge["truncated"]) == (None, 40, True)
    assert len(huge["findings"]) == 48


def test_cutting_changes_nothing_in_the_verdict() -> None:
    whole = large(40)
    before = encode(whole, 10**9)
    cut = fit(whole, 5_000)
    assert encode(whole, 10**9) == before
    assert cut is not whole
    assert encode(fit(cut, 10**9), 10**9) == encode(cut, 10**9)


LONG = "\x01\u20ac" * 40_000


def test_every_text_is_bounded_so_that_it_always_fits() -> None:
    job = job_of(
        *(output(LONG, videos=[video(Codec_name=LONG)], Code=LONG, Message=LONG, Status="Failed") for _ in range(3)),
        JobId=LONG, State=f"Error {LONG}", PipelineId=LONG, CreateTime=LONG, FinishTime=LONG, UserData=LONG,
        config={"JobName": LONG},
    )  # fmt: skip
    verdict = verdict_of(job, packs=(LONG,) * 5_000)
    text = encode(verdict)
    assert len(text) <= MAX_BODY
    assert_valid_verdict(json.loads(text))
    smallest = replace(verdict.data, findings=[], outputs=[], job=replace(verdict.data.job, user_data=None))
    assert len(encode(replace(verdict, data=smallest), 10**9)) <= MAX_BODY


DEPTHS = [100, 900, 990, 3_000, 100_000]


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("shape", ['{"a":%s}', "[%s]"])
def test_user_data_however_deep_gives_a_verdict(depth: int, shape: str) -> None:
    opening, closing = shape.split("%s")
    text = encode(verdict_of(job_of(output(), UserData=opening * depth + "1" + closing * depth)))
    data = json.loads(text)["data"]
    assert len(text) <= MAX_BODY
    assert data["outcome"] == "pass"


def test_user_data_with_what_is_no_json_is_left_out() -> None:
    data = json.loads(encode(verdict_of(job_of(output(), UserData={"n": float("nan")}))))["data"]
    assert (data["job"]["user_data"], data["truncated"], data["outcome"]) == (None, True, "pass")


NUMBERS = st.sampled_from(
    ["9e99", "-9e99", "9" * 24 + "e99", "9e99/7", "1e-99", "0." + "0" * 23 + "1", "1/3e-99", "nan", "inf", "-1", "0"]
)


@given(
    st.dictionaries(
        st.sampled_from(["Width", "Height", "Avg_fps", "NumFrames", "Duration", "Bit_rate", "Sar", "Rotate", "Level"]),
        NUMBERS,
    )
)
@settings(max_examples=200)
def test_no_number_makes_it_raise(changes: dict[str, str]) -> None:
    job = job_of(output(videos=[video(**changes)], audios=[audio(Duration=changes.get("Duration"))]))
    assert_valid_verdict(json.loads(encode(verdict_of(job))))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=30,
)


@given(JSON, st.integers(600, 5_000))
@settings(max_examples=200)
def test_any_job_gives_a_valid_verdict(part: object, limit: int) -> None:
    answer = {
        "Job": {
            "State": part,
            "JobId": part,
            "UserData": part,
            "OutputDetails": [part, {"Name": part, "Status": part, "Result": part}],
            "Config": part,
            "FinishTime": part,
        }
    }
    job = read_job(json.loads(json.dumps(answer), parse_float=finite_or_text), "x")
    assert job is not None
    text = encode(verdict_of(job))
    assert len(text) <= MAX_BODY
    assert_valid_verdict(json.loads(text))
