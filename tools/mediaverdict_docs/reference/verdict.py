"""docs/reference/verdict.md: every field of a verdict, from its JSON Schema."""

# ruff: noqa: E501 - prose

from __future__ import annotations

from typing import Any

from mediaverdict.judging.builtin_findings import judge_nothing, judge_states
from mediaverdict.message_size import MAX_ENCODED
from mediaverdict_cli.rules.schemas import verdict_schema
from mediaverdict_docs.reference.markdown import MADE, code, page, section, sentence, table

INTRODUCTION = (
    "What the function writes to the verdict queue: a CloudEvents 1.0 object as UTF-8 JSON (in SMQ base64 of it, as the "
    "vendor's client writes and reads). Its JSON Schema is [schemas/verdict.v1.schema.json]"
    "(../../schemas/verdict.v1.schema.json), also `mediaverdict rules schema --verdict`. `mediaverdict check JOB.json "
    "--json` prints one on your own machine.\n\n"
    "**Reading it**: take `data.outcome` for what to do, `data.findings` for why. The queue delivers at least once: drop "
    "what has an `id` that you have seen. The same job, finish time and rule book give the same `id`, and the same bytes "
    "but for `time`."
)
OUTCOMES = (
    ("fail", "Something must not go out as it is: a finding of severity `fail`, or the job itself failed."),
    ("inconclusive", "A fact that a rule needs is absent, there is no output, or nothing was checked: nobody knows."),
    ("warn", "Findings of severity `warn`, none worse."),
    ("pass", "Checks were made, and none has a say against it; `info` and waived findings may be there."),
)
PARTS = {
    "VerdictMessage": "The message", "VerdictData": "data", "JobInfo": "data.job", "RulebookInfo": "data.rulebook",
    "CountsInfo": "data.counts", "OutputInfo": "data.outputs[]", "FindingInfo": "data.findings[]",
    "RequestInfo": "data.findings[].requested[]",
}  # fmt: skip
"""By the schema's name: where it stands in a message."""
TOO_LONG = (
    f"A message has at most {MAX_ENCODED // 1024} KiB as it is sent. One that would be longer loses the outputs' facts "
    "first, then the mildest findings, and says `truncated: true`; outcome and counts stay true."
)
BUILT_IN = (
    ("job-state", judge_states, "The job ended in `Error` or was cancelled (`fail`), or is not finished."),
    ("output-status", judge_states, "An output `Failed` (`fail`) or was `Skipped` (`warn`)."),
    ("no-outputs", judge_nothing, "The job has no output to judge (`inconclusive`)."),
    ("nothing-checked", judge_nothing, "No check of any rule applied (`inconclusive`): never called a pass."),
)
"""Rule IDs of findings that no rule book asks for, and what makes them."""


def verdict_page() -> str:
    """The whole page."""
    schema = verdict_schema()
    parts = {"VerdictMessage": schema, **schema["$defs"]}
    rest = {name: part for name, part in parts.items() if name not in PARTS and "properties" in part}
    assert not rest, f"tell where these stand: {sorted(rest)}"  # noqa: S101 - for whoever adds a part
    return page(
        "The verdict",
        INTRODUCTION,
        MADE,
        section(
            "Outcomes", "Worst first:", table(("outcome", "means"), ((code(one), means) for one, means in OUTCOMES))
        ),
        section("Fields", *(section(title, _fields(parts[name]), level=3) for name, title in PARTS.items())),
        section(
            "Findings without a rule", table(("rule", "means"), ((code(one), means) for one, _, means in BUILT_IN))
        ),
        section("A verdict that is too long", TOO_LONG),
    )


def _fields(part: dict[str, Any]) -> str:
    required = part.get("required", [])
    rows = [
        (
            code(name),
            _type(field),
            sentence(field.get("description", "")),
            "always" if name in required else "if it applies",
        )
        for name, field in part["properties"].items()
    ]
    return table(("field", "type", "meaning", "there"), rows)


def _type(field: dict[str, Any]) -> str:
    if "const" in field:
        return code(str(field["const"]))
    if "enum" in field:
        return ", ".join(code(str(one)) for one in field["enum"])
    if "$ref" in field:
        return PARTS[field["$ref"].rpartition("/")[2]]
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("type", "any"))
