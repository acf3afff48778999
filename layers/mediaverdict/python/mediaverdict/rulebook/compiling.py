"""A rule book's text -> a Rulebook, or every problem in it, each with file, line and column."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import cache
from os.path import isfile
from pathlib import Path
from typing import NamedTuple

from mediaverdict.errors import Problem, Problems, RulebookError, say
from mediaverdict.rulebook import messages, model
from mediaverdict.rulebook.asking import asks_templates
from mediaverdict.rulebook.checks import read_selection
from mediaverdict.rulebook.keyboards import at_fault, foreign_lines, foreign_problem
from mediaverdict.rulebook.limits import Includes
from mediaverdict.rulebook.reading import locate, read_yaml
from mediaverdict.rulebook.rulelist import RESERVED, RuleList, read_moment
from mediaverdict.rulebook.rules import Rulebook, Waiver
from mediaverdict.rulebook.shape import check_shape, named, nearest
from mediaverdict.severity import on_missing

PACKS = Path(__file__).with_name("packs")


def load_rulebook(path: Path) -> Rulebook:
    """The rule book in a file, includes and all. Raises RulebookError with every problem."""
    return check_rulebook(path).book


class CheckedRulebook(NamedTuple):
    """A rule book without an error, and what in it is likely not what its writer means."""

    book: Rulebook
    advice: tuple[Problem, ...]


def check_rulebook(path: Path) -> CheckedRulebook:
    """As `load_rulebook`, with advice. Raises RulebookError with every problem."""
    found = Problems()
    book = _load(path, Includes(path.parent), found)
    if found.found or book is None:
        raise RulebookError(found.found)
    return CheckedRulebook(book, tuple(found.advice))


def try_rulebook(text: str, path: Path) -> tuple[Rulebook | None, Problems]:
    """The book of a text that is to stand at that path; None where there is a problem, and every problem and advice."""
    found = Problems()
    book = _read(text, str(path), path.parent, Includes(path.parent).entered(path), found)
    return (None if found.found else book), found


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
    found = Problems()
    book = _read(text, file, folder or Path(), Includes(folder or Path()), found)
    if found.found or book is None:
        raise RulebookError(found.found)
    return book


def pack_names() -> list[str]:
    """The built-in packs."""
    return sorted(path.stem for path in PACKS.glob("*.yml"))


def _load(path: Path, includes: Includes, elsewhere: Problems) -> Rulebook | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        elsewhere.found.append(Problem(messages.NOT_UTF_8, file=str(path)))
        return None
    except OSError as error:
        elsewhere.found.append(Problem(say("can't be read: {reason}", reason=error.strerror), file=str(path)))
        return None
    return _read(text, str(path), path.parent, includes.entered(path), elsewhere)


def _read(text: str, file: str, folder: Path, includes: Includes, elsewhere: Problems) -> Rulebook | None:
    """The book of a text, or None; what is wrong and what is advised goes `elsewhere`, with its place.

    Where signs of another keyboard are at fault, they are told, and then what is left with these put right.
    """
    first, loaded = Problems(), includes.loaded
    book = _Reader(text, file, folder, includes).read(first)
    foreign = at_fault(foreign_lines(text), first.found, file)
    if foreign:
        includes.forget(loaded)
        lines = text.splitlines()
        for one in foreign:
            lines[one.line] = one.mended
        first, book = Problems(), None
        _Reader("\n".join(lines), file, folder, includes).read(first)
        first.found.extend(foreign_problem(one, text, file) for one in foreign)
        first.found.sort(key=lambda one: (one.file == file, one.line, one.column))
    elsewhere.found.extend(first.found)
    elsewhere.advice.extend(first.advice)
    return book


@cache
def _pack_value(name: str) -> object:
    """A built-in pack's YAML, read once."""
    value, _ = read_yaml((PACKS / f"{name}.yml").read_text(encoding="utf-8"), name)
    return value


@cache
def _load_pack(name: str) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """A built-in pack, compiled once, and its problems."""
    reader = _Reader("", str(PACKS / f"{name}.yml"), PACKS, Includes(PACKS))
    return reader.compile(_pack_value(name), Problems()), tuple(reader.problems.found)


