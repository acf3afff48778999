"""The README's rule books load, its commands run, and its figures are those of the corpus."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.faults import FAULTS, GOOD
from corpus.judges import JUDGES
from corpus.writing import write_samples
from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict.rulebook import read_rulebook
from mediaverdict.rulebook.compiling import pack_names
from mediaverdict_cli.app import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/mediaverdict (.+)$", README, re.MULTILINE)


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", README, re.DOTALL))
def test_its_rule_books_load(text: str) -> None:
    assert read_rulebook(text).rules


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("events", "functions"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    write_samples(tmp_path / "build" / "samples")  # make samples
    if "build/stricter.yml" in command:
        book = (ROOT / "functions" / "judge" / "rules.yml").read_text(encoding="utf-8")
        (_, old, new), *_ = re.findall(r"^sed 's(.)(.+?)\1(.+?)\1' functions", README, re.MULTILINE)
        assert old in book
        (tmp_path / "build" / "stricter.yml").write_text(book.replace(old, new), encoding="utf-8")
    command = command.partition(" > ")[0]
    words = [
        word
        for part in shlex.split(command)
        for word in (sorted(map(str, Path().glob(part))) if "*" in part else [part])
    ]
    if words[0] == "invoke":
        return  # test_command runs it as a process of its own, on every sample event
    done = CliRunner().invoke(app, words)
    assert done.exit_code in (0, 1), done.output
    assert done.stdout
    if words[0] == "replay":  # what the README shows of it is what it prints
        shown = re.search(r"```\n( old   new .*?)```", README, re.DOTALL)
        assert shown
        assert [line.rstrip() for line in done.stdout.splitlines()] == shown[1].splitlines()


def test_it_names_every_fact_and_pack() -> None:
    for name in ALL_FACTS:
        family, _, rest = name.partition(".")
        assert f"`{name}`" in README or f".{rest}" in README or f"{family}`" in README, name
    assert all(f"`{name}`" in README for name in pack_names())


def test_its_figures_of_the_corpus_are_true() -> None:
    told = [
        (sum(judge(fault.job()) for fault in FAULTS), sum(judge(job) for job in GOOD.values()))
        for judge in JUDGES.values()
    ]
    (ours, ours_false), (schema, schema_false), (plain, plain_false) = told
    assert ours_false == 0
    text = " ".join(README.split())
    assert f"lays {len(FAULTS)} faults on good jobs" in text
    assert f"our packs detect {ours} of {len(FAULTS)} with no false alarm on the {len(GOOD)} good jobs" in text
    assert f"the comparisons {plain} with {plain_false}, the schema {schema} with {schema_false}" in text


def test_its_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_files_it_links_to_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target
    for name in set(re.findall(r"`((?:deploy|events|tests|functions|layers|docs)/[\w./-]+)`", README)):
        assert (ROOT / name).exists(), name
