"""Past jobs: listed, fetched within a rate, kept."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from alicloud_emulator.answers import Answer
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict_cli.replay.past_jobs import CacheError, JobCache, Rate, fetch, list_finished


def job(job_id: str, height: int = 720, state: str = "Complete") -> dict[str, Any]:
    details: dict[str, Any] = samples.answer(samples.output(videos=[samples.video(Height=str(height))]))["Job"]
    return {**details, "JobId": job_id, "State": state, "Config": {"JobName": f"film {job_id}"}}


def test_what_was_fetched_before_it_was_stopped_is_kept(tmp_path: Path) -> None:
    jobs = {f"j-{number}": job(f"j-{number}") for number in range(40)}
    with Emulator(EmulatorState(jobs=jobs)) as cloud, HttpClient([]) as client:
        ice = Ice(cloud.endpoint, client, FixedCredentials(Credentials("local", "local")))
        kept, rate, done = JobCache(tmp_path / "kept.sqlite"), Rate(10_000), []

        def count() -> None:
            done.append(1)
            if len(done) == 10:
                raise KeyboardInterrupt

        job_ids = list(list_finished(ice, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", rate))
        with pytest.raises(KeyboardInterrupt):
            fetch(ice, job_ids, kept, rate, 4, count)
        before = sum(kept.has(job_id) for job_id in job_ids)
        assert 10 <= before < 40
        rest: list[int] = []
        assert fetch(ice, job_ids, kept, rate, 4, lambda: rest.append(1)) == 0
        assert len(rest) == 40 - before
        assert kept.get("j-0") is not None
        kept.close()


def test_throttling_is_waited_out_and_a_job_that_is_gone_is_counted(tmp_path: Path) -> None:
    faults = iter([ice_wire.refuse(400, "Throttling.User", "x"), ice_wire.refuse(503, "ServiceUnavailable", "x")])
    state = EmulatorState(jobs={"a": job("a")}, intercept=lambda _method, _target: next(faults, None))
    with Emulator(state) as cloud, HttpClient([]) as client:
        ice = Ice(cloud.endpoint, client, FixedCredentials(Credentials("local", "local")))
        kept = JobCache(tmp_path / "kept.sqlite")
        assert fetch(ice, ["a", "gone"], kept, Rate(1000), 1, lambda: None) == 1
        assert kept.has("a")
        kept.close()


def test_the_rate_is_kept_whatever_asks() -> None:
    slept: list[float] = []
    rate = Rate(10, slept.append)
    for _ in range(6):
        rate.wait()
    assert [round(one, 1) for one in slept] == [0.1, 0.2, 0.3, 0.4, 0.5]


def test_a_job_that_moves_from_page_to_page_is_listed_once() -> None:
    pages = iter([("a", "b", "1"), ("b", "c", "2"), ("c", "")])

    def page(_method: str, _target: str) -> Answer:
        *names, token = next(pages)
        jobs = [{"JobId": name, "State": "Success"} for name in names]
        return Answer(200, json.dumps({"Jobs": [*jobs, "odd"], "NextPageToken": token}).encode(), "application/json")

    with Emulator(EmulatorState(intercept=page)) as cloud, HttpClient([]) as client:
        ice = Ice(cloud.endpoint, client, FixedCredentials(Credentials("local", "local")))
        assert list(list_finished(ice, "", "", Rate(1000))) == ["a", "b", "c"]


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    kept = JobCache(tmp_path / "folder" / "kept.sqlite")
    kept.put("j", {"Job": {"Name": "\ud800"}})
    assert kept.get("j") == {"Job": {"Name": "\ud800"}}
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder", tmp_path / "folder" / "kept.sqlite")]
    kept.close()
    assert modes == [0o700, 0o600]


def test_a_file_that_can_not_keep_jobs_is_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("a text that is long enough to be told from a database, by its first bytes")
    for path in (tmp_path, tmp_path / "text", tmp_path / "text" / "below"):
        with pytest.raises(CacheError, match="can't keep jobs"):
            JobCache(path)
