"""A judgement -> the verdict: a CloudEvents 1.0 JSON object, the same bytes for the same input but for `time`."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mediaverdict.jobs import usable_text
from mediaverdict.message_size import MAX_BODY
from mediaverdict.quantities import to_json
from mediaverdict.rulebook.rules import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mediaverdict.facts import OutputFacts, Value
    from mediaverdict.jobs import Job
    from mediaverdict.judging import Finding, Judgement
    from mediaverdict.rulebook import Rulebook

TYPE = "mediaverdict.verdict.v1"

SHOWN_FACTS = (
    "width", "height", "duration", "bitrate", "size", "container", "video.codec", "video.fps", "video.bitrate",
    "video.duration", "audio.codec", "audio.channels", "audio.sample_rate", "audio.duration",
)  # fmt: skip
"""What a verdict tells of each output; absent ones are left out."""

_NAMESPACE = uuid.UUID("6f0c0d6e-5b1c-5c0f-9d0c-6d65646961ff")
_MAX_TEXT = 512

Verdict = dict[str, Any]


def make_verdict(
    job: Job, judgement: Judgement, book: Rulebook, *, region: str, account_id: str, time: datetime
) -> Verdict:
    """The verdict on a job as a JSON object; `time` is when it was given (UTC)."""
    finished = _text(job.details.data.get("FinishTime"))
    identity = "\n".join((region, job.id, finished or "", book.digest))
    return {
        "specversion": "1.0",
        "type": TYPE,
        "id": str(uuid.uuid5(_NAMESPACE, identity)),
        "source": f"acs:ice:{region}:{account_id}",
        "subject": job.id,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "datacontenttype": "application/json",
        "data": {
            "outcome": judgement.outcome,
            "job": {
                "id": job.id,
                "name": _text(job.name),
                "state": job.state,
                "pipeline": job.details.text("PipelineId"),
                "user_data": job.user_data,
                "created": _text(job.details.data.get("CreateTime")),
                "finished": finished,
            },
            "rulebook": {"digest": book.digest, "packs": list(book.packs)},
            "counts": asdict(judgement.counts),
            "outputs": [_output(facts, outcome) for facts, outcome in judgement.outputs],
            "findings": [_finding(finding) for finding in judgement.findings],
            "truncated": False,
        },
    }


def encode(verdict: Verdict, limit: int = MAX_BODY) -> bytes:
    """The verdict's UTF-8 bytes, at most `limit`: an over-long one is cut by `fit` and says so."""
    try:
        text = to_text(verdict)
    except RecursionError:  # user data nested to the parser's own limit
        text = to_text(_without_user_data(verdict))
    return text if len(text) <= limit else fit(verdict, limit)


def to_text(verdict: Verdict) -> bytes:
    """Compact JSON as UTF-8; a lone surrogate becomes a question mark."""
    return json.dumps(verdict, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def fit(verdict: Verdict, limit: int) -> bytes:
    """The verdict cut to the limit: facts go first, then the mildest findings, then what is left of bulk.

    What says the outcome (counts, the worst findings) stays longest.
    """
    data = {**verdict["data"], "truncated": True}
    cut = {**verdict, "data": data}
    data["outputs"] = [{key: part for key, part in output.items() if key != "facts"} for output in data["outputs"]]
    if len(to_text(cut)) <= limit:
        return to_text(cut)
    order = sorted(range(len(data["findings"])), key=lambda index: (-_rank(data["findings"][index]["severity"]), index))
    findings = data["findings"]
    _keep_most(
        len(order),
        cut,
        limit,
        lambda count: data.update(findings=[findings[i] for i in sorted(order[:count])]),
    )
    outputs = data["outputs"]
    if len(to_text(cut)) > limit:
        _keep_most(len(outputs), cut, limit, lambda count: data.update(outputs=outputs[:count]))
    if len(to_text(cut)) > limit:
        cut = _without_user_data(cut)
        # With the user data gone there may be room for findings again.
        data = cut["data"]
        _keep_most(
            len(order),
            cut,
            limit,
            lambda count: data.update(findings=[findings[i] for i in sorted(order[:count])]),
        )
    return to_text(cut)


def _keep_most(most: int, verdict: Verdict, limit: int, keep: Callable[[int], None]) -> None:
    """Keeps as many as fit, found by halving: each try writes the verdict once."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        keep(middle)
        if len(to_text(verdict)) <= limit:
            low = middle
        else:
            high = middle - 1
    keep(low)


def _without_user_data(verdict: Verdict) -> Verdict:
    data = {**verdict["data"], "truncated": True}
    data["job"] = {**data["job"], "user_data": None}
    return {**verdict, "data": data}


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity)


def _output(facts: OutputFacts, outcome: str) -> dict[str, Any]:
    output = facts.output
    url = facts.get("output.url").value
    shown = {name: json_value(value) for name in SHOWN_FACTS if (value := facts.get(name).value) is not None}
    return {
        "name": _short(output.name),
        "group": _short(output.group) if output.group is not None else None,
        "path": output.path,
        "url": _short(url) if isinstance(url, str) else None,
        "outcome": outcome,
        "facts": shown,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "output": _short(finding.output) if finding.output is not None else None,
        "group": _short(finding.group) if finding.group is not None else None,
        "at": finding.at,
        "fact": finding.fact,
        "expected": _short(finding.expected) if finding.expected is not None else None,
        "actual": json_value(finding.actual) if finding.actual is not None else None,
        "raw": finding.raw,
        "path": finding.path,
        "message": _short(finding.message),
    }
    if finding.branches:
        told["branches"] = [[_short(lack) for lack in branch] for branch in finding.branches]
    for name in ("missing", "within_tolerance"):
        if getattr(finding, name):
            told[name] = True
    for name in ("waived", "why", "fix", "source"):
        text = getattr(finding, name)
        if text:
            told[name] = _short(text)
    return told


def json_value(value: Value) -> object:
    """A fact's value in JSON: whole numbers as integers, a set of names as a list."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Fraction):
        return to_json(value)
    return list(value) if isinstance(value, tuple) else _short(value)


def _text(value: object) -> str | None:
    text = usable_text(value)
    return None if text is None else _short(text)


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"
