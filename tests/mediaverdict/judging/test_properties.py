"""What holds for every rule book and every job."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from books import BOOKS, OUTPUTS, book_of, judged, rules
from mediaverdict.jobs import read_job
from mediaverdict.judging import judge, worst

ORDER = ["pass", "warn", "inconclusive", "fail"]


@given(BOOKS, OUTPUTS)
@settings(max_examples=150)
def test_the_outcome_is_the_worst_of_the_findings(entries: list[dict[str, Any]], outputs: list[dict[str, Any]]) -> None:
    judgement = judged(entries, outputs)
    assert judgement.outcome == worst([finding.severity for finding in judgement.findings if finding.counts])
    counts = judgement.counts
    assert counts.checks == counts.passed + counts.failed + counts.warned + counts.missing + counts.info


@given(BOOKS, rules("added"), OUTPUTS)
@settings(max_examples=150)
def test_a_rule_more_never_makes_an_outcome_milder(
    entries: list[dict[str, Any]], added: dict[str, Any], outputs: list[dict[str, Any]]
) -> None:
    before, after = judged(entries, outputs), judged([*entries, added], outputs)
    if any(finding.rule == "nothing-checked" for finding in before.findings):
        return  # by the first book nothing was checked
    assert ORDER.index(after.outcome) >= ORDER.index(before.outcome)


@given(BOOKS, OUTPUTS, st.randoms())
@settings(max_examples=150)
def test_the_order_of_rules_and_outputs_changes_no_outcome(
    entries: list[dict[str, Any]], outputs: list[dict[str, Any]], random: Any
) -> None:
    first = judged(entries, outputs)
    random.shuffle(entries)
    random.shuffle(outputs)
    again = judged(entries, outputs)
    assert again.outcome == first.outcome
    assert sorted(finding.rule for finding in again.findings) == sorted(finding.rule for finding in first.findings)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5000) | st.text(max_size=6) | st.sampled_from(["0.f", "25.0", "h264", "0:1", "Success"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["OutFileMeta", "Result", "VideoStreamInfoList", "FileBasicInfo", "Width", "Height", "Duration", "Name", "Status"]), inner, max_size=5),
    max_leaves=15,
)  # fmt: skip


@given(BOOKS, st.lists(JSON, max_size=3))
@settings(max_examples=150)
def test_no_rule_book_and_no_answer_make_it_raise(entries: list[dict[str, Any]], details: list[Any]) -> None:
    job = read_job(
        {
            "Job": {
                "State": "Complete",
                "OutputDetails": details,
                "OutputGroupDetails": [{"Name": "g", "Outputs": details}],
            }
        }
    )
    assert job is not None
    judge(job, book_of(entries), trace=True)
