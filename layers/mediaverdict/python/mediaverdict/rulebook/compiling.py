"""A rule book's text -> a Rulebook, or every problem in it, each with file, line and column."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import cache
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from mediaverdict.errors import Problem, RulebookError
from mediaverdict.rulebook import model
from mediaverdict.rulebook.checks import compile_selection
from mediaverdict.rulebook.limits import Includes
from mediaverdict.rulebook.reading import locate, read_yaml
from mediaverdict.rulebook.rulelist import RESERVED, RuleList, read_moment
from mediaverdict.rulebook.rules import Rulebook, Waiver
from mediaverdict.rulebook.shape import check_shape, named, nearest

if TYPE_CHECKING:
    from mediaverdict.rulebook.rules import Check

PACKS = Path(__file__).with_name("packs")


def load_rulebook(path: Path) -> Rulebook:
    """The rule book in a file, includes and all. Raises RulebookError with every problem."""
    problems: list[Problem] = []
    loaded = _load(path, Includes(path.parent), problems)
    if problems or loaded is None:
        raise RulebookError(problems)
    return loaded.book


def sources_of(path: Path) -> set[Path]:
    """A rule book's file, and every file that it includes, directly or through others; packs are the package's."""
    found: set[Path] = set()

    def follow(file: Path) -> None:
        if file in found:
            return
        found.add(file)
        value, _ = read_yaml(file.read_text(encoding="utf-8"), str(file))
        for entry in value.get("include") or [] if isinstance(value, dict) else []:
            name = entry.get("path") if isinstance(entry, dict) else entry
            if name:
                follow(file.parent / str(name))

    follow(path)
    return found


def read_rulebook(text: str, file: str = "rules.yml", folder: Path | None = None) -> Rulebook:
    """The rule book in a text; `folder` is where its includes are looked for. Raises RulebookError."""
    problems: list[Problem] = []
    reader = _Reader(text, file, folder or Path(), Includes(folder or Path()))
    loaded = reader.read(problems)
    if problems or loaded is None:
        raise RulebookError(problems)
    return loaded.book


def pack_names() -> list[str]:
    """The built-in packs."""
    return sorted(path.stem for path in PACKS.glob("*.yml"))


@dataclass(frozen=True, slots=True)
class _Loaded:
    book: Rulebook
    examples: list[object]


def _load(path: Path, includes: Includes, problems: list[Problem]) -> _Loaded | None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem("the file is no UTF-8 text", file=str(path)))
        return None
    except OSError as error:
        problems.append(Problem(f"can't be read: {error.strerror}", file=str(path)))
        return None
    return _Reader(text, str(path), path.parent, includes.entered(path)).read(problems)


@cache
def _pack_value(name: str) -> object:
    """A built-in pack's YAML, read once."""
    value, _ = read_yaml((PACKS / f"{name}.yml").read_text(encoding="utf-8"), name)
    return value


def _load_pack(name: str, problems: list[Problem]) -> _Loaded | None:
    reader = _Reader("", str(PACKS / f"{name}.yml"), PACKS, Includes(PACKS))
    loaded = reader.compile(_pack_value(name), problems)
    problems.extend(reader.problems)  # none: the tests compile every pack
    return loaded


