"""fcruntime is a package of its own: built, tested and used without the rest of the house."""

from __future__ import annotations

import ast
import email
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import fcruntime
from fc_local import FunctionConfig, Layout, LocalRuntime, installed_distributions

ROOT = Path(__file__).parents[1]
HOME = ROOT / "layers" / "fcruntime"
PACKAGE = HOME / "python" / "fcruntime"
IGNORED = shutil.ignore_patterns("__pycache__")
OF_OUR_FIELD = re.compile(r"media|video|transcod|callback|verdict|rendition|\bjobs?\b", re.IGNORECASE)


def test_pip_makes_a_wheel_of_it_alone(tmp_path: Path) -> None:
    shutil.copytree(HOME, tmp_path / "fcruntime", ignore=IGNORED)
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run(
        [*command, "--no-build-isolation", "--wheel-dir", str(tmp_path), str(tmp_path / "fcruntime")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as parts:
        names = parts.namelist()
        (about,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        metadata = email.message_from_bytes(parts.read(about))
    assert (metadata["Name"], metadata["Version"]) == ("fcruntime", fcruntime.__version__)
    assert metadata.get_all("Requires-Dist") == ["structlog>=25"]
    sources = {
        path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.suffix in {".py", ".typed"}
    }
    assert {name for name in names if ".dist-info" not in name} == sources
    assert "fcruntime/py.typed" in sources
    assert any(name.endswith("LICENSE") for name in names)
    assert (HOME / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_its_own_tests_pass_where_both_are_copied_to(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "python" / "fcruntime", ignore=IGNORED)
    shutil.copytree(ROOT / "tests" / "fcruntime", tmp_path / "tests", ignore=IGNORED)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    where = "import fcruntime; print(fcruntime.__file__)"
    environ["PYTHONPATH"] = str(tmp_path / "python")
    seen = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
    )
    assert Path(seen.stdout.strip()).is_relative_to(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:xdist", "tests"],
        cwd=tmp_path, env=environ, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 1000


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_it_has_no_word_of_our_field_and_does_nothing_on_import(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert OF_OUR_FIELD.findall(text) == []
    calls = [
        ast.unparse(node)
        for node in ast.parse(text).body
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ]
    assert calls == []


SAMPLE = re.findall(r"```python\n(.*?)```", (HOME / "README.md").read_text(encoding="utf-8"), re.DOTALL)[0]
MESSAGE = {
    "id": "e-1", "specversion": "1.0", "type": "mns:Queue:SendMessage",
    "data": {"messageId": "m", "messageBody": json.dumps({"id": "o-1"})},
}  # fmt: skip


def test_the_readmes_function_runs_and_logs_what_it_says(tmp_path: Path) -> None:
    assert len([line for line in SAMPLE.splitlines() if line]) <= 20
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text(SAMPLE, encoding="utf-8")
    layer = installed_distributions(Path(sys.executable), ["structlog"], ["typing_extensions"])
    layout = Layout.make(tmp_path / "code", [*layer, PACKAGE])
    config = FunctionConfig(layout, "index.handler", name="orders", environ={"POWERTOOLS_SERVICE_NAME": "orders"})
    with (tmp_path / "log").open("w") as log, LocalRuntime(config, log) as runtime:
        answer = runtime.invoke(json.dumps([MESSAGE]).encode())
        failed = runtime.invoke(json.dumps([MESSAGE, "{"]).encode())
    layout.remove()
    assert json.loads(answer.payload) == {"done": ["e-1"]}
    error = json.loads(failed.payload)
    assert error["errorType"] == "RecordsFailedError"
    assert error["errorMessage"].startswith("1 of 2 records were not handled; the first: ValueError: the record is ")
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    shown = json.loads(re.findall(r"```json\n(.*?)\n```", (HOME / "README.md").read_text(encoding="utf-8"))[0])
    own = {"timestamp": "", "function_request_id": ""}
    assert list(lines[0]) == list(shown)
    assert {**lines[0], **own} == {**shown, **own}
    assert len(lines) == 2
