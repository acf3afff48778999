"""`replay`: what would change, from saved jobs and from the cloud's past ones."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict_cli.app import app
from mediaverdict_cli.replay.comparing import Comparison, JudgedSide
from mediaverdict_cli.replay.past_jobs import JobCache, Rate, fetch, list_finished

OLD = "version: 1\nrules: [{id: tall, require: {height: {min: 100}}}]\n"
NEW = "version: 1\nrules: [{id: taller, require: {height: {min: 800}}}]\n"


def job(job_id: str, height: int = 720, state: str = "Complete") -> dict[str, Any]:
    details: dict[str, Any] = samples.answer(samples.output(videos=[samples.video(Height=str(height))]))["Job"]
    return {**details, "JobId": job_id, "State": state, "Config": {"JobName": f"film {job_id}"}}


@pytest.fixture
def books(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "old.yml").write_text(OLD)
    (tmp_path / "new.yml").write_text(NEW)
    return str(tmp_path / "old.yml"), str(tmp_path / "new.yml")


@pytest.fixture
def saved(tmp_path: Path) -> list[str]:
    paths = []
    for name, height in (("low", 720), ("high", 1080)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"Job": job(name, height)}))
        paths.append(str(tmp_path / f"{name}.json"))
    return paths


def run(*arguments: str, **environ: str) -> Any:
    return CliRunner().invoke(app, ["replay", *arguments], env=environ)


def test_what_changes_is_told_with_the_rules_behind_it(books: tuple[str, str], saved: list[str]) -> None:
    done = run(*saved, "--rules", books[1], "--against", books[0])
    assert done.exit_code == 1
    assert "pass  fail  film low" in " ".join(done.stdout.split(" ")).replace("   ", "  ")
    assert "+ taller" in done.stdout
    assert done.stdout.endswith("2 jobs, 1 verdicts change\n")


def test_json_has_one_change_a_line(books: tuple[str, str], saved: list[str]) -> None:
    done = run(*saved, "--rules", books[1], "--against", books[0], "--json")
    assert json.loads(done.stdout) == {
        "job": "low", "name": "film low", "old": "pass", "new": "fail", "added": ["taller"], "gone": [],
    }  # fmt: skip


def test_the_same_rules_change_nothing(books: tuple[str, str], saved: list[str]) -> None:
    done = run(*saved, "--rules", books[0], "--against", books[0])
    assert (done.exit_code, done.stdout) == (0, "2 jobs, no verdict changes\n")


def test_against_what_was_published(books: tuple[str, str], saved: list[str], tmp_path: Path) -> None:
    published = CliRunner().invoke(app, ["check", saved[0], "--rules", books[1], "--json"]).stdout
    (tmp_path / "published.jsonl").write_text(published)
    done = run(*saved, "--rules", books[0], "--against", str(tmp_path / "published.jsonl"), "--json")
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["job"], one["old"], one["new"], one["gone"]) for one in changes] == [
        ("low", "fail", "pass", ["taller"]), ("high", "none", "pass", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name saved jobs, or fetch past ones with --since 7d"),
        (["--since", "soon"], "--since is 'soon': write 24h, 7d, 2w, or a day as 2026-11-01"),
    ],
)
def test_wrong_usage_is_told(books: tuple[str, str], arguments: list[str], told: str) -> None:
    done = run(
        *arguments, "--rules", books[1], ALIBABA_CLOUD_ACCESS_KEY_ID="local", ALIBABA_CLOUD_ACCESS_KEY_SECRET="local"
    )
    assert done.exit_code == 2
    assert told in done.stderr


def test_past_jobs_are_fetched_page_by_page_kept_and_not_fetched_again(books: tuple[str, str], tmp_path: Path) -> None:
    jobs = {f"j-{number:03}": job(f"j-{number:03}", 720 if number % 2 else 1080) for number in range(250)}
    jobs["running"] = job("running", state="Running")
    asked: list[str] = []
    state = EmulatorState(jobs=jobs, intercept=lambda _method, target: asked.append(target))
    with Emulator(state) as cloud:
        environ = {
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "ALIBABA_CLOUD_ACCESS_KEY_ID": "local",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        options = (
            "--rules",
            books[1],
            "--against",
            books[0],
            "--since",
            "2026-11-01",
            "--qps",
            "1000",
            "--keep",
            str(tmp_path / "kept.sqlite"),
        )
        first = run(*options, **environ)
        assert first.stdout.endswith("250 jobs, 125 verdicts change\n")
        assert len([target for target in asked if "PageSize" in target]) == 3
        assert len([target for target in asked if "PageSize" not in target]) == 250
        asked.clear()
        assert run(*options, **environ).stdout == first.stdout
        assert [target for target in asked if "PageSize" not in target] == []


def test_what_was_fetched_before_it_was_stopped_is_kept(tmp_path: Path) -> None:
    jobs = {f"j-{number}": job(f"j-{number}") for number in range(40)}
    with (
        Emulator(EmulatorState(jobs=jobs)) as cloud,
        HttpClient([]) as client,
        closing(JobCache(tmp_path / "kept.sqlite")) as kept,
    ):
        ice = Ice(cloud.endpoint, client, FixedCredentials(Credentials("local", "local")))
        rate, done = Rate(10_000), []

        def told() -> None:
            done.append(1)
            if len(done) == 10:
                raise KeyboardInterrupt

        job_ids = list(list_finished(ice, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", rate))
        with pytest.raises(KeyboardInterrupt):
            fetch(ice, job_ids, kept, rate, 4, told)
        before = sum(kept.has(job_id) for job_id in job_ids)
        assert 10 <= before < 40
        rest: list[int] = []
        assert fetch(ice, job_ids, kept, rate, 4, lambda: rest.append(1)) == 0
        assert len(rest) == 40 - before
        assert kept.get("j-0") is not None


def test_throttling_is_waited_out_and_a_job_that_is_gone_is_counted(tmp_path: Path) -> None:
    faults = iter([ice_wire.refuse(400, "Throttling.User", "x"), ice_wire.refuse(503, "ServiceUnavailable", "x")])
    state = EmulatorState(jobs={"a": job("a")}, intercept=lambda _method, _target: next(faults, None))
    with Emulator(state) as cloud, HttpClient([]) as client:
        ice = Ice(cloud.endpoint, client, FixedCredentials(Credentials("local", "local")))
        with closing(JobCache(tmp_path / "kept.sqlite")) as kept:
            assert fetch(ice, ["a", "gone"], kept, Rate(1000), 1, lambda: None) == 1
            assert kept.has("a")


def test_the_rate_is_kept_whatever_asks() -> None:
    slept: list[float] = []
    rate = Rate(10, slept.append)
    for _ in range(6):
        rate.wait()
    assert [round(one, 1) for one in slept] == [0.1, 0.2, 0.3, 0.4, 0.5]


def test_a_comparison_of_ten_thousand_jobs_needs_little_memory() -> None:
    comparison = Comparison()
    one = samples.job_of(samples.output())
    tracemalloc.start()
    for number in range(10_000):
        comparison.compare(one, JudgedSide("pass"), JudgedSide("fail", frozenset({f"rule-{number % 7}"})))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (comparison.changed, comparison.failed, len(comparison.added)) == (10_000, 10_000, 7)
    assert held < 200_000
