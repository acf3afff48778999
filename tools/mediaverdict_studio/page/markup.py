"""HTML elements, whose text is only ever text: names come from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def tag(name: str, text: str = "", classes: str = "", **attributes: str | bool) -> Element:
    """An element with a text. Attributes: `aria_label` is `aria-label`, `for_` is `for`; a True one has no value."""
    made = Element(name)
    set_text(made, text)
    if classes:
        made.classes(classes)
    made.props.update({_attribute(key): value for key, value in attributes.items() if value is not False})
    return made


def set_text(element: Element, text: str) -> None:
    """Another text; what would turn its direction or steer a terminal is shown as a sign."""
    shown = "\n".join(map(printable, text.split("\n"))) or None
    if element._text != shown:  # noqa: SLF001 - NiceGUI has no other way for an element of any name
        element._text = shown  # noqa: SLF001
        element.update()


def button(text: str, on_click: Callable[[], Any], classes: str = "", **attributes: str | bool) -> Element:
    """A button that a keyboard reaches."""
    return tag("button", text, classes, type="button", **attributes).on(
        "click", lambda _: on_click(), js_handler="() => emit()"
    )


def badge(outcome: str, text: str) -> Element:
    """An outcome or a severity: told by a word and a shape, not by its colour alone."""
    return tag("span", text, f"badge {outcome}")


def choice(
    options: Iterable[tuple[str, str]], value: str, on_change: Callable[[str], Any], **attributes: str | bool
) -> Element:
    """A select of (value, text)."""
    made = tag("select", "", "", **attributes)
    with made:
        add_options(options, value)
    return made.on("change", lambda event: on_change(str(event.args)), js_handler="(e) => emit(e.target.value)")


def add_options(options: Iterable[tuple[str, str]], value: str) -> None:
    """What can be chosen, of which `value` is."""
    for option, text in options:
        tag("option", text, value=option, selected=option == value)


def field(value: str, on_change: Callable[[str], Any], **attributes: str | bool) -> Element:
    """A text field that tells its value when it is left, or on Enter."""
    made = tag("input", "", "", autocomplete="off", spellcheck="false", **attributes)
    made.props["^value"] = value  # an attribute, for Vue writes a property anew whenever it draws: over what is typed
    return made.on("change", lambda event: on_change(str(event.args)), js_handler="(e) => emit(e.target.value)")


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
