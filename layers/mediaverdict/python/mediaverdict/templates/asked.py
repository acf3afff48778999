"""What was asked of one output: its template's settings and, over them, the OverrideParams of its Config entry.

Merged key by key below Video, Audio, Container and TransConfig: how deep the service merges is not documented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.jobs import NOTHING, is_said, parse_embedded, section, usable_text
from mediaverdict.templates.model import Template, Templates

if TYPE_CHECKING:
    from mediaverdict.jobs import JsonObject, Output

OVERRIDE = "OverrideParams"
NOT_LOOKED_UP = Templates({}, "it was not looked up")
_NOT_OF_MEMBER = {"audio": ("Video",), "video": ("Audio",), "subtitle": ("Video", "Audio")}
"""What is not asked of an HLS group's member of that type, whatever its template says."""


class Asked:
    """One output's request."""

    __slots__ = ("_left_out", "_merged", "_output", "lacking", "override", "template", "template_id")

    def __init__(self, output: Output, templates: Templates | None) -> None:
        """`templates` is None where no template was looked up."""
        self._output = output
        asked = output.asked
        override = parse_embedded(asked.data.get(OVERRIDE))
        self.override: JsonObject = override if isinstance(override, dict) else NOTHING
        self.template_id = asked.text("TemplateId")
        found = (templates or NOT_LOOKED_UP).of(self.template_id) if self.template_id is not None else None
        self.template: Template | None = found if isinstance(found, Template) else None
        self.lacking = "" if found is None or isinstance(found, Template) else found.reason
        """Why the template's settings are not known; empty where they are, or where there is no template."""
        kind = usable_text(section(asked.data, "HlsGroupConfig").get("Type"))
        self._left_out = _NOT_OF_MEMBER.get(kind.lower(), ()) if kind is not None else ()
        self._merged: dict[str, JsonObject] = {}

    def section(self, name: str) -> JsonObject:
        """`Video`, `Audio`, ...: empty where nothing was asked of it."""
        found = self._merged.get(name)
        if found is None:
            found = (
                NOTHING
                if name in self._left_out
                else _merge(section(self.settings, name), section(self.override, name))
            )
            if is_true(found.get("Remove")):  # all other keys are invalid then
                found = {"Remove": found["Remove"]}
            self._merged[name] = found
        return found

    def is_on(self, of: str, key: str) -> bool:
        """Whether a flag of a section is set; the service writes flags as text."""
        return is_true(self.section(of).get(key))

    def segment(self) -> JsonObject:
        """MuxConfig.Segment."""
        of_template, own = (section(section(one, "MuxConfig"), "Segment") for one in (self.settings, self.override))
        return _merge(of_template, own)

    def items(self, name: str) -> list[object]:
        """A list of either: the override's, where it has one, stands for the template's."""
        for settings in (self.override, self.settings):
            found = settings.get(name)
            if isinstance(found, list):
                return found
        return []

    @property
    def settings(self) -> JsonObject:
        """The template's; empty where they are not known."""
        return self.template.settings if self.template is not None else NOTHING

    def told(self, *way: str) -> tuple[object, str, str]:
        """(what stands there, path, where it stands in words) of a key, by the sections that lead to it."""
        for settings, key, origin in (
            (self.override, OVERRIDE, OVERRIDE), (self.settings, "TemplateId", f"template {self.template_id}"),
        ):  # fmt: skip
            value: object = settings
            for step in way:
                value = value.get(step) if isinstance(value, dict) else None
            if is_said(value):
                return value, f"{self._output.asked.path}/{key}", origin
        return None, self.path, self.lacking

    @property
    def path(self) -> str:
        """Where the request stands that a key is missing from; empty where there is none."""
        if self.override or isinstance(parse_embedded(self._output.asked.data.get(OVERRIDE)), dict):
            return f"{self._output.asked.path}/{OVERRIDE}"
        return f"{self._output.asked.path}/TemplateId" if self.template is not None or self.lacking else ""


def _merge(below: JsonObject, above: JsonObject) -> JsonObject:
    if not below or not above:
        return above or below
    return {**below, **{key: value for key, value in above.items() if is_said(value)}}


def is_true(value: object) -> bool:
    """`true` as JSON has it, or as text."""
    return (usable_text(value) or "").lower() in ("true", "1")
