"""Saved GetMediaConvertJob answers: read, and the verdict on one as the queue would get it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mediaverdict.errors import MediaverdictError, say
from mediaverdict.jobs import finite_or_text, read_job
from mediaverdict.verdict import encode, make_verdict

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from mediaverdict.jobs import Job
    from mediaverdict.judging import Judgement
    from mediaverdict.rulebook import Rulebook

NOWHERE = "local"
"""Region and account of a job that was read from a file."""


class SavedJobError(MediaverdictError):
    """A file that holds no GetMediaConvertJob answer."""


def read_saved(path: Path, content: bytes) -> Job:
    """The job in a file. Raises SavedJobError, which says what was expected."""
    try:
        answer = json.loads(content, parse_constant=str, parse_float=finite_or_text)
    except (ValueError, RecursionError) as error:
        raise SavedJobError(say("{path} is no JSON: {reason}", path=path, reason=error)) from error
    job = read_job(answer, path.stem)
    if job is None:
        raise SavedJobError(
            say(
                '{path} holds no job: expected a GetMediaConvertJob answer, {{"RequestId": ..., "Job": {{...}}}}',
                path=path,
            )
        )
    return job


def verdict_on(job: Job, judgement: Judgement, book: Rulebook, now: datetime) -> bytes:
    """The verdict on a saved job, as the queue would get it."""
    verdict = make_verdict(job, judgement, book, region=NOWHERE, account_id=NOWHERE, time=now)
    return encode(verdict)
