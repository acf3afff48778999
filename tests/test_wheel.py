"""The wheel in a clean environment, from an empty folder: what pip would put there, and nothing of a clone."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from command import JOBS, ROOT
from fc_local import installed_distributions
from mediaverdict_cli.__main__ import NEEDED

OURS = "mediaverdict"
EXTRA = tuple(
    one.name
    for one in map(Requirement, metadata.requires(OURS) or [])
    if one.marker is not None and not one.marker.evaluate({"extra": ""}) and one.marker.evaluate({"extra": "cli"})
)


def closure(names: tuple[str, ...]) -> set[str]:
    """These distributions and all that they need, of those that are installed here."""
    found: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        try:
            texts = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            requirements = map(Requirement, texts)
            pending += [one.name for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})]
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def environment(folder: Path, wheel: Path, packages: tuple[str, ...]) -> Path:
    """A virtual environment with the wheel, what it needs, and these packages; its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python3*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    for path in installed_distributions(Path(sys.executable), [], closure((OURS, *packages)) - {OURS}):
        if not (site / path.name).exists():
            (site / path.name).symlink_to(path)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("whole"), wheel, EXTRA)


def run(python: Path, folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), "-m", "mediaverdict_cli", *map(str, arguments)], cwd=folder, capture_output=True, text=True,
        check=False, timeout=120, env={"COLUMNS": "160", "HOME": str(folder)},
    )  # fmt: skip


def test_it_says_what_it_is(wheel: Path, python: Path, tmp_path: Path) -> None:
    done = run(python, tmp_path, "--version")
    assert done.stdout.startswith(f"mediaverdict {wheel.name.split('-')[1]} (CPython ")
    names = zipfile.ZipFile(wheel).namelist()
    (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
    assert "mediaverdict = mediaverdict_cli.__main__:main" in zipfile.ZipFile(wheel).read(entry_points).decode()
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {
        "mediaverdict",
        "fcruntime",
        "mediaverdict_cli",
        "mediaverdict_deploy",
        "mediaverdict_studio",
        "alicloud_emulator",
        "fc_local",
    }


def test_a_job_is_checked_without_a_rule_book(python: Path, tmp_path: Path) -> None:
    done = run(python, tmp_path, "check", JOBS / "ladder-wrong-rung.json", "--json")
    assert done.returncode == 1
    assert "judged by the built-in packs sane, as-requested, ladder (--rules FILE names one" in done.stderr
    assert json.loads(done.stdout)["data"]["rulebook"]["packs"] == ["sane@2", "as-requested@2", "ladder@2"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["rules", "packs"],
        ["rules", "schema"],
        ["rules", "draft", JOBS / "ladder-good.json"],
        ["explain", JOBS / "mp4-good.json"],
        ["check", JOBS / "mp4-good.json", "--format", "html"],
        ["check", JOBS / "mp4-good.json", "--format", "junit"],
        ["replay", JOBS / "mp4-good.json"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:2])).replace(str(ROOT), ""),
)
def test_what_needs_no_clone_runs(python: Path, tmp_path: Path, arguments: list[str | Path]) -> None:
    done = run(python, tmp_path, *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout


def test_it_speaks_chinese(wheel: Path, python: Path, tmp_path: Path) -> None:
    catalogue = "mediaverdict_cli/language/locale/zh/LC_MESSAGES/mediaverdict.mo"
    assert catalogue in zipfile.ZipFile(wheel).namelist()
    done = run(python, tmp_path, "check", JOBS / "ladder-wrong-rung.json", "--lang", "zh")
    assert (done.returncode, "width 为 848 px" in done.stdout, "按内置规则包" in done.stderr) == (1, True, True)


def test_any_function_runs_with_the_installed_packages(python: Path, tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text(
        "import sys\n"
        "from mediaverdict.rulebook import read_rulebook\n"
        "def handler(event, context):\n"
        "    book = read_rulebook('version: 1\\ninclude: [{pack: sane}]')\n"
        "    return {'rules': len(book.rules) > 5, 'command': 'typer' in sys.modules}\n",
        encoding="utf-8",
    )
    (tmp_path / "event.json").write_text("{}")
    done = run(python, tmp_path, "invoke", "event.json", "--function", tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'the handler returned: {"rules": true, "command": false}' in done.stderr


def test_what_the_extra_brings_is_what_the_sentence_is_about() -> None:
    assert set(EXTRA) == NEEDED


def test_without_the_extra_a_sentence_says_what_to_install(wheel: Path, tmp_path: Path) -> None:
    bare = environment(tmp_path / "bare", wheel, ())
    version = run(bare, tmp_path, "--version")
    assert (version.returncode, version.stdout.startswith("mediaverdict 0.")) == (0, True)
    done = run(bare, tmp_path, "check", JOBS / "mp4-good.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mediaverdict: the command needs ")
    assert done.stderr.endswith(", which is not installed: pip install 'mediaverdict[cli]'\n")
    assert done.stderr.split()[4].rstrip(",") in NEEDED
    with zipfile.ZipFile(wheel) as parts:
        (about,) = [name for name in parts.namelist() if name.endswith(".dist-info/METADATA")]
        assert "Provides-Extra: cli\n" in parts.read(about).decode()
