"""`report`: one page of verdicts from queues and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import fill, letter, run, verdict


@pytest.fixture
def queue_file(tmp_path: Path) -> str:
    """Two verdicts (a fail, a pass) and a letter."""
    return fill(tmp_path / "q.sqlite", verdict("ladder-wrong-rung"), verdict("mp4-good"), letter("j"))


def test_of_a_queue_of_a_file_and_of_standard_input_it_is_the_same(queue_file: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run("report", queue_file, "-o", page)
    assert (done.exit_code, done.stderr) == (0, f"mediaverdict: {page}: 2 verdicts\n")
    lines = run("verdicts", queue_file, "--json").stdout
    (tmp_path / "v.jsonl").write_text(lines)
    again = run("report", tmp_path / "v.jsonl", "-o", "-").stdout
    assert again == page.read_text() == run("report", "-", "-o", "-", text=lines).stdout
    data = json.loads(again.partition('id="data">')[2].partition("</script>")[0])
    assert [one["data"]["outcome"] for one in data] == ["fail", "pass"]
    assert "<title>mediaverdict: 2 verdicts</title>" in again


@pytest.mark.parametrize(
    ("text", "says"),
    [("no json\n", "v.jsonl:1: no verdict"), ('{"type": "other"}\n', "v.jsonl:1: no verdict"), (None, "can't be read")],
)
def test_what_holds_no_verdicts_is_told(tmp_path: Path, text: str | None, says: str) -> None:
    if text is not None:
        (tmp_path / "v.jsonl").write_text(text)
    done = run("report", tmp_path / "v.jsonl", "-o", tmp_path / "x.html")
    assert (done.exit_code, says in done.stderr) == (2, True)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "v.jsonl").write_bytes(b'{"a": "\xff"}\n')
    done = run("report", tmp_path / "v.jsonl", "-o", "-")
    assert (done.exit_code, "v.jsonl can't be read: 'utf-8' codec can't decode byte 0xff" in done.stderr) == (2, True)


def test_a_page_that_can_not_be_written_is_told(queue_file: str, tmp_path: Path) -> None:
    done = run("report", queue_file, "-o", tmp_path / "nowhere" / "x.html")
    assert (done.exit_code, "can't be written: No such file or directory" in done.stderr) == (2, True)


def test_a_misspelt_queue_is_told_and_not_made(tmp_path: Path) -> None:
    done = run("report", f"sqlite:{tmp_path}/x.sqlite", "-o", "-")
    assert (done.exit_code, "no queue was read, and none was made" in done.stderr, list(tmp_path.iterdir())) == (
        2, True, [],
    )  # fmt: skip
