"""What `make layers`, `code`, `deploy` and `queues` can be told; all else is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mediaverdict_deploy import layers, publishing, queues


@pytest.mark.parametrize("command", [publishing.main, layers.main, queues.main])
@pytest.mark.parametrize("option", ["--frob", "--htt", "-y", "--yes=1"])
def test_unknown_options_are_refused(
    command: object, option: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as raised:
        command([option])  # type: ignore[operator]
    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("deploy HTTP=true", "HTTP=true: expected yes or no"),
        ("deploy YES=1", "YES=1: expected yes or no"),
        ("deploy HTPP=yes", "unknown option HTPP: make deploy knows RUNTIME, HTTP, YES"),
        ("code RUNTIM=python3.10", "unknown option RUNTIM: make code knows RUNTIME, HTTP, YES"),
        ("deploy DEPLOY_MAX_INSTANCE=8", "unknown option DEPLOY_MAX_INSTANCE: make deploy knows RUNTIME, HTTP, YES"),
        ("queues ENDPOINT=x DEPLOY_REGION=r", "unknown option ENDPOINT: make queues knows RUNTIME, HTTP, YES"),
    ],
)
def test_make_refuses_what_it_does_not_know(root: Path, given: str, told: str) -> None:
    # -o: what is installed is left alone; with -n nothing that could be let through is run.
    command = ["make", "-n", "-o", ".venv/.cli", *given.split()]
    done = subprocess.run(command, cwd=root, env={"PATH": "/bin:/usr/bin"}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert told in done.stderr


def test_make_hands_over_what_it_knows(root: Path) -> None:
    command = [
        "make",
        "-n",
        "-o",
        ".venv/.cli",
        "deploy",
        "HTTP=yes",
        "YES=yes",
        "RUNTIME=python3.10",
        "DEPLOY_ROLE=a",
        "DEPLOY_MAX_INSTANCES=8",
    ]
    done = subprocess.run(command, cwd=root, env={"PATH": "/bin:/usr/bin"}, capture_output=True, text=True, check=True)
    assert done.stdout.split()[-3:] == ["python3.10", "--http", "--yes"]
