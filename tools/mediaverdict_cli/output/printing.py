"""What is printed, fit for any terminal: text from outside can't move a cursor, turn its direction or fake a line.

What is for people shows a sign in place of such a character; what is for programs keeps its value, the character
written as JSON's `\\uXXXX`. What a stream's encoding lacks never ends a command.
"""

from __future__ import annotations

import json
import sys

from mediaverdict.judging import printable
from mediaverdict_cli.language import spoken


def print_json(value: object) -> None:
    """A value as one JSON object on one line of stdout."""
    print_json_text(json.dumps(value, ensure_ascii=False))


def print_json_text(text: str) -> None:
    """A text that is JSON already, as one line with the same value."""
    print(json_line(text, getattr(sys.stdout, "encoding", None) or "utf-8"), flush=True)


def json_line(text: str, encoding: str = "utf-8") -> str:
    """JSON without a character that a terminal acts on or an encoding lacks; its value is the same.

    Between JSON's tokens only blanks and line ends can be such characters: they become blanks. All others stand
    in a string, where `\\uXXXX` means the same.
    """
    if text.isprintable() and _fits(text, encoding):
        return text
    return "".join(_escaped(char, encoding) for char in text)


def _escaped(char: str, encoding: str) -> str:
    if char in "\t\r\n":
        return " "
    if char.isprintable() and _fits(char, encoding):
        return char
    return json.dumps(char)[1:-1] if ord(char) > 0x7F else f"\\u{ord(char):04x}"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def print_document(text: str) -> None:
    """A whole document (HTML, XML, YAML, JSON Schema) on stdout: in UTF-8, as it says of itself, wherever it goes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def complain(message: BaseException | str) -> None:
    """A message or an error on stderr, in this run's language.

    Its line ends stay, every other control character is shown as a sign.
    """
    language = spoken()
    text = language.error(message) if isinstance(message, BaseException) else language.text(message)
    print(f"mediaverdict: {chr(10).join(map(printable, text.split(chr(10))))}", file=sys.stderr, flush=True)


def print_line(message: str) -> None:
    """A line of a command's result for people, in this run's language."""
    print(printable(spoken().text(message)), flush=True)
