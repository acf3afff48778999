"""A page's snippets, run in their order: rule books are written, commands run, and what a page shows is what is printed.

- A `yaml` block whose first line names a file under build/ is that file; any other is a rule book, or rules of one.
- Each line of a `sh` block is run; the block without a language behind it is what they print together, line by line.
  A line `...` there stands for any lines.
- `MEDIAVERDICT_RENEW_GOLDEN=1` writes what is printed into the pages; look at the diff.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

from command import ROOT, run
from corpus.writing import write_samples
from mediaverdict.rulebook import read_rulebook

RENEWED = bool(os.environ.get("MEDIAVERDICT_RENEW_GOLDEN"))
COLUMNS = "88"
"""Of the terminal that the pages' outputs come from."""
OURS = ".venv/bin/mediaverdict "
PLAIN = ("sed ", "mkdir ", "cp ")
"""What a shell runs."""
NOT_RUN = {
    "make studio": "serves until it is stopped; `make studio-check` has a browser use it",
    "mediaverdict studio": "as that, of an installation outside of a clone",
    "npm ": "fetches the deployer's own tools",
    "s config": "asks for the deployer's keys",
    "export ": "sets what only a deployer has",
    "git ": "of the reader's own clone",
    "make demo": "the README's test runs what it runs",
    "make test": "these tests",
    "make layers": "tests/mediaverdict_deploy",
    "make deploy": "needs an account; tests/mediaverdict_deploy",
    "make queues": "needs an account; tests/mediaverdict_deploy",
    "make package": "tests/acceptance/package_check.py",
    "cd build": "where that is",
    "s init ": "tests/acceptance/package_check.py",
    "cd my-judge": "what that made",
    "s deploy": "needs an account",
    "aliyun ": "needs an account",
    ".venv/bin/mediaverdict verdicts https:": "needs an account",
    ".venv/bin/mediaverdict redrive https:": "needs an account",
    ".venv/bin/mediaverdict replay --rules build/my-rules.yml --since": "needs an account",
    "--built": "tests/acceptance/built_check.py",
}
"""By the command's beginning, or an option of it: why it is not run here."""
_PRINTED: dict[tuple[str, str, tuple[bytes, ...]], str] = {}
"""By the language, a command and the rule books that were there: pages run the same ones."""
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"# (build/[\w.-]+\.yml)\n")


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    """In their order."""
    return [
        Block(found[2], re.sub(f"^{found[1]}", "", found[3], flags=re.MULTILINE), *found.span())
        for found in _BLOCK.finditer(text)
    ]


def clone(folder: Path) -> None:
    """Makes the folder like a clone, for commands that are run in it."""
    for name in ("events", "functions", "layers", "schemas"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build").mkdir()


def reason_not_run(line: str) -> str:
    """Why a command is not run; empty where it is."""
    return next(
        (why for part, why in NOT_RUN.items() if line.startswith(part) or (part.startswith("--") and part in line)), ""
    )


def play(page: Path) -> list[tuple[str, str]]:
    """Runs a page in the current folder: (what it shows, what is printed) for each output."""
    compared: list[tuple[str, str]] = []
    text = page.read_text(encoding="utf-8")
    renewed, printed, at = "", None, 0
    language = "zh" if page.name.endswith(".zh.md") else "en"
    for block in blocks(text):
        named = _NAMED.match(block.text) if block.language == "yaml" else None
        if named is not None:
            Path(named[1]).write_text(block.text, encoding="utf-8")
        elif block.language == "yaml":
            whole = "version:" in block.text
            read_rulebook(block.text if whole else f"version: 1\nrules:\n{block.text}", page.name)
        elif block.language == "sh":
            printed = "".join(_run(line, language) for line in block.text.splitlines() if line.strip())
        elif block.language == "" and printed is not None:
            compared.append((block.text, printed))
            if "\n...\n" not in f"\n{block.text}":
                renewed += f"{text[at : block.start]}```\n{printed}```"
                at = block.end
        if block.language != "sh":
            printed = None
    if RENEWED:
        page.write_text(renewed + text[at:], encoding="utf-8")
    return compared


def _run(line: str, language: str) -> str:
    if reason_not_run(line):
        return ""
    if line == "make samples":
        write_samples(Path("build/samples"))
        return ""
    if line.startswith(PLAIN):
        return subprocess.run(["sh", "-c", line], check=True, capture_output=True, encoding="utf-8").stdout
    assert line.startswith(OURS), f"not a command that is run, nor one that is known not to be: {line}"
    key = (language, line, tuple(path.read_bytes() for path in sorted(Path("build").glob("*.yml"))))
    if key not in _PRINTED:
        _PRINTED[key] = _print(line, language)
    return _PRINTED[key]


def _print(line: str, language: str) -> str:
    command, _, file = line.removeprefix(OURS).partition(" > ")
    words = [
        word
        for part in shlex.split(command, comments=True)
        for word in (sorted(map(str, Path().glob(part))) or [part] if "*" in part else [part])
    ]
    done = run(*words, COLUMNS=COLUMNS, MEDIAVERDICT_LANG=language)
    if not file:
        return "".join(f"{one.rstrip()}\n" for one in done.output.splitlines())
    Path(file).write_text(done.stdout, encoding="utf-8")
    return done.stderr


def is_shown(shown: str, printed: str) -> bool:
    """Whether a page's output is what is printed, `...` standing for any lines."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines()
    )  # fmt: skip
    return re.fullmatch(pattern, printed) is not None
