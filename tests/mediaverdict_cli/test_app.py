"""The command as a person runs it: processes, their streams, their exit codes; and what every command has."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import ROOT, run
from mediaverdict_cli.__main__ import NEEDED

COMMAND = str(Path(sys.executable).with_name("mediaverdict"))
JOB = "events/jobs/cut-off-audio.json"


def shell(line: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A line of sh in the project's folder, `mediaverdict` being ours; its exit code is the command's."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        encoding="utf-8", errors="surrogateescape",
        env={**os.environ, "PATH": f"{Path(COMMAND).parent}:{os.environ['PATH']}", "COLUMNS": "160", **environ},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("mediaverdict check events/jobs/mp4-good.json", 0, ""),
        (f"mediaverdict check {JOB}", 1, ""),
        (f"python -m mediaverdict_cli check {JOB} --json", 1, ""),
        ("mediaverdict check - < /dev/null", 2, "- is no JSON"),
        ("mediaverdict check - <&-", 2, "standard input is closed: there is nothing to read"),
        ("mediaverdict report - -o - <&-", 2, "standard input is closed: there is nothing to read"),
        (f"mediaverdict check {JOB} > /dev/full", 2, "standard output can't be used: No space left on device"),
        (f"mediaverdict check {JOB} --json > /dev/full", 2, "standard output can't be used: No space left on device"),
        (f"mediaverdict check {JOB} --format html > /dev/full", 2, "standard output can't be used: No space left on"),
        ("mediaverdict rules schema > /dev/full", 2, "standard output can't be used: No space left on device"),
        (f"mediaverdict check {JOB} >&-", 1, ""),
        (f"mediaverdict check {JOB} 2>&-", 1, ""),
        ("mediaverdict rules packs --json | head -c 1 > /dev/null", 0, ""),
        ("mediaverdict rules schema | head -c 1 > /dev/null", 0, ""),
        ("mediaverdict rules packs apple-hls | head -c 1 > /dev/null", 0, ""),
    ],
)
def test_its_streams_and_exit_codes(line: str, code: int, says: str) -> None:
    done = shell(line)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert bool(done.stderr) == bool(says)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_an_encoding_that_lacks_a_character_ends_nothing(encoding: str, tmp_path: Path) -> None:
    job = json.loads((ROOT / JOB).read_text(encoding="utf-8"))
    job["Job"]["Config"]["JobName"] = "\u00e9t\u00e9 \U0001f3ac \u4e2d"
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    for form in ("table", "json", "junit", "html"):
        done = shell(f"mediaverdict check {tmp_path}/job.json --format {form}", PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (1, "")
        if form == "json":
            name = json.loads(done.stdout.encode("utf-8", "surrogateescape").decode(encoding))["data"]["job"]["name"]
            assert name == "\u00e9t\u00e9 \U0001f3ac \u4e2d"
        if form in ("junit", "html"):  # they say themselves that they are UTF-8
            assert "\U0001f3ac" in done.stdout
    assert shell(f"mediaverdict explain {tmp_path}/job.json", PYTHONIOENCODING=encoding).returncode == 0


def test_ctrl_c_is_a_line_and_130(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "waits")
    process = subprocess.Popen([COMMAND, "check", str(tmp_path / "waits")], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    writer = os.open(tmp_path / "waits", os.O_WRONLY)  # it opens once the command reads
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    os.close(writer)
    assert (process.returncode, said) == (130, "mediaverdict: stopped\n")


@pytest.mark.parametrize("package", sorted(NEEDED))
def test_without_the_extra_a_sentence_says_what_to_install(package: str, tmp_path: Path) -> None:
    blocked = f"import sys; sys.modules[{package!r}] = None; from mediaverdict_cli.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", blocked, "invoke", "-"], capture_output=True, text=True, check=False, cwd=tmp_path,
        stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"mediaverdict: the command needs {package}, which is not installed: pip install 'mediaverdict[cli]'\n"
    )


def test_emulate_prints_its_endpoint_and_serves_until_it_is_ended() -> None:
    import httpx

    process = subprocess.Popen(
        [
            COMMAND,
            "emulate",
            "--jobs",
            "events/jobs",
            "--queue",
            "verdicts",
            "--queue",
            "dead-letters",
            "--ice-qps",
            "2.5",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        endpoint = json.loads(process.stdout.readline())["endpoint"]
        assert endpoint.startswith("http://127.0.0.1:")
        assert httpx.get(endpoint).json()["Code"] == "MissingSignature"
    finally:
        process.terminate()
        rest, said = process.communicate(timeout=60)
        assert (process.returncode, rest) == (0, "")
    assert said.splitlines() == [
        "ICE with 11 jobs and 2.5 calls a second, and SMQ. Where the function or mediaverdict runs, set:",
        "  export ALIBABA_CLOUD_ACCESS_KEY_ID=local ALIBABA_CLOUD_ACCESS_KEY_SECRET=local",
        f"  export MEDIAVERDICT_ICE_ENDPOINT={endpoint}",
        f"  export MEDIAVERDICT_VERDICT_QUEUE={endpoint}/queues/verdicts",
        "The queues, by address:",
        f"  {endpoint}/queues/verdicts",
        f"  {endpoint}/queues/dead-letters",
        "Ctrl-C ends it.",
    ]


def test_the_version_is_the_installed_ones() -> None:
    from importlib.metadata import version

    assert run("--version").stdout.startswith(f"mediaverdict {version('mediaverdict')} (CPython 3.")


def test_an_unknown_command_is_told() -> None:
    done = run("frobnicate")
    assert (done.exit_code, done.stdout, "No such command" in done.stderr) == (2, "", True)


def test_every_rules_command_has_an_example_in_its_help() -> None:
    for command in (["rules", name] for name in ("check", "schema", "packs", "test", "draft")):
        done = run(*command, "--help")
        assert done.exit_code == 0
        assert f"Example: mediaverdict {' '.join(command)}" in done.stdout


@pytest.mark.parametrize(
    "command", ["invoke", "check", "explain", "replay", "verdicts", "report", "redrive", "emulate"]
)
def test_every_commands_help_has_an_example(command: str) -> None:
    assert f"Example: mediaverdict {command}" in run(command, "--help").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_completion_for_each_shell(shell: str) -> None:
    done = run(_MEDIAVERDICT_COMPLETE=f"source_{shell}")
    assert "mediaverdict" in done.stdout
