"""A judgement -> the verdict: a CloudEvents 1.0 JSON object, the same bytes for the same input but for `time`.

- `message` its shape
- `fitting` its bytes, cut to what a queue takes
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mediaverdict.facts.catalog import spec_of
from mediaverdict.jobs import usable_text
from mediaverdict.quantities import to_json
from mediaverdict.verdict.fitting import encode
from mediaverdict.verdict.message import (
    TYPE,
    FindingInfo,
    JobInfo,
    OutputInfo,
    RequestInfo,
    RulebookInfo,
    VerdictData,
    VerdictMessage,
)

if TYPE_CHECKING:
    from datetime import datetime

    from mediaverdict.facts import Fact, OutputFacts, Value
    from mediaverdict.jobs import Job
    from mediaverdict.judging import Finding, Judgement
    from mediaverdict.rulebook import Rulebook
    from mediaverdict.severity import OutputOutcome
    from mediaverdict.verdict.message import FactValue

__all__ = ["TYPE", "VerdictMessage", "encode", "json_value", "make_verdict"]

SHOWN_FACTS = (
    "width", "height", "duration", "bitrate", "size", "container", "video.codec", "video.fps", "video.bitrate",
    "video.duration", "audio.codec", "audio.channels", "audio.sample_rate", "audio.duration",
)  # fmt: skip
"""What a verdict tells of each output; absent ones are left out."""
_COMPUTED = [(name, spec_of(name).value) for name in SHOWN_FACTS]

_NAMESPACE = uuid.UUID("6f0c0d6e-5b1c-5c0f-9d0c-6d65646961ff")
_MAX_TEXT = 512
_MOST_PACKS = 32
"""With more, and longer names than `_short_name` gives, even an empty verdict might not fit a message."""


def make_verdict(
    job: Job, judgement: Judgement, book: Rulebook, *, region: str, account_id: str, time: datetime
) -> VerdictMessage:
    """The verdict on a job; `time` is when it was given (UTC). Every text in it is bounded but the user data."""
    details = job.details
    finished = usable_text(details.data.get("FinishTime"))
    identity = "\n".join((region, job.id, finished or "", book.digest))
    return VerdictMessage(
        specversion="1.0",
        type=TYPE,
        id=str(uuid.uuid5(_NAMESPACE, identity)),
        source=f"acs:ice:{region}:{account_id}",
        subject=_short(job.id),
        time=time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        datacontenttype="application/json",
        data=VerdictData(
            outcome=judgement.outcome,
            job=JobInfo(
                id=_short(job.id),
                name=_text(job.name),
                state=_text(job.state),
                pipeline=_text(details.text("PipelineId")),
                user_data=job.user_data,
                created=_text(usable_text(details.data.get("CreateTime"))),
                finished=_text(finished),
            ),
            rulebook=RulebookInfo(book.digest, [_short(pack, 80) for pack in book.packs[:_MOST_PACKS]]),
            counts=judgement.counts,
            outputs=[_output(facts, outcome) for facts, outcome in judgement.outputs],
            findings=[_finding(finding) for finding in judgement.findings],
            truncated=False,
        ),
    )


def _output(facts: OutputFacts, outcome: OutputOutcome) -> OutputInfo:
    output, url = facts.output, facts.value("output.url")
    known, shown = facts.known, {}
    for name, compute in _COMPUTED:
        # As facts.value(name) does, without looking the definition up: there are many outputs.
        value = known[name] if name in known else known.setdefault(name, compute(facts))
        if value is not None:
            shown[name] = value if type(value) is int else json_value(value)
    return OutputInfo(
        _short(output.name),
        _text(output.group),
        output.path,
        _short(url) if isinstance(url, str) else None,
        outcome,
        shown,
    )


def _finding(finding: Finding) -> FindingInfo:
    return FindingInfo(
        rule=finding.rule,
        severity=finding.severity.value,
        output=_text(finding.output),
        group=_text(finding.group),
        at=finding.at,
        fact=_text(finding.fact),
        expected=_text(finding.expected),
        actual=None if finding.actual is None else json_value(finding.actual),
        raw=_text(finding.raw),
        path=_short(finding.path),
        message=_short(finding.message),
        branches=[[_short(lack) for lack in branch] for branch in finding.branches] or None,
        missing=finding.missing,
        within_tolerance=finding.within_tolerance,
        waived=_short(finding.waived) or None,
        why=_short(finding.why) or None,
        fix=_short(finding.fix) or None,
        source=_short(finding.source) or None,
        requested=[_request(name, fact) for name, fact in finding.requests] or None,
    )


def _request(name: str, fact: Fact) -> RequestInfo:
    value = None if fact.value is None else json_value(fact.value)
    return RequestInfo(name, value, _text(fact.raw), _short(fact.origin), _short(fact.path))


def json_value(value: Value) -> FactValue:
    """A fact's value in JSON: whole numbers as integers, a set of names as a list."""
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, tuple):
        return [_short(name) for name in value]
    return value if isinstance(value, bool) else to_json(value)


def _text(text: str | None) -> str | None:
    return None if text is None else _short(text)


def _short(text: str, most: int = _MAX_TEXT) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
