"""Any JSON can be read as a job's details; nothing is made up."""

from __future__ import annotations

import pytest

import samples
from mediaverdict.jobs import escape, finite_or_text, parse_embedded, read_job, usable_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a \n", "a"), ("", None), ("N/A", None), ("n/a", None), ("null", None), (" ", None), (None, None), ([], None),
        ({}, None), (True, "true"), (False, "false"), (7, "7"), (0.5, "0.5"), ("\ud800", "?"), ("é", "é"),
    ],
)  # fmt: skip
def test_usable_text(value: object, text: str | None) -> None:
    assert usable_text(value) == text


@pytest.mark.parametrize(("key", "token"), [("a", "a"), ("a/b", "a~1b"), ("a~b", "a~0b"), ("~/", "~0~1")])
def test_a_key_as_a_token_of_a_pointer(key: str, token: str) -> None:
    assert escape(key) == token


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ('{"a": 1}', {"a": 1}), (' [1] ', [1]), ("plain", "plain"), ("true", True), ("true story", "true story"), ("", None),
        ("NaN", "NaN"), ("1e999", "1e999"), ("0.1", 0.1), ({"a": 1}, {"a": 1}), (None, None), ("[" * 100_000, "[" * 100_000),
    ],
)  # fmt: skip
def test_json_that_comes_as_text(value: object, parsed: object) -> None:
    assert parse_embedded(value) == parsed


@pytest.mark.parametrize(
    ("number", "value"), [("1.5", 1.5), ("-1e3", -1000.0), ("1e999", "1e999"), ("-1e999", "-1e999")]
)
def test_infinity_is_no_value(number: str, value: object) -> None:
    assert finite_or_text(number) == value


@pytest.mark.parametrize("answer", [None, 3, [], "x", {}, {"Job": None}, {"Job": 3}, {"Job": []}, {"RequestId": "r"}])
def test_what_holds_no_job(answer: object) -> None:
    assert read_job(answer) is None


@pytest.mark.parametrize(
    ("state", "complete", "failed", "final"),
    [
        ("Complete", True, False, True), ("SUCCESS\n", True, False, True), ("Finished", True, False, True),
        ("Error", False, True, True), ("Failed", False, True, True), ("Cancelled", False, True, True),
        ("canceled", False, True, True), ("Running", False, False, False), ("Thinking", False, False, False),
        (None, False, False, False), ("", False, False, False),
    ],
)  # fmt: skip
def test_states_and_their_synonyms(state: str | None, complete: bool, failed: bool, final: bool) -> None:
    job = samples.job_of(samples.output(), State=state)
    assert (job.complete, job.failed, job.final) == (complete, failed, final)


def test_the_id_is_the_answers_or_the_one_that_was_asked_for() -> None:
    told, silent = read_job({"Job": {"JobId": " j \n"}}, "asked"), read_job({"Job": {"State": "Complete"}}, "asked")
    assert told is not None
    assert silent is not None
    assert (told.id, silent.id) == ("j", "asked")
