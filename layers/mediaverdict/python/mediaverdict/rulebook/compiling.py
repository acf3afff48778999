"""A rule book's text -> a Rulebook, or every problem in it, each with file, line and column."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from mediaverdict.checks.condition import Mode
from mediaverdict.errors import Problem, RulebookError
from mediaverdict.facts.job import parse_moment
from mediaverdict.rulebook import model
from mediaverdict.rulebook.conditions import Place, compile_checks, compile_selection
from mediaverdict.rulebook.reading import locate, read_yaml
from mediaverdict.rulebook.rules import Rule, Rulebook, Waiver
from mediaverdict.rulebook.shape import check_shape, named, nearest

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.rulebook.rules import AnyCheck, Check

PACKS = Path(__file__).with_name("packs")
RESERVED = ("job-state", "output-status", "no-outputs", "nothing-checked")
"""IDs of what is judged without any rule."""


def load_rulebook(path: Path) -> Rulebook:
    """The rule book in a file, includes and all. Raises RulebookError with every problem."""
    problems: list[Problem] = []
    loaded = _load(path, (), problems)
    if problems or loaded is None:
        raise RulebookError(problems)
    return loaded.book


def read_rulebook(text: str, file: str = "rules.yml", folder: Path | None = None) -> Rulebook:
    """The rule book in a text; `folder` is where its includes are looked for. Raises RulebookError."""
    problems: list[Problem] = []
    reader = _Reader(text, file, folder or Path(), ())
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


def _load(path: Path, stack: tuple[Path, ...], problems: list[Problem]) -> _Loaded | None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem("the file is no UTF-8 text", file=str(path)))
        return None
    except OSError as error:
        problems.append(Problem(f"can't be read: {error.strerror}", file=str(path)))
        return None
    return _Reader(text, str(path), path.parent, (*stack, path.resolve())).read(problems)


@dataclass
class _Reader:
    """One file of a rule book."""

    text: str
    file: str
    folder: Path
    stack: tuple[Path, ...]
    problems: list[Problem] = field(default_factory=list)

    def read(self, problems: list[Problem]) -> _Loaded | None:
        value, found = read_yaml(self.text, self.file)
        self.problems.extend(found)
        loaded = self._book(value, problems) if value is not None or not found else None
        if self.problems:
            problems.extend(
                sorted(locate(self.problems, self.text, self.file), key=lambda one: (one.line, one.column))
            )
        return loaded

    def _book(self, value: object, elsewhere: list[Problem]) -> _Loaded | None:
        if not isinstance(value, dict):
            what = "is empty" if value is None else f"is {named(value)}"
            self.problems.append(Problem(f"a rule book {what}: expected a map that begins with version: 1"))
            return None
        if "version" in value and (value["version"] != 1 or isinstance(value["version"], bool)):
            self.problems.append(
                Problem(f"version is {named(value['version'])}: this release knows version 1", ("version",))
            )
        book = check_shape(model.Book, value, "a rule book", (), self.problems)
        raw_rules = value.get("rules")
        on_missing = book.on_missing if book is not None else "inconclusive"
        includes = value.get("include")
        included = [
            loaded.book
            for index, raw in enumerate(includes if isinstance(includes, list) else [])
            if (loaded := self._include(raw, ("include", index), elsewhere)) is not None
        ]
        mentioned: set[str] = set()
        rules = self._rules(raw_rules if isinstance(raw_rules, list) else [], on_missing, included, mentioned)
        jobs = value.get("jobs")
        selected = (
            compile_selection(jobs, ("jobs",), self.problems, job_facts_only=True)
            if isinstance(jobs, dict)
            else ()
        )
        known = mentioned | {rule.id for book in included for rule in book.rules}
        waivers = self._waivers(value.get("waive"), known)
        meaning = {
            "book": {key: part for key, part in value.items() if key != "examples"},
            "includes": [book.digest for book in included],
        }
        digest = hashlib.sha256(json.dumps(meaning, sort_keys=True, default=_plain).encode()).hexdigest()
        return _Loaded(
            Rulebook(
                rules=tuple(rules),
                jobs=selected,
                waivers=(*(waiver for book in included for waiver in book.waivers), *waivers),
                digest=f"sha256:{digest}",
                packs=tuple(dict.fromkeys(pack for book in included for pack in book.packs)),
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
                self.problems.append(
                    Problem(f"there is no pack {name!r}", (*where, "pack"), hint=nearest(name, known))
                )
                return None
            path = PACKS / f"{name}.yml"
        else:
            path = self.folder / entry.path
            if path.resolve() in self.stack:
                self.problems.append(
                    Problem(f"{entry.path} includes itself, directly or through others", where)
                )
                return None
            if not path.is_file():
                self.problems.append(Problem(f"there is no file {entry.path!r} beside this rule book", where))
                return None
        return _load(path, self.stack, elsewhere)

    def _rules(
        self, raw_rules: list[object], on_missing: str, included: list[Rulebook], mentioned: set[str]
    ) -> list[Rule]:
        rules: dict[str, Rule] = {}
        for book in included:
            for rule in book.rules:
                if rule.id in rules and rules[rule.id] != rule:
                    self.problems.append(Problem(f"two includes have a rule {rule.id!r}", ("include",)))
                rules[rule.id] = rule
        own: set[str] = set()
        for index, raw in enumerate(raw_rules):
            where = ("rules", index)
            shape = check_shape(model.Rule, raw, "a rule", where, self.problems)
            if shape is None:
                if isinstance(raw, dict):
                    mentioned.add(str(raw.get("id")))
                    own.add(str(raw.get("id")))
                    self._check_conditions(raw, where)
                continue
            if shape.id in own or shape.id in RESERVED:
                why = "is taken" if shape.id in own else "is what the built-in check of that name is called"
                self.problems.append(
                    Problem(f"the rule ID {shape.id!r} {why}: IDs are unique in a book", (*where, "id"))
                )
                continue
            own.add(shape.id)
            mentioned.add(shape.id)
            given = set(raw) if isinstance(raw, dict) else set()
            if given <= {"id", "severity", "enforce_from"}:
                self._override(shape, rules, where)
                continue
            if shape.id in rules:
                self.problems.append(
                    Problem(
                        f"the rule ID {shape.id!r} is an included rule's",
                        (*where, "id"),
                        hint="to change that one, write id and severity only",
                    )
                )
                continue
            rule = self._rule(shape, where, on_missing)
            if rule is not None:
                rules[rule.id] = rule
        return [rule for rule in rules.values() if rule.severity != "off"]

    def _check_conditions(self, raw: dict[str, object], where: tuple[str | int, ...]) -> None:
        """The conditions of a rule whose shape is wrong elsewhere: every error is told in one go."""
        scope = raw.get("scope") if raw.get("scope") in ("group", "job") else "output"
        for key in ("match", "when", "require"):
            conditions = raw.get(key)
            if isinstance(conditions, dict):
                place = Place(
                    Mode.REQUIRE if key == "require" else Mode.SELECT,
                    "output" if key == "match" else str(scope),
                )
                compile_checks(conditions, place, (*where, key), self.problems)
        for key in ("any_of", "none_of"):
            branches = raw.get(key)
            for index, branch in enumerate(branches if isinstance(branches, list) else []):
                if isinstance(branch, dict):
                    compile_checks(
                        branch, Place(Mode.REQUIRE, str(scope)), (*where, key, index), self.problems
                    )

    def _override(self, shape: model.Rule, rules: dict[str, Rule], where: tuple[str | int, ...]) -> None:
        if shape.id not in rules:
            hint = nearest(shape.id, list(rules)) if rules else "write require, any_of, none_of or must_match"
            self.problems.append(
                Problem(
                    f"the rule {shape.id!r} asks nothing, and no included rule has that ID", where, hint=hint
                )
            )
            return
        rule = rules[shape.id]
        rules[shape.id] = replace(
            rule,
            severity=shape.severity if "severity" in shape.model_fields_set else rule.severity,
            enforce_from=self._moment(shape.enforce_from, (*where, "enforce_from")) or rule.enforce_from,
        )

    def _rule(self, shape: model.Rule, where: tuple[str | int, ...], on_missing: str) -> Rule | None:
        before = len(self.problems)
        place = Place(Mode.REQUIRE, shape.scope)

        def checks(raw: dict[str, object], *way: str | int) -> tuple[AnyCheck, ...]:
            return tuple(compile_checks(raw, place, (*where, *way), self.problems))

        if not (shape.require or shape.any_of or shape.none_of or shape.must_match):
            self.problems.append(
                Problem(
                    f"the rule {shape.id!r} asks nothing",
                    where,
                    hint="write require, any_of, none_of or must_match",
                )
            )
        rule = Rule(
            id=shape.id,
            description=shape.description,
            severity=shape.severity,
            scope=shape.scope,
            on_missing=shape.on_missing or on_missing,
            match=compile_selection(shape.match, (*where, "match"), self.problems),
            when=tuple(
                compile_checks(shape.when, Place(Mode.SELECT, shape.scope), (*where, "when"), self.problems)
            ),
            require=checks(shape.require, "require"),
            any_of=tuple(checks(branch, "any_of", index) for index, branch in enumerate(shape.any_of)),
            none_of=tuple(checks(branch, "none_of", index) for index, branch in enumerate(shape.none_of)),
            must_match=shape.must_match,
            why=shape.why,
            fix=shape.fix,
            source=shape.source,
            enforce_from=self._moment(shape.enforce_from, (*where, "enforce_from")),
        )
        return rule if len(self.problems) == before else None

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
            until = self._moment(shape.until, (*where, "until"))
            if until is not None and "T" not in shape.until:
                until += timedelta(days=1)  # a waiver's last day is waived
            waivers.append(Waiver(shape.rule, match, until, shape.reason))
        return waivers

    def _moment(self, text: str, where: tuple[str | int, ...]) -> datetime | None:
        moment = parse_moment(text) if text else None
        if text and moment is None:
            self.problems.append(Problem(f"{text!r} is no date: write 2026-12-01", where))
        return moment


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(type(value).__name__)  # pragma: no cover - YAML gives nothing else
