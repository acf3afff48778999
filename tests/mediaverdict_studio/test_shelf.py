"""Jobs from a folder, from what replay kept, and dropped; broken ones are entries, with their error."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from command import JOBS, ROOT
from mediaverdict.rulebook import read_rulebook
from mediaverdict_cli.replay.past_jobs import JobCache
from mediaverdict_studio.judged import JudgedJobs
from mediaverdict_studio.shelf import Shelf, kept_jobs_file
from mediaverdict_studio.slices import Progress

GOOD = (JOBS / "mp4-good.json").read_bytes()


def read(shelf: Shelf, place: Path) -> list[Progress]:
    return list(shelf.read(place))


def shown(shelf: Shelf) -> dict[str, str]:
    """Of each entry, the job's name or the error."""
    return {key: entry.error or entry.name for key, entry in shelf.entries.items()}


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(GOOD)
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "notes.txt").write_text("no job")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "c.json").write_bytes(b'{"Job": {"JobId": "c"}}')
    (tmp_path / "d.json").mkdir()
    (tmp_path / "e.json").symlink_to("nowhere")
    shelf = Shelf()
    assert read(shelf, tmp_path)[-1] == (4, 4)
    assert shown(shelf) == {
        "a.json": "a.json is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "b.json": "Weather report",
        "e.json": f"{tmp_path / 'e.json'} can't be read: No such file or directory",
        "deep/er/c.json": "c",
    }
    assert [entry.key for entry in shelf.jobs] == ["b.json", "deep/er/c.json"]
    assert [entry.job_id for entry in shelf.entries.values()] == ["", json.loads(GOOD)["Job"]["JobId"], "", "c"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    shelf = Shelf()
    read(shelf, tmp_path)
    assert shown(shelf) == {"a.json": f"{tmp_path / 'a.json'} can't be read: it is no file"}


def test_places_that_hold_nothing(tmp_path: Path) -> None:
    shelf = Shelf()
    read(shelf, tmp_path)
    read(shelf, tmp_path / "none.json")
    read(shelf, tmp_path / "none.sqlite")
    (tmp_path / "other.sqlite").write_text("no database at all, whatever it is called")
    read(shelf, tmp_path / "other.sqlite")
    errors = shown(shelf)
    assert errors[tmp_path.name] == f"{tmp_path} has no *.json"
    assert errors["none.json"] == f"{tmp_path / 'none.json'} can't be read: No such file or directory"
    assert errors["none.sqlite"].startswith(f"{tmp_path / 'none.sqlite'} can't be read: ")
    assert errors["other.sqlite"].startswith(f"{tmp_path / 'other.sqlite'} holds no kept jobs: ")
    assert not (tmp_path / "none.sqlite").exists()


def test_what_replay_kept_is_read_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    cache = JobCache(path)
    answers = {"one": json.loads(GOOD), "two": {"Job": {"JobId": "two"}}, "three": {"no": "job"}}
    for job_id, answer in answers.items():
        cache.put(job_id, answer)
    cache.close()
    before = path.read_bytes()
    shelf = Shelf()
    assert read(shelf, path)[-1] == (3, 3)
    assert shown(shelf) == {"one": "Weather report", "two": "two", "three": "three is kept as no job's answer"}
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["kept.sqlite"]


def test_dropped_jobs_with_names_that_are_taken() -> None:
    shelf = Shelf()
    shelf.add("a.json", GOOD, "folder/a.json")
    other = shelf.add("a.json", b'{"Job": {"JobId": "x"}}')
    assert shown(shelf) == {"a.json": "Weather report", "a.json (2)": "x"}
    again = shelf.add("a.json", b'{"Job": {"JobId": "y"}}')
    assert (other.key, again.key, shown(shelf)) == (
        "a.json (2)", "a.json (2)", {"a.json": "Weather report", "a.json (2)": "y"},
    )  # fmt: skip
    shelf.remove("a.json")
    shelf.remove("a.json")
    assert list(shelf.entries) == ["a.json (2)"]
    assert shelf.add("b", b" " * 8_000_001).error == "b has over 8 MB: no GetMediaConvertJob answer has"


def outcome(shelf: Shelf, key: str) -> Any:
    book = read_rulebook("version: 1\ninclude: [{pack: as-requested}]\n")
    judged = JudgedJobs(shelf)
    for _ in judged.judge(book):
        pass
    return [(finding.rule, finding.message) for finding in judged.results(book)[key].findings]


def test_templates_are_taken_into_account(tmp_path: Path) -> None:
    job = (JOBS / "less-than-the-template.json").read_bytes()
    shelf = Shelf(ROOT / "events" / "templates")
    shelf.add("job", job)
    found = outcome(shelf, "job")
    assert ("as-requested/width") in [rule for rule, _ in found]
    without = Shelf()
    without.add("job", job)
    assert outcome(without, "job") != found
    broken = Shelf(tmp_path / "none")
    assert (
        broken.template_error
        == f"{tmp_path / 'none'} is no folder: expected one with GetSystemTemplate and GetCustomTemplate answers as *.json"
    )
    assert broken.add("job", job).error == ""


def test_where_replay_keeps_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("MEDIAVERDICT_ICE_ENDPOINT", "http://127.0.0.1:9")
    assert kept_jobs_file() is None
    path = tmp_path / "mediaverdict" / "http-127-0-0-1-9.sqlite"
    JobCache(path).close()
    assert kept_jobs_file() == path
    monkeypatch.setenv("MEDIAVERDICT_ICE_ENDPOINT", "ftp://x")
    assert kept_jobs_file() is None
