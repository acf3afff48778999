"""The file: written as a whole, with all that it had, and never over what somebody else wrote."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mediaverdict_studio.bookfile import BookFile, Conflict, NotSaved, Saved

OLD = "version: 1\n# ä\n"
NEW = "version: 1\n# ü\nrules: []\n"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (OLD.encode(), NEW.encode()),
        (OLD.replace("\n", "\r\n").encode(), NEW.replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbf" + OLD.encode(), b"\xef\xbb\xbf" + NEW.encode()),
    ],
    ids=["plain", "Windows' line ends", "a byte order mark"],
)
def test_it_is_written_as_it_was(tmp_path: Path, content: bytes, wanted: bytes) -> None:
    path = tmp_path / "rules.yml"
    path.write_bytes(content)
    path.chmod(0o640)
    file = BookFile.load(path)
    assert file.text == OLD
    saved = file.save(NEW)
    assert isinstance(saved, Saved)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (wanted, 0o640)
    assert saved.file == BookFile.load(path)
    again = saved.file.save(OLD)
    assert isinstance(again, Saved)
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["rules.yml"]


def test_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    file = BookFile.load(path)
    assert (file.text, file.error) == ("", "")
    assert isinstance(file.save(NEW), Saved)
    assert path.read_text() == NEW
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


@pytest.mark.parametrize(
    ("outside", "difference"),
    [
        ("version: 1\n# other\n", "--- rules.yml (on the disk)\n+++ rules.yml (here)\n@@ -1,2 +1,3 @@\n version: 1\n-# other\n+# ü\n+rules: []\n"),
        (None, "--- rules.yml (on the disk)\n+++ rules.yml (here)\n@@ -0,0 +1,3 @@\n+version: 1\n+# ü\n+rules: []\n"),
        ("version: 1", "--- rules.yml (on the disk)\n+++ rules.yml (here)\n@@ -1 +1,3 @@\n-version: 1\n\\ no line end\n+version: 1\n+# ü\n+rules: []\n"),
    ],
    ids=["changed", "removed", "without a line end"],
)  # fmt: skip
def test_never_over_a_change_made_outside(tmp_path: Path, outside: str | None, difference: str) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(OLD)
    file = BookFile.load(path)
    path.unlink()
    if outside is not None:
        path.write_text(outside)
    conflict = file.save(NEW)
    assert isinstance(conflict, Conflict)
    assert conflict.difference == difference
    assert (path.read_text() if path.exists() else None) == outside
    assert isinstance(conflict.file.save(NEW), Saved)
    assert path.read_text() == NEW


def test_a_file_that_was_made_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    file = BookFile.load(path)
    path.write_text(OLD)
    assert isinstance(file.save(NEW), Conflict)
    assert path.read_text() == OLD


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text(OLD)
    link = tmp_path / "rules.yml"
    link.symlink_to("real.yml")
    assert isinstance(BookFile.load(link).save(NEW), Saved)
    assert link.is_symlink()
    assert (tmp_path / "real.yml").read_text() == NEW


def test_what_can_not_be_read_is_not_written(tmp_path: Path) -> None:
    cases = {"latin.yml": "version: 1 # ä".encode("latin-1"), "large.yml": b"#" * 4_000_001}
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        file = BookFile.load(path)
        assert file.error
        assert file.save(NEW) == NotSaved(file.error)
        assert path.read_bytes() == content
    folder = BookFile.load(tmp_path)
    assert folder.error == f"{tmp_path} can't be read: Is a directory"
    assert BookFile.load(Path("a\0b")).error


def test_what_can_not_be_written_is_told(tmp_path: Path) -> None:
    done = BookFile.load(tmp_path / "none" / "rules.yml").save(NEW)
    assert done == NotSaved(f"{tmp_path / 'none' / 'rules.yml'} can't be written: No such file or directory")
    path = tmp_path / "rules.yml"
    path.write_text(OLD)
    assert BookFile.load(path).save("\ud800") == NotSaved(
        "the text has half of a character, which no file in UTF-8 can hold"
    )
    assert path.read_text() == OLD


def test_what_is_read_only_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(OLD)
    path.chmod(0o444)
    link = tmp_path / "link.yml"
    link.symlink_to(path)
    for name in (path, link):
        assert BookFile.load(name).save(NEW) == NotSaved(f"{name} can't be written: it is read-only")
    assert path.read_text() == OLD
    path.chmod(0o644)
    assert isinstance(BookFile.load(link).save(NEW), Saved)


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    link = tmp_path / "rules.yml"
    link.symlink_to(os.devnull)
    assert BookFile.load(link).save(NEW) == NotSaved(f"{link} can't be written: it is read-only")
    assert not Path(os.devnull).is_file()
