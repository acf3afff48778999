"""YAML 1.2 as a rule book needs it, through PyYAML's parser.

Plain scalars follow YAML 1.2's core schema: `16:9`, `off`, `no` and dates are text (YAML 1.1 reads 969,
false, false and a date). Numbers are exact: `0.1` is 1/10. NaN and infinity are errors, as are duplicate
keys. Line and column are looked up only when there is a problem to tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.errors import Message, Problem, say
from mediaverdict.quantities import parse_number
from mediaverdict.rulebook import messages
from mediaverdict.rulebook.commas import take_commas
from mediaverdict.rulebook.limits import excess_of
from mediaverdict.rulebook.syntax import syntax_problem

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mediaverdict.rulebook.commas import Comma

# libyaml is ten times as fast; a layer without it still works.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")


class _Loader(_Base):  # type: ignore[misc]
    """The core schema's scalars, exact numbers, and duplicate keys as problems."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.problems: list[tuple[str, yaml.Mark]] = []
        self.commas: list[Comma] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        if node.flow_style:
            self.commas.extend(take_commas(node))
        seen: dict[str, int] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):  # a list or a map as a key: refused below
                continue
            if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                message = messages.TWICE.format(key=key.value, line=seen[key.value])
                self.problems.append((message, key.start_mark))
            seen.setdefault(str(key.value), key.start_mark.line + 1)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        if all(isinstance(key, str) for key in mapping):
            return mapping
        for key, _ in node.value:
            if key.tag not in (_tag("str"), _tag("merge")):
                self.problems.append((say("the key {key} is no text: put it in quotes", key=key.value), key.start_mark))
        return {str(key): value for key, value in mapping.items()}

    def exact_number(self, node: yaml.ScalarNode) -> object:
        text = str(node.value)
        if text.startswith(("0o", "0x")):
            return int(text, 0)
        number = parse_number(f"0{text}" if text.startswith(".") else text.removesuffix("."))
        if number is None:
            self.problems.append((say("{text} is out of range for a number", text=text), node.start_mark))
        return number

    def refuse_number(self, node: yaml.ScalarNode) -> object:
        self.problems.append((say("{text} is not a number that can be compared", text=node.value), node.start_mark))
        return 0  # anything that causes no second complaint


def _tag(name: str) -> str:
    return f"tag:yaml.org,2002:{name}"


for _name, _pattern, _first in (
    ("bool", _BOOL, "tTfF"),
    ("null", _NULL, ["~", "n", "N", ""]),
    ("int", _INT, "-+0123456789"),
    ("float", _FLOAT, "-+0123456789."),
    ("mediaverdict/no-number", _NO_NUMBER, "-+."),
    ("merge", re.compile(r"<<\Z"), "<"),
):
    _Loader.add_implicit_resolver(_tag(_name), _pattern, list(_first))
_Loader.add_constructor(_tag("int"), _Loader.exact_number)
_Loader.add_constructor(_tag("float"), _Loader.exact_number)
_Loader.add_constructor(_tag("mediaverdict/no-number"), _Loader.refuse_number)


def read_yaml(text: str, file: str) -> tuple[object, list[Problem]]:
    """(the document's value, problems). With a problem of syntax the value is None.

    Numbers are ints and Fractions, the rest str, bool, None, list and dict.
    """
    excess = excess_of(text, _Loader)
    if excess is not None:
        return None, [_at(excess.message, excess.line, excess.column, text, file)]
    try:
        loader = _Loader(text)
        try:
            value = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        return None, [syntax_problem(error, text, file, _Loader)]
    except RecursionError:  # pragma: no cover - the bound on depth comes first
        return None, [Problem(say("nested too deeply"), file=file)]
    commas = [_with_a_point(comma, text, file) for comma in loader.commas]
    return value, [*commas, *(_at(message, mark.line, mark.column, text, file) for message, mark in loader.problems)]


def _with_a_point(comma: Comma, text: str, file: str) -> Problem:
    problem = _at(comma.message, comma.mark.line, comma.mark.column, text, file)
    line, start = text.splitlines()[comma.mark.line], comma.mark.column
    return problem._replace(mended=(line[:start] + comma.meant + line[start + comma.length :])[:200])


def locate(problems: list[Problem], text: str, file: str) -> list[Problem]:
    """The problems with line, column and source line, found by the keys that lead to each."""
    if all(problem.line for problem in problems):  # a text beyond the bounds must not be built at all
        return problems
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:  # pragma: no cover - it was read before
        return problems
    located = []
    for problem in problems:
        if problem.line:
            located.append(problem)
            continue
        mark = _mark_of(root, problem.where)
        located.append(
            _at(_with_first(problem, root), mark.line, mark.column, text, file, problem.where, problem.hint)
            if mark is not None
            else Problem(problem.message, problem.where, file, hint=problem.hint)
        )
    return located


def _with_first(problem: Problem, root: yaml.Node | None) -> str:
    """The message, with the line of what it repeats."""
    mark = _mark_of(root, problem.first) if problem.first else None
    if mark is None or not isinstance(problem.message, Message):
        return problem.message
    return problem.message.put(line=mark.line + 1)


def _mark_of(root: yaml.Node | None, where: tuple[str | int, ...]) -> yaml.Mark | None:
    """Where the deepest part of the way that exists begins: a key where the last step is a key."""
    node, mark = root, root.start_mark if root is not None else None
    for step in where:
        if isinstance(node, yaml.MappingNode):
            for key, value in reversed(node.value):  # of a key that stands twice, the last one's value was read
                if key.value == str(step):
                    node, mark = value, key.start_mark
                    break
            else:
                return mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        else:
            return mark
    return mark


def _at(
    message: str,
    line: int,
    column: int,
    text: str,
    file: str,
    where: tuple[str | int, ...] = (),
    hint: str = "",
) -> Problem:
    lines = text.splitlines()
    source = lines[line].replace("\t", " ")[:200] if line < len(lines) else ""
    return Problem(message, where, file, line + 1, column + 1, source, hint)