@dataclass
class _Reader:
    """One file of a rule book."""

    text: str
    file: str
    folder: Path
    includes: Includes
    problems: list[Problem] = field(default_factory=list)

    def read(self, problems: list[Problem]) -> _Loaded | None:
        """The book, or None; what is wrong goes to `problems`, with its place."""
        value, found = read_yaml(self.text, self.file)
        self.problems.extend(found)
        loaded = self.compile(value, problems) if value is not None or not found else None
        if self.problems:
            problems.extend(sorted(locate(self.problems, self.text, self.file), key=lambda one: (one.line, one.column)))
        return loaded

    def compile(self, value: object, elsewhere: list[Problem]) -> _Loaded | None:
        """The book of a value that was read; what is wrong goes to this file's problems."""
        if not isinstance(value, dict):
            what = "is empty" if value is None else f"is {named(value)}"
            self.problems.append(Problem(f"a rule book {what}: expected a map that begins with version: 1"))
            return None
        if "version" in value and (value["version"] != 1 or isinstance(value["version"], bool)):
            self.problems.append(
                Problem(f"version is {named(value['version'])}: this release knows version 1", ("version",))
            )
        book = check_shape(model.Book, value, "a rule book", (), self.problems)
        includes = value.get("include")
        included = [
            loaded.book
            for index, raw in enumerate(includes if isinstance(includes, list) else [])
            if (loaded := self._include(raw, ("include", index), elsewhere)) is not None
        ]
        rules = RuleList(book.on_missing if book is not None else "inconclusive", self.problems)
        rules.include(included)
        raw_rules = value.get("rules")
        for index, raw in enumerate(raw_rules if isinstance(raw_rules, list) else []):
            rules.add(raw, ("rules", index))
        jobs = value.get("jobs")
        selected = (
            compile_selection(jobs, ("jobs",), self.problems, job_facts_only=True) if isinstance(jobs, dict) else ()
        )
        known = rules.own | set(rules.rules)
        self._check_examples(value.get("examples"), known)
        waivers = self._waivers(value.get("waive"), known)
        meaning = {
            "book": {key: part for key, part in value.items() if key != "examples"},
            "includes": [book.digest for book in included],
        }
        digest = hashlib.sha256(json.dumps(meaning, sort_keys=True, default=_plain).encode()).hexdigest()
        return _Loaded(
            Rulebook(
                rules=rules.active(),
                jobs=selected,
                waivers=(*(waiver for book in included for waiver in book.waivers), *waivers),
                digest=f"sha256:{digest}",
                packs=tuple(dict.fromkeys([*(pack for book in included for pack in book.packs), *_named(book)])),
            ),
            value.get("examples") or [],
        )

    def _include(self, raw: object, where: tuple[str | int, ...], elsewhere: list[Problem]) -> _Loaded | None:
        if isinstance(raw, str):
            raw = {"path": raw}
        entry = check_shape(model.Include, raw, "an include", where, self.problems)
        if entry is None:
            return None
        if bool(entry.pack) == bool(entry.path):
            self.problems.append(Problem("an include is either {pack: NAME} or {path: FILE}", where))
            return None
        if entry.pack:
            name = entry.pack.partition("@")[0]
            known = pack_names()
            if name not in known:
                self.problems.append(Problem(f"there is no pack {name!r}", (*where, "pack"), hint=nearest(name, known)))
                return None
            return _load_pack(name, elsewhere)
        path = self.folder / entry.path
        fault = self.includes.fault_of(path, entry.path)  # first: what lies outside is not even looked for
        if not fault and not isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that no file can have
            fault = f"there is no file {entry.path[:200]!r} beside this rule book"
        if fault:
            self.problems.append(Problem(fault, where))
            return None
        return _load(path, self.includes, elsewhere)

    def _check_examples(self, raw: object, known: set[str]) -> None:
        """Their shape, and that the rules they name exist; `rules test` runs them."""
        for index, entry in enumerate(raw if isinstance(raw, list) else []):
            where = ("examples", index)
            shape = check_shape(model.Example, entry, "an example", where, self.problems)
            if shape is None:
                continue
            if bool(shape.job) + bool(shape.facts) + bool(shape.outputs) != 1:
                self.problems.append(Problem("an example has one of job, facts and outputs", where))
            for rule in shape.findings or []:
                if rule not in known and rule not in RESERVED:
                    told = f"there is no rule {rule!r}"
                    self.problems.append(Problem(told, (*where, "findings"), hint=nearest(rule, sorted(known))))

    def _waivers(self, raw: object, known: set[str]) -> list[Waiver]:
        waivers = []
        for index, entry in enumerate(raw if isinstance(raw, list) else []):
            where = ("waive", index)
            shape = check_shape(model.Waiver, entry, "a waiver", where, self.problems)
            if shape is None:
                continue
            if shape.rule not in known:
                self.problems.append(
                    Problem(
                        f"there is no rule {shape.rule!r} to waive",
                        (*where, "rule"),
                        hint=nearest(shape.rule, sorted(known)),
                    )
                )
            match: tuple[Check, ...] = compile_selection(shape.match, (*where, "match"), self.problems)
            until = read_moment(shape.until, (*where, "until"), self.problems)
            if until is not None and "T" not in shape.until:
                until += timedelta(days=1)  # a waiver's last day is waived
            waivers.append(Waiver(shape.rule, match, until, shape.reason))
        return waivers


def _named(book: model.Book | None) -> list[str]:
    """`h264-levels@1` of a book that is a pack."""
    return [f"{book.pack.name}@{book.pack.version}"] if book is not None and book.pack is not None else []


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(type(value).__name__)  # pragma: no cover - YAML gives nothing else
