"""docs/reference/facts.md: every fact with its unit, meaning, known values and its place in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.facts import find_fact
from mediaverdict_cli.rules.facts import FactInfo, list_facts, unit_of
from mediaverdict_docs.reference.markdown import MADE, code, page, section, table
from mediaverdict_docs.reference.origins import origins

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES = {
    "": ("What a viewer sees, and the file", "No prefix: what most rules are about."),
    "output": ("The output", "Its name, its group, where it lies."),
    "video": ("Video", "Of the first video stream that is no cover picture; others as `video[1].codec`."),
    "audio": (
        "Audio",
        'Of the first audio stream; others as `"audio[1].channels"`, all of them as `"audio[*].language"` with `every`, '
        "`some` or an aggregate.",
    ),
    "av": ("Video beside audio", "How far the two are apart."),
    "file": ("The file's own entry", "What `FileBasicInfo` says of itself, to be held against the streams."),
    "requested": (
        "What the job asked for",
        "The template's settings, over them the output's `OverrideParams`, key by key; "
        "[templates](../templates.md) has the whole story. Absent where nothing was asked, or the template can't be had.",
    ),
    "job": ("The job", "The same for all its outputs; in `jobs` of a rule book they say which jobs are judged at all."),
    "user_data": ("User data", "What the job's submitter wrote into `UserData`, where that is JSON."),
}
"""By the first part of a name: heading, and what they are of."""
SHOWN = 12
"""Of many known values, how many the page has; `rules facts NAME --json` has all."""
FROM_TEMPLATE = {"output.template_name": "TemplateName of GetCustomTemplate or GetSystemTemplate"}
"""What a job's own details never have."""
INTRODUCTION = (
    "What a rule can ask about, {count} facts and whatever stands in the user data. A value that is missing, empty, "
    "`N/A`, `0.f` or not finite is **absent**, never zero; `on_missing` says what that comes to "
    "([conditions](conditions.md)). Numbers are exact. `mediaverdict rules facts` prints the same list "
    "with an example each, `mediaverdict rules facts codec` a part of it, with "
    "`--json` all known values, and `mediaverdict explain JOB.json` what a job has.\n\n"
    '"In the API" names the keys of `GetMediaConvertJob`\'s answer that the value is made of. '
    "`VideoStreamInfoList`, `AudioStreamInfoList` and `FileBasicInfo` stand in the output's `Result.OutFileMeta`; "
    "`OverrideParams: Video.Width` is that key of the output's `OverrideParams` in `Config`, else of its template's "
    "`TemplateConfig`. Both spellings that the API has (`Codec_name`, `CodecName`) are read, in either list. Each "
    "finding of a verdict names the exact place of its value, as a JSON pointer."
)
USER_DATA = (
    "`user_data.durationSeconds` is the key `durationSeconds` of the job's `UserData`; `user_data.film.rate` and "
    "`user_data.tags.0` go further in. Its unit is that of the fact that it is compared with."
)


def facts_page() -> str:
    """The whole page."""
    facts = list_facts()
    made_of = origins()
    families: dict[str, list[FactInfo]] = {family: [] for family in FAMILIES}
    for fact in facts:
        families[fact.spec.name.rpartition(".")[0] if "." in fact.spec.name else ""].append(fact)
    sections = [
        section(title, about, _table(families[family], made_of) if families[family] else USER_DATA)
        for family, (title, about) in FAMILIES.items()
    ]
    assert find_fact("user_data.durationSeconds") is not None  # noqa: S101 - what is said of it above
    return page("Facts", INTRODUCTION.format(count=len(facts)), MADE, *sections)


def _table(facts: list[FactInfo], made_of: Mapping[str, list[str]]) -> str:
    return table(
        ("fact", "unit", "meaning", "in the API"),
        ((code(fact.spec.name), unit_of(fact.spec), _meaning(fact), _where(fact, made_of)) for fact in facts),
    )


def _meaning(fact: FactInfo) -> str:
    if fact.known is None:
        return fact.spec.meaning
    values = [*fact.known.common, *fact.known.rare]
    more = f" and {len(values) - SHOWN} more" if len(values) > SHOWN else ""
    return f"{fact.spec.meaning}<br>known: {', '.join(values[:SHOWN])}{more}"


def _where(fact: FactInfo, made_of: Mapping[str, list[str]]) -> str:
    """Nothing for `count`, which is of the rule and not of the answer."""
    name = fact.spec.name
    return FROM_TEMPLATE.get(name) or ", ".join(code(way) for way in made_of.get(name, []))
