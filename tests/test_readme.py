"""Every snippet of the READMEs and the guides is run: their rule books load and pass their own tests, their commands run in their order,
and what they show of the output is what is printed. What can't be run here is named, with the reason.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from command import ROOT, run
from corpus.faults import FAULTS, GOOD
from corpus.judges import JUDGES
from corpus.writing import write_samples
from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict.rulebook.compiling import pack_names

PAGES = [
    ROOT / name
    for name in (
        "README.md", "README_zh.md", "docs/rulebook.md", "docs/commands.md", "docs/deploy.md", "docs/operate.md",
        "docs/reliability.md", "docs/speed.md", "docs/others.md",
    )
]  # fmt: skip
"""In the order in which somebody reads them; docs/rules.md has its own test."""
README = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OURS = ".venv/bin/mediaverdict "
WIDTH = "96"
"""Columns of the terminal that the README's outputs come from."""
NOT_RUN = {
    "npm install": "fetches the deployer's own tools", "s config": "asks for the deployer's keys",
    "s init": "tests/acceptance/package_check.py", "cd ": "where that is", "s deploy": "needs an account",
    "export": "sets what only a deployer has", "--built": "needs the built layers: tests/acceptance/built_check.py",
}  # fmt: skip
SLIP = "version: 1\nrules:\n  - id: a\n    require: {hieght: 1}\n"
"""What the README's example of an error is about."""


class Snippet(NamedTuple):
    """A fenced block."""

    language: str
    text: str

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.text.splitlines()]


SNIPPETS = [Snippet(*found) for found in re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)]
BOOKS = [snippet.text for snippet in SNIPPETS if snippet.language == "yaml"]
COMMANDS = list(
    dict.fromkeys(line for snippet in SNIPPETS if snippet.language == "sh" for line in snippet.lines if line)
)
OUTPUTS = [snippet for snippet in SNIPPETS if snippet.language == ""]


def outputs(beginning: str) -> list[Snippet]:
    return [snippet for snippet in OUTPUTS if snippet.lines[0].startswith(beginning)]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each of the README's commands prints, run in its order in a folder like a clone."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("events", "functions", "layers", "schemas"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build").mkdir()
    found: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in COMMANDS:
            if line == "make samples":
                write_samples(Path("build/samples"))
            elif line.startswith("sed "):
                subprocess.run(["sh", "-c", line], check=True)
            elif line.startswith(OURS) and not any(part in line for part in NOT_RUN):
                found[line] = _print(line.removeprefix(OURS))
    return found


def _print(line: str) -> str:
    command, _, file = line.partition(" > ")
    words = [
        word
        for part in shlex.split(command)
        for word in (sorted(map(str, Path().glob(part))) if "*" in part else [part])
    ]
    done = run(*words, COLUMNS=WIDTH)
    assert done.exit_code in (0, 1), f"{line}\n{done.output}"
    assert done.stdout, line
    if file:
        Path(file).write_text(done.stdout, encoding="utf-8")
    return done.stdout


def test_every_snippet_is_of_a_kind_that_is_tested() -> None:
    assert {snippet.language for snippet in SNIPPETS} <= {"", "sh", "yaml"}
    known = [*outputs(" FAIL "), *outputs("rules.yml:"), *outputs(" old "), *outputs("figure ")]
    assert [snippet.lines[0] for snippet in OUTPUTS if snippet not in known] == []


def test_every_command_is_run_or_named_with_its_reason(printed: dict[str, str]) -> None:
    def is_known(line: str) -> bool:
        named = any(line.startswith(part) or (part[0] == "-" and part in line) for part in NOT_RUN)
        return line in printed or named or line.startswith(("make ", "sed "))

    assert [line for line in COMMANDS if not is_known(line)] == []


@pytest.mark.parametrize("text", BOOKS)
def test_its_rule_books_pass_their_own_tests(text: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(text, encoding="utf-8")
    assert run("rules", "check", path).exit_code == 0
    done = run("rules", "test", path)
    assert re.search(r"^[1-9]\d* passed, 0 failed, 0 dead rules$", done.stdout, re.MULTILINE), done.stdout


def test_what_it_shows_of_the_demo_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (demo,) = re.findall(r"^demo:.*\n\t@\$\(BIN\)/mediaverdict (.*)$", MAKEFILE, re.MULTILINE)
    printed = {
        language: run(*shlex.split(demo), COLUMNS=WIDTH, MEDIAVERDICT_LANG=language).stdout for language in ("en", "zh")
    }
    english, chinese = outputs(" FAIL ")
    for language, shown in (("en", english), ("zh", chinese)):  # a part of it, in its order
        rest = iter([line.rstrip() for line in printed[language].splitlines()])
        assert [line for line in shown.lines if line not in rest] == [], language


def test_what_it_shows_of_an_error_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules.yml").write_text(SLIP, encoding="utf-8")
    done = run("rules", "check", "rules.yml")
    assert done.exit_code == 2
    for shown in outputs("rules.yml:"):
        assert done.stderr.removeprefix("mediaverdict: ").splitlines() == shown.lines


def test_what_it_shows_of_replay_is_what_is_printed(printed: dict[str, str]) -> None:
    (replayed,) = [text for line, text in printed.items() if line.startswith(f"{OURS}replay")]
    for shown in outputs(" old "):
        assert [line.rstrip() for line in replayed.splitlines()] == shown.lines


def test_it_names_every_fact_and_pack() -> None:
    for name in ALL_FACTS:
        family, _, rest = name.partition(".")
        assert f"`{name}`" in README or f".{rest}" in README or f"{family}`" in README, name
    assert all(f"`{name}`" in README for name in pack_names())


def test_its_figures_of_the_corpus_are_true() -> None:
    judged = [
        (sum(judge(fault.job()) for fault in FAULTS), sum(judge(job) for job in GOOD.values()))
        for judge in JUDGES.values()
    ]
    (ours, ours_false), (schema, schema_false), (plain, plain_false) = judged
    assert ours_false == 0
    text = " ".join(README.split())
    assert f"lays {len(FAULTS)} faults on good jobs" in text
    assert f"our packs detect {ours} of {len(FAULTS)} with no false alarm on the {len(GOOD)} good jobs" in text
    assert f"the comparisons {plain} with {plain_false}, the schema {schema} with {schema_false}" in text


def test_its_make_targets_exist() -> None:
    for target in set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


def test_the_files_it_links_to_are_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"
    for name in set(re.findall(r"`((?:deploy|events|tests|functions|layers|docs|schemas|tools)/[\w./-]+)`", README)):
        assert (ROOT / name).exists(), name
