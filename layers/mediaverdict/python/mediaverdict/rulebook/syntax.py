"""What is no YAML, told as a person would: what is wrong, where it went wrong, and the line as it should be.

The parser notices a slip late and in its own words. So likely slips are looked for at its line and before it, each
with the line mended; the first mended line with which the parser gets further is what is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from mediaverdict.errors import Message, Problem
from mediaverdict.rulebook import messages
from mediaverdict.rulebook.slips import Slip, bullet, of_other_languages

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TRIED = 100_000
"""Characters of a book up to which mended lines are tried: each is the whole text parsed once more."""
MOST_BEFORE = 40
"""Lines before the parser's complaint where a slip is looked for."""

_INDEXED = re.compile(r"(?<![\"'\w])(?:audio|video)\[(?:\d+|\*)\]\.\w+")
_SPECIAL = re.compile(
    r"(?:(?<=:\s)|(?<=[\[{,]\s)|(?<=[\[{,])|(?<=-\s))(?P<text>[*&%@`!|][^\s,\]}\"'][^,\]}\"']*?)(?=\s*(?:[,\]}]|$|\s#))"
)
_COMPARED = re.compile(r"(?<=:\s)(?P<sign>>=|<=|=>|=<|>|<|==|=)\s*(?P<value>[^\s,}\]#]+)")
_FREE = ("description", "why", "fix", "source", "reason", "id", "name", "title")
_PAIR = re.compile(r"^(?P<head>\s*(?:-\s+)?(?P<key>[\w.\[\]*]+):\s+)(?P<rest>[^\s\"'{\[|>#&*].*:(?:\s.*|$))")
_NO_BLANK = re.compile(r"(?<=[\w\]])(?P<colon>:)(?=[{\[\"'\w])")
_PARSERS_OWN = {
    str(words): words
    for words in (
        Message("mapping values are not allowed in this context"),
        Message("block sequence entries are not allowed in this context"),
        Message("did not find expected key"),
        Message("did not find expected '-' indicator"),
        Message("did not find expected ',' or '}}'").format(),
        Message("did not find expected ',' or ']'"),
        Message("did not find expected node content"),
        Message("could not find expected ':'"),
        Message("found unexpected end of stream"),
        Message("found unexpected document indicator"),
        Message("found character that cannot start any token"),
        Message("found unknown escape character"),
        Message("found undefined alias"),
        Message("found duplicate anchor"),
        Message("found undefined tag handle"),
        Message("control characters are not allowed"),
    )
}
"""What the parser says most, where no likelier slip is found."""
WORDS = {
    ">": "above",
    "<": "below",
    ">=": "min",
    "<=": "max",
    "=>": "min",
    "=<": "max",
    "=": "equals",
    "==": "equals",
    "≥": "min",
    "≤": "max",
}


def syntax_problem(error: yaml.YAMLError, text: str, file: str, loader: Any) -> Problem:
    """The parser's complaint, or better: the slip that it comes of."""
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or str(error)
    said = _PARSERS_OWN.get(words, words)
    lines = text.splitlines()
    if mark is None or not lines:
        return Problem(messages.NOT_YAML.format(said=said), file=file)
    at = min(mark.line, len(lines) - 1)
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    if "\t" in indent:
        return _problem(Slip(messages.TAB, at, indent.index("\t"), lines[at].replace("\t", "  ")), lines, file)
    if lines[at].startswith("---") and "document" in said:
        return _problem(Slip(messages.SECOND_DOCUMENT, at, 0, ""), lines, file)
    if len(text) <= MOST_TRIED:
        for slip in _slips(lines, at):
            tried = [*lines[: slip.line], slip.mended, *lines[slip.line + 1 :]]
            if _gets_further("\n".join(tried), mark.line, loader):
                return _problem(slip, lines, file)
    column = mark.column if mark.line < len(lines) else len(lines[-1])
    return _problem(Slip(messages.NOT_YAML.format(said=said), at, column, ""), lines, file)


def _problem(slip: Slip, lines: list[str], file: str) -> Problem:
    source = lines[slip.line].replace("\t", " ")[:200]
    return Problem(slip.message, (), file, slip.line + 1, slip.column + 1, source, mended=slip.mended[:200])


