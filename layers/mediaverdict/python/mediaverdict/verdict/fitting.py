"""A verdict's bytes, and the largest part of it that fits a queue's message."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from mediaverdict.message_size import MAX_BODY
from mediaverdict.nesting import is_deep_value
from mediaverdict.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.verdict.message import FindingInfo, OutputInfo, VerdictMessage


def encode(verdict: VerdictMessage, limit: int = MAX_BODY) -> bytes:
    """Compact JSON as UTF-8, at most `limit` bytes: an over-long verdict is cut by `fit`, and says so."""
    if is_deep_value(verdict.data.job.user_data):  # nested so that some reader could not read the message
        verdict = _without_user_data(verdict)
    try:
        text = _bytes(verdict)
    except ValueError:  # no JSON at all
        verdict = _without_user_data(verdict)
        text = _bytes(verdict)
    return text if len(text) <= limit else _bytes(fit(verdict, limit))


def fit(verdict: VerdictMessage, limit: int) -> VerdictMessage:
    """The largest part of it that fits the limit.

    Facts go first, then the mildest findings. Where even then not all outputs fit, a quarter of the room is for the
    worst findings. User data stays while it leaves the outputs room, or half the message. What is left in the end
    (the job, the outcome, the counts) is bounded, and fits any queue.
    """
    data = verdict.data
    outputs = [replace(output, facts=None) for output in data.outputs]
    order = sorted(range(len(data.findings)), key=lambda index: Severity(data.findings[index].severity), reverse=True)
    needed = sum(_sizes(outputs))
    bare = replace(verdict, data=replace(data, outputs=[], findings=[], truncated=True))
    for empty in (bare, _without_user_data(bare)):
        room = limit - len(_bytes(empty))
        if room < min(needed, limit // 2):
            continue
        for_findings = room - needed if needed <= room else room // 4
        kept = sorted(order[: _most([data.findings[index] for index in order], for_findings)])
        findings = [data.findings[index] for index in kept]
        outputs = outputs[: _most(outputs, room - sum(_sizes(findings)))]
        return replace(empty, data=replace(empty.data, outputs=outputs, findings=findings))
    return _without_user_data(bare)


def _sizes(parts: Sequence[OutputInfo | FindingInfo]) -> list[int]:
    """How much each adds to a list, in bytes; with a comma, which the first has no need of."""
    return [len(_bytes(part)) + 1 for part in parts]


def _most(parts: Sequence[OutputInfo | FindingInfo], room: int) -> int:
    """How many of them fit, from the first."""
    return sum(size <= room for size in accumulate(_sizes(parts)))


def _without_user_data(verdict: VerdictMessage) -> VerdictMessage:
    data = verdict.data
    return replace(verdict, data=replace(data, job=replace(data.job, user_data=None), truncated=True))


def _bytes(part: object) -> bytes:
    """A lone surrogate becomes a question mark."""
    return _ENCODER.encode(part).encode("utf-8", "replace")


def _as_object(part: Any) -> dict[str, object]:
    """A part of the message: a field with a default is left out while it has it."""
    values = vars(part)
    left_out = [name for name, default in _defaults(part.__class__) if values[name] is default]
    return {name: value for name, value in values.items() if name not in left_out} if left_out else values


@cache
def _defaults(kind: Any) -> list[tuple[str, object]]:
    return [(one.name, one.default) for one in fields(kind) if one.default is not MISSING]


# A verdict holds no circles: it is made of what was parsed.
_ENCODER = json.JSONEncoder(
    default=_as_object, ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
)