@dataclass
class _Reader:
    """One file of a rule book."""

    text: str
    file: str
    folder: Path
    includes: Includes
    problems: Problems = field(default_factory=Problems)
    """This file's; those of included files are told `elsewhere`."""

    def read(self, elsewhere: Problems) -> Rulebook | None:
        """The book, or None; what is wrong goes there, with its place."""
        value, found = read_yaml(self.text, self.file)
        self.problems.found.extend(found)
        book = self.compile(value, elsewhere) if value is not None or not found else None
        located = locate(self.problems.found, self.text, self.file) if self.problems.found else []
        elsewhere.found.extend(sorted(located, key=lambda one: (one.line, one.column)))
        elsewhere.advice.extend(locate(self.problems.advice, self.text, self.file) if self.problems.advice else [])
        return book

    def compile(self, value: object, elsewhere: Problems) -> Rulebook | None:
        """The book of a value that was read; what is wrong goes to this file's problems."""
        problems = self.problems
        if not isinstance(value, dict):
            problems.add(say("a rule book is {found}: expected a map that begins with version: 1", found=named(value)))
            return None
        if "version" in value and (value["version"] != 1 or isinstance(value["version"], bool)):
            hint = messages.VERSION_UNQUOTED if isinstance(value["version"], str) else messages.VERSION
            message = say("version is {found}: this release knows version 1", found=named(value["version"]))
            problems.at("version").add(message, hint=hint)
        book = check_shape(model.Book, value, say("a rule book"), problems)
        included = [
            one
            for index, raw in enumerate(_listed(value, "include"))
            if (one := self._include(raw, problems.at("include", index), elsewhere)) is not None
        ]
        rules = RuleList(on_missing(book.on_missing if book is not None else "inconclusive"), problems)
        rules.include(included)
        for index, raw in enumerate(_listed(value, "rules")):
            rules.add(raw, problems.at("rules", index))
        jobs = value.get("jobs")
        selected = read_selection(jobs, problems.at("jobs"), job_facts_only=True) if isinstance(jobs, dict) else ()
        known = set(rules.own) | set(rules.rules)
        self._check_examples(value, known)
        waivers = self._waivers(value, known)
        meaning = {
            "book": {key: part for key, part in value.items() if key != "examples"},
            "includes": [book.digest for book in included],
        }
        digest = hashlib.sha256(json.dumps(meaning, sort_keys=True, default=_plain).encode()).hexdigest()
        active = rules.active()
        waived = (*(waiver for book in included for waiver in book.waivers), *waivers)
        return Rulebook(
            rules=active,
            jobs=selected,
            waivers=waived,
            digest=f"sha256:{digest}",
            packs=tuple(dict.fromkeys([*(pack for book in included for pack in book.packs), *_named(book)])),
            asks_templates=asks_templates((*active, *waived)),
        )

    def _include(self, raw: object, problems: Problems, elsewhere: Problems) -> Rulebook | None:
        if isinstance(raw, str):
            raw = {"path": raw}
        entry = check_shape(model.Include, raw, say("an include"), problems)
        if entry is None:
            return None
        if bool(entry.pack) == bool(entry.path):
            problems.add(say("an include is either {{pack: NAME}} or {{path: FILE}}"))
            return None
        if entry.pack:
            name = entry.pack.partition("@")[0]
            known = pack_names()
            if name not in known:
                problems.at("pack").add(say("there is no pack {name!r}", name=name), hint=nearest(name, known))
                return None
            pack, problems_of_pack = _load_pack(name)
            elsewhere.found.extend(problems_of_pack)  # none: the tests compile every pack
            return pack
        path = self.folder / entry.path
        hint: str = ""
        fault = self.includes.fault_of(path, entry.path)  # first: what lies outside is not even looked for
        if not fault and not isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that no file can have
            fault = say("there is no file {name!r} beside this rule book", name=entry.path[:200])
            if entry.path in pack_names():
                hint = say("to include the built-in pack, write {{pack: {name}}}", name=entry.path)
        if fault:
            problems.add(fault, hint=hint)
            return None
        return _load(path, self.includes, elsewhere)

    def _check_examples(self, value: dict[str, object], known: set[str]) -> None:
        """Their shape, and that the rules they name exist; `rules test` runs them."""
        for index, entry in enumerate(_listed(value, "examples")):
            problems = self.problems.at("examples", index)
            shape = check_shape(model.Example, entry, say("an example"), problems)
            if shape is None:
                continue
            if bool(shape.job) + bool(shape.facts) + bool(shape.outputs) != 1:
                problems.add(say("an example has one of job, facts and outputs"))
            for rule in shape.findings or []:
                if rule not in known and rule not in RESERVED:
                    problems.at("findings").add(
                        say("there is no rule {rule!r}", rule=rule), hint=nearest(rule, sorted(known))
                    )

    def _waivers(self, value: dict[str, object], known: set[str]) -> list[Waiver]:
        waivers = []
        for index, entry in enumerate(_listed(value, "waive")):
            problems = self.problems.at("waive", index)
            shape = check_shape(model.Waiver, entry, say("a waiver"), problems)
            if shape is None:
                continue
            if shape.rule not in known:
                hint = nearest(shape.rule, sorted(known))
                problems.at("rule").add(say("there is no rule {rule!r} to waive", rule=shape.rule), hint=hint)
            match = read_selection(shape.match, problems.at("match"))
            until = read_moment(shape.until, problems.at("until"))
            if until is not None and "T" not in shape.until:
                with suppress(OverflowError):  # the last day that there is
                    until += timedelta(days=1)  # a waiver's last day is waived
            waivers.append(Waiver(shape.rule, match, until, shape.reason))
        return waivers


def _listed(value: dict[str, object], key: str) -> list[object]:
    """A list of the book; what is none was told by its shape."""
    found = value.get(key)
    return found if isinstance(found, list) else []


def _named(book: model.Book | None) -> list[str]:
    """`h264-levels@1` of a book that is a pack."""
    return [f"{book.pack.name}@{book.pack.version}"] if book is not None and book.pack is not None else []


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(type(value).__name__)  # pragma: no cover - YAML gives nothing else
