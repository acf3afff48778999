"""SMQ's XML, read and written. A document type, and so any entity, is refused before it is expanded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE = "http://mns.aliyuncs.com/doc/v1/"
_MAX_DEPTH = 12
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class XmlError(ValueError):
    """A text that is no XML as SMQ writes it."""


@dataclass(slots=True)
class Element:
    """An element, its namespace left out."""

    tag: str
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def get(self, tag: str, default: str = "") -> str:
        """A child's text."""
        for child in self.children:
            if child.tag == tag:
                return child.text
        return default

    def all(self, tag: str) -> list[Element]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]


def read_xml(document: bytes) -> Element:
    """The root element. Raises XmlError for broken XML, a document type, or deep nesting."""
    open_elements: list[Element] = [Element("")]

    def start(tag: str, _attributes: object) -> None:
        if len(open_elements) > _MAX_DEPTH:
            raise XmlError("nested too deeply")
        element = Element(tag.rpartition("}")[2])
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_tag: str) -> None:
        open_elements.pop()

    def text(data: str) -> None:
        open_elements[-1].text += data

    def refuse(*_: object) -> None:
        raise XmlError("a document type is not accepted")

    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(document, True)  # noqa: FBT003 - expat's own signature
    except XmlError:
        raise
    except (ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding that Python does not know
        raise XmlError(f"broken XML: {error}") from error
    return open_elements[0].children[0]


def write_xml(root: str, children: Iterable[tuple[str, str | Iterable[tuple[str, str]]]]) -> bytes:
    """`<root><tag>text</tag>...</root>`; a child whose content is pairs holds elements of its own."""
    inner = "".join(_element(tag, content) for tag, content in children)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{NAMESPACE}">{inner}</{root}>'.encode()


def _element(tag: str, content: str | Iterable[tuple[str, str]]) -> str:
    if not isinstance(content, str):
        return f"<{tag}>{''.join(_element(name, text) for name, text in content)}</{tag}>"
    return f"<{tag}>{escape(_ILLEGAL.sub('', content))}</{tag}>"