def _gets_further(text: str, line: int, loader: Any) -> bool:
    """Whether the parser finds nothing more to complain of, or only behind that line."""
    try:
        for _ in yaml.parse(text, Loader=loader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > line
    except RecursionError:
        return False
    return True


def _slips(lines: list[str], at: int) -> Iterator[Slip]:
    """What may be wrong, the likeliest first: with the line itself, then with those before it."""
    for find in (of_other_languages, _indexed, _compared, _special, _backslash, _pair):
        yield from find(lines, at)
    for line in range(at, max(-1, at - MOST_BEFORE), -1):
        for find in (_no_blank, _dash, bullet):
            yield from find(lines, line)
    for line in range(max(0, at - MOST_BEFORE), at + 1):
        yield from _quote(lines, line)
    for line in range(max(0, at - MOST_BEFORE), at + 1):
        yield from _brackets(lines, line)
    for line in (at, at - 1):
        if line > 0:
            yield from _indentation(lines, line)


def _indexed(lines: list[str], at: int) -> Iterator[Slip]:
    found = _INDEXED.search(lines[at])
    if found is not None and "{" in lines[at][: found.start()]:
        mended = _INDEXED.sub(lambda one: f'"{one.group()}"', lines[at])
        yield Slip(messages.INDEXED.format(fact=found.group()), at, found.start(), mended)


def _compared(lines: list[str], at: int) -> Iterator[Slip]:
    for line in {at, max(0, at - 1)}:
        found = _COMPARED.search(lines[line])
        if found is not None:
            word = WORDS[found["sign"]]
            written = f"{{{word}: {found['value']}}}"
            mended = lines[line][: found.start()] + written + lines[line][found.end() :]
            yield Slip(messages.COMPARED.format(sign=found["sign"], written=written), line, found.start(), mended)


def _special(lines: list[str], at: int) -> Iterator[Slip]:
    found = _SPECIAL.search(lines[at])
    if found is not None:
        message = messages.SPECIAL.format(sign=found["text"][0])
        yield Slip(message, at, found.start(), quote_special(lines[at]))


def quote_special(line: str) -> str:
    """The line with quotation marks around each text that begins with a sign of YAML's own."""
    return _SPECIAL.sub(lambda one: _quoted(one["text"].strip("`")), line)


def _quoted(text: str) -> str:
    return f'"{text}"' if "\\" not in text and '"' not in text else f"'{text}'"


def _backslash(lines: list[str], at: int) -> Iterator[Slip]:
    found = re.search(r'"[^"]*\\[^"]*"', lines[at])
    if found is not None:
        mended = re.sub(r'"([^"\']*\\[^"\']*)"', r"'\1'", lines[at])
        yield Slip(messages.BACKSLASH, at, lines[at].index("\\", found.start()), mended)


def _pair(lines: list[str], at: int) -> Iterator[Slip]:
    """`description: Note: all`, `require: height: 720`."""
    found = _PAIR.match(lines[at])
    if found is None:
        return
    text = found["rest"].rstrip()
    column = found.start("rest")
    if found["key"] in _FREE:
        yield Slip(messages.COLON_IN_TEXT.format(key=found["key"]), at, column, f"{found['head']}{_quoted(text)}")
    else:
        yield Slip(messages.PAIR.format(key=found["key"]), at, column, f"{found['head']}{{{text}}}")


def _no_blank(lines: list[str], at: int) -> Iterator[Slip]:
    bare = _bare(lines[at])
    spots = [one.start() for one in _NO_BLANK.finditer(bare)]
    if spots:
        mended = "".join(f"{sign} " if index in spots else sign for index, sign in enumerate(lines[at]))
        yield Slip(messages.NO_BLANK, at, spots[0], mended)


def _dash(lines: list[str], at: int) -> Iterator[Slip]:
    found = re.match(r"^(\s*)-(?=[A-Za-z_]\w*:)", lines[at])
    if found is not None:
        yield Slip(messages.NO_BLANK_AFTER_DASH, at, found.end() - 1, f"{found[1]}- {lines[at][found.end() :]}")


def _quote(lines: list[str], at: int) -> Iterator[Slip]:
    """A quotation mark that opens a value and isn't closed in its line."""
    line, opened, start = lines[at], "", -1
    for index, sign in enumerate(line):
        if opened:
            opened = "" if sign == opened and line[index - 1] != "\\" else opened
        elif sign in "\"'" and (index == 0 or line[index - 1] in " [{,:"):
            opened, start = sign, index
        elif sign == "#" and (index == 0 or line[index - 1] == " "):
            break
    if opened:
        body = line.rstrip()
        alike = re.search(r"[”“’‘＂＇][\s,}\]]*$", body)  # noqa: RUF001 - closed, with another keyboard's
        if alike is not None:
            yield Slip(
                messages.QUOTE.format(sign=opened),
                at,
                start,
                body[: alike.start()] + opened + body[alike.start() + 1 :],
            )
        ends = re.search(r"[}\]]*$", body)
        end = ends.start() if ends is not None else len(body)
        for spot in dict.fromkeys([end, *(one.start() for one in re.finditer(r"[,}\]]", body) if one.start() > start)]):
            yield Slip(messages.QUOTE.format(sign=opened), at, start, body[:spot] + opened + body[spot:])


_CLOSERS = {"{": "}", "[": "]"}


def _brackets(lines: list[str], at: int) -> Iterator[Slip]:
    """Brackets that are not closed in their line, or closed with another, or closed without being open."""
    bare, opened = _bare(lines[at]), list[tuple[str, int]]()
    for index, sign in enumerate(bare):
        if sign in _CLOSERS:
            opened.append((sign, index))
        elif sign in "}]":
            if opened and _CLOSERS[opened[-1][0]] == sign:
                opened.pop()
            elif opened:
                right = _CLOSERS[opened[-1][0]]
                message = messages.UNCLOSED.format(sign=opened[-1][0], closer=right)
                yield Slip(message, at, opened[-1][1], lines[at][:index] + right + lines[at][index:])
                yield Slip(message, at, opened[-1][1], lines[at][:index] + right + lines[at][index + 1 :])
                return
            else:
                message = messages.NOT_OPEN.format(sign=sign)
                yield Slip(message, at, index, (lines[at][:index] + lines[at][index + 1 :]).rstrip())
                return
    if opened:
        closers = "".join(_CLOSERS[sign] for sign, _ in reversed(opened))
        body = bare.rstrip()
        message = messages.UNCLOSED.format(sign=opened[-1][0], closer=_CLOSERS[opened[-1][0]])
        yield Slip(message, at, opened[-1][1], lines[at][: len(body)] + closers + lines[at][len(body) :])


def _indentation(lines: list[str], at: int) -> Iterator[Slip]:
    """A line that begins where no list or map of the lines before it goes on."""
    line = lines[at]
    own = len(line) - len(line.lstrip(" "))
    columns: dict[int, int] = {}
    for before in range(at - 1, max(-1, at - MOST_BEFORE), -1):
        text = lines[before]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        indent = len(text) - len(text.lstrip(" "))
        columns.setdefault(indent, before)
        if text.lstrip().startswith("- "):
            columns.setdefault(indent + len(text.lstrip()) - len(text.lstrip()[2:].lstrip()), before)
    near = sorted((column for column in columns if column != own), key=lambda column: (abs(column - own), -column))
    for column in near[:4]:
        if line.lstrip().startswith("- ") and not lines[columns[column]].lstrip().startswith("- "):
            continue
        message = messages.INDENTATION.format(own=own, wanted=column, line=columns[column] + 1)
        yield Slip(message, at, own, " " * column + line.lstrip(" "))


def _bare(line: str) -> str:
    """The line with quoted texts and its comment blanked out; as long as the line."""
    bare, quote = [], ""
    for index, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
            bare.append(" ")
        elif sign in "\"'" and (index == 0 or line[index - 1] in " [{,:"):
            quote = sign
            bare.append(" ")
        elif sign == "#" and (index == 0 or line[index - 1] == " "):
            return "".join(bare).ljust(len(line))
        else:
            bare.append(sign)
    return "".join(bare)
