"""What is built: the same bytes in any folder, for the runtime's Python, with nothing that the cloud never takes."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mediaverdict_deploy import listing, trees
from mediaverdict_deploy.layers import build_code, main
from mediaverdict_deploy.runtimes import RUNTIMES, BuildError, Runtime
from mediaverdict_deploy.wheels import target_requirements

LOCK = """# a comment
colorama==0.4 ; sys_platform == 'win32' \\
    --hash=sha256:aa
exceptiongroup==1.3.1 ; python_full_version < '3.11' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
httpx==0.28.1 \\
    --hash=sha256:dd
"""
HERE = Runtime(f"python{sys.version_info.major}.{sys.version_info.minor}")


def tree(folder: Path) -> Path:
    (folder / "package").mkdir(parents=True)
    (folder / "package" / "__init__.py").write_text(
        "NAMES = {'a', 'b', 'c', 'd'}\n\ndef has(x):\n    return x in {'e', 'f', 'g'}\n"
    )
    (folder / "package" / "data.json").write_text("{}")
    return folder


@pytest.mark.parametrize(
    ("runtime", "expected"),
    [
        (
            "python3.10",
            "exceptiongroup==1.3.1 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\nhttpx==0.28.1 \\\n    --hash=sha256:dd\n",
        ),
        ("python3.12", "httpx==0.28.1 \\\n    --hash=sha256:dd\n"),
    ],
)
def test_a_lock_is_read_for_the_runtimes_python_whatever_python_reads_it(runtime: str, expected: str) -> None:
    assert target_requirements(LOCK, Runtime(runtime)) == expected


def test_the_same_sources_give_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    digests, archives = set(), set()
    for name, umask in (("one", 0o022), ("another, with a longer name", 0o077)):
        before = os.umask(umask)
        folder = tree(tmp_path / name)
        os.umask(before)
        trees.compile_tree(folder, Path(sys.executable), "/opt")
        trees.settle_modes(folder)
        trees.zip_tree(folder, tmp_path / f"{name}.zip")
        digests.add(trees.digest_of(folder))
        archives.add((tmp_path / f"{name}.zip").read_bytes())
    assert (len(digests), len(archives)) == (1, 1)


def test_a_changed_byte_and_a_changed_name_change_the_digest(tmp_path: Path) -> None:
    folder = tree(tmp_path / "t")
    first = trees.digest_of(folder)
    (folder / "package" / "data.json").write_text("{ }")
    second = trees.digest_of(folder)
    (folder / "package" / "data.json").rename(folder / "package" / "date.json")
    assert len({first, second, trees.digest_of(folder)}) == 3


def test_bytecode_is_never_stale_and_names_the_clouds_paths(tmp_path: Path) -> None:
    folder = tree(tmp_path / "t")
    trees.compile_tree(folder, Path(sys.executable), "/opt")
    (bytecode,) = folder.rglob("*.pyc")
    assert bytecode.read_bytes()[4:8] == b"\x01\x00\x00\x00"  # PEP 552: hash-based, not checked
    assert b"/opt/package/__init__.py" in bytecode.read_bytes()
    assert str(tmp_path).encode() not in bytecode.read_bytes()
    with zipfile.ZipFile(tmp_path / "t.zip", "w"):
        pass


def test_a_module_that_does_not_compile_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def (:\n")
    with pytest.raises(subprocess.CalledProcessError) as raised:
        trees.compile_tree(tmp_path, Path(sys.executable), "/opt")
    assert "broken.py" in raised.value.stdout


def test_the_code_is_the_functions_folder_without_what_is_left_lying_there(root: Path, tmp_path: Path) -> None:
    build_code(root, root / "functions" / "judge", HERE, tmp_path / "code")
    names = {path.relative_to(tmp_path / "code").as_posix() for path in trees.files_of(tmp_path / "code")}
    assert names == {
        "handler.py",
        "rules.compiled",
        "rules.yml",
        f"__pycache__/handler.{sys.implementation.cache_tag}.pyc",
    }


def test_a_rule_book_with_an_error_is_not_built(root: Path, tmp_path: Path) -> None:
    (tmp_path / "function").mkdir()
    (tmp_path / "function" / "rules.yml").write_text("version: 1\nrules: [{id: a, require: {hieght: 1}}]\n")
    with pytest.raises(BuildError, match=r"rules\.yml:2:\d+: unknown fact 'hieght' \(did you mean height\?\)"):
        build_code(root, tmp_path / "function", HERE, tmp_path / "code")
    assert not (tmp_path / "code").exists()


def test_an_unknown_runtime_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["python3.11"]) == 2
    assert capsys.readouterr().err == "RUNTIME is 'python3.11': expected python3.12 or python3.10\n"


def test_the_listing_names_each_distribution_with_its_licence_and_size(tmp_path: Path) -> None:
    python = tmp_path / "deps" / "python"
    (python / "some_package").mkdir(parents=True)
    (python / "some_package" / "a.py").write_text("x" * 1000)
    (python / "some_package-1.2.dist-info").mkdir()
    (python / "some_package-1.2.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: Some-Package\nVersion: 1.2\nLicense-Expression: MIT\n"
    )
    record = python / "some_package-1.2.dist-info" / "RECORD"
    record.write_text(
        "some_package/a.py,,\nsome_package-1.2.dist-info/METADATA,,\nsome_package-1.2.dist-info/RECORD,,\n"
    )
    (python / "ours.py").write_text("y" * 10)
    (first, second) = listing.packaged_in(python)
    assert (first.name, first.version, first.licence) == ("some-package", "1.2", "MIT")
    metadata = python / "some_package-1.2.dist-info" / "METADATA"
    assert first.size == 1000 + len(metadata.read_bytes()) + len(record.read_bytes())
    assert (second.name, second.version, second.size) == ("ours.py", "this project", 10)


def test_an_interpreter_is_asked_for_its_version() -> None:
    assert HERE.interpreter() == Path(sys.executable)
    assert Runtime("python2.0").interpreter() is None
    assert [Runtime(name).suffix for name in RUNTIMES] == ["python312", "python310"]
