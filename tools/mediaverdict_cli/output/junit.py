"""Verdicts as JUnit XML, as CI servers read it: a suite a job, a case a rule and output.

A finding that fails is a failure, an inconclusive one an error, a warning goes to the case's output (it
fails no build, as it does not fail `check`); a rule whose `when` did not hold is skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mediaverdict.judging import printable
from mediaverdict.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict.jobs import Job
    from mediaverdict.judging import Finding, Judgement

Case = tuple[str, str]
"""(rule, where the output or group stands; empty for the job)."""


def junit(judged: Sequence[tuple[Job, Judgement]]) -> str:
    """The whole document. The judgements must have been made with `trace`."""
    root = ET.Element("testsuites", name="mediaverdict")
    for job, judgement in judged:
        _suite(root, job, judgement)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, job: Job, judgement: Judgement) -> None:
    suite = ET.SubElement(root, "testsuite", name=printable(job.name or job.id))
    asked: dict[Case, bool] = {}
    for entry in judgement.trace:
        if entry.part == "match":
            continue
        at = job.outputs[entry.output].path if entry.output is not None else ""
        asked[entry.rule, at] = asked.get((entry.rule, at), False) or entry.part != "when"
    findings: dict[Case, list[Finding]] = {}
    for finding in judgement.findings:
        key = (finding.rule, finding.at) if (finding.rule, finding.at) in asked else (finding.rule, "")
        findings.setdefault(key, []).append(finding)
    names = {facts.output.path: facts.output.name or "(unnamed)" for facts, _ in judgement.outputs}
    for rule, at in dict.fromkeys([*asked, *findings]):
        where = names.get(at, "")
        case = ET.SubElement(suite, "testcase", classname=rule, name=printable(f"{rule} {where}".strip()))
        found = findings.get((rule, at), [])
        for finding in found:
            _tell(case, finding)
        if not found and not asked[rule, at]:
            ET.SubElement(case, "skipped", message="when did not hold")
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))


def _tell(case: ET.Element, finding: Finding) -> None:
    if finding.counts and finding.severity is not Severity.WARN:
        tag = "error" if finding.severity is Severity.INCONCLUSIVE else "failure"
        element = ET.SubElement(case, tag, message=finding.message, type=finding.severity.value)
        element.text = "\n".join(
            f"{label}: {printable(str(text))}"
            for label, text in (
                ("path", finding.path),
                ("raw", finding.raw),
                *(("asked", f"{name} {fact.raw} in {fact.origin}") for name, fact in finding.requests if fact.raw),
                ("why", finding.why),
                ("fix", finding.fix),
            )
            if text
        )
    else:
        waived = f" (waived: {printable(finding.waived)})" if finding.waived else ""
        ET.SubElement(case, "system-out").text = f"{finding.severity}: {finding.message}{waived}"
