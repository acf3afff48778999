"""What is judged without any rule: how the job and its outputs ended, and that something was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.jobs import NOT_DELIVERED
from mediaverdict.judging.findings import Finding
from mediaverdict.judging.messages import printable
from mediaverdict.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediaverdict.jobs import Job, JsonNode, Output


def judge_states(job: Job) -> Iterator[Finding]:
    """A job that ended badly or not yet, outputs that failed or were skipped."""
    if job.failed:
        said = _code_and_message(job.details) or "no reason given"
        yield _of_job(job, Severity.FAIL, f"the job ended as {job.state}: {said}")
    elif not job.final:
        yield _of_job(job, Severity.INCONCLUSIVE, f"the job is not finished: its state is {job.state or 'absent'}")
    for output in job.outputs:
        status = (output.status or "").lower()
        if status in NOT_DELIVERED:
            yield _of_output(output, failed=status == "failed")


def judge_nothing(job: Job, *, anything_checked: bool) -> Iterator[Finding]:
    """A job of which nothing was checked is never called a pass."""
    if job.failed:
        return
    if not job.outputs:
        yield Finding("no-outputs", Severity.INCONCLUSIVE, "the job has no output to judge")
    elif not anything_checked:
        yield Finding("nothing-checked", Severity.INCONCLUSIVE, "no check of any rule applied to this job")


def _of_job(job: Job, severity: Severity, message: str) -> Finding:
    path = f"{job.details.path}/State"
    return Finding(
        "job-state", severity, printable(message), fact="job.state", expected="Complete", actual=job.state,
        raw=job.state, path=path,
    )  # fmt: skip


def _of_output(output: Output, *, failed: bool) -> Finding:
    said = _code_and_message(output.details)
    message = f"the output was {'not made' if failed else 'skipped'}" + (f": {said}" if said else "")
    return Finding(
        "output-status", Severity.FAIL if failed else Severity.WARN, printable(message), fact="output.status",
        expected="Success", actual=output.status, raw=output.status, path=f"{output.path}/Status", output=output.name,
        group=output.group, at=output.path,
    )  # fmt: skip


def _code_and_message(part: JsonNode) -> str:
    return ": ".join(text for text in (part.text("Code"), part.text("Message")) if text)
