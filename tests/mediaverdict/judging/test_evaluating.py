"""Rules asked of a job: columns of statuses, and what is folded of them."""

from __future__ import annotations

import pytest

from facts_given import given
from mediaverdict.conditions import Condition
from mediaverdict.conditions.aggregates import Same
from mediaverdict.conditions.equality import Equality
from mediaverdict.conditions.operands import Constant, Reference
from mediaverdict.conditions.status import NO, UNKNOWN, WITHIN, YES, CheckStatus
from mediaverdict.facts import Fact, Value
from mediaverdict.facts.catalog import spec_of
from mediaverdict.judging import CountsInfo, Evidence, judge_evidence, selects
from mediaverdict.judging.details import detail
from mediaverdict.judging.evaluating import Evaluation, evaluate
from mediaverdict.quantities import Tolerance
from mediaverdict.rulebook import Check, Rule, Rulebook
from mediaverdict.rulebook.rules import AggregateCheck
from mediaverdict.severity import OnMissing, Severity
from samples import hls, job_of, output


def equals(
    name: str, value: Constant, tolerance: int = 0, on_missing: OnMissing | None = None, exists: bool | None = None
) -> Check:
    spec = spec_of(name)
    return Check(spec, Condition((Equality("equals", (value,), spec.kind, Tolerance(tolerance)),), exists), on_missing)


def evidence_of(*heights: Value | None, grouped: bool = False) -> Evidence:
    """A job of outputs with just these heights, and widths of 100."""
    outputs = [output(f"o{index}") for index in range(len(heights))]
    job = job_of(groups=[hls(*outputs)]) if grouped else job_of(*outputs)
    return Evidence(job, [{"height": Fact(height, None, ""), "width": Fact(100, None, "")} for height in heights])


def ask(rule: Rule, *heights: Value | None, grouped: bool = False) -> Evaluation:
    return evaluate(rule, evidence_of(*heights, grouped=grouped))


TALL, WIDE, NARROW = equals("height", 720, 5), equals("width", 100), equals("width", 1)


@pytest.mark.parametrize(("height", "status"), [(720, YES), (718, WITHIN), (480, NO), (None, UNKNOWN)])
def test_a_column_has_a_status_for_each_output(height: int | None, status: CheckStatus) -> None:
    evaluation = ask(Rule("r", require=(TALL, WIDE)), 720, height)
    assert (evaluation.require, evaluation.results) == ([[YES, status], [YES, YES]], [[YES, status], [YES, YES]])
    assert evaluation.passed is (status is YES)
    assert [one.output for one in evaluation.asked] == [0, 1]


def test_match_and_when_choose_whom_to_ask() -> None:
    evaluation = ask(Rule("r", match=(TALL,), when=(NARROW,), require=(WIDE,)), 720, 480, None, 718)
    assert (evaluation.matching, evaluation.found) == ([[YES, NO, UNKNOWN, WITHIN]], True)
    assert ([one.output for one in evaluation.subjects], evaluation.when) == ([0, 3], [[NO, NO]])
    assert (evaluation.asked, evaluation.require, evaluation.results, evaluation.passed) == ([], [[]], [[]], True)
    assert ask(Rule("r", match=(equals("height", 1),), must_match=True), 720).found is False


@pytest.mark.parametrize(
    ("any_of", "none_of", "results"),
    [
        (((TALL,), (NARROW,)), (), [[YES, WITHIN, NO, UNKNOWN]]),
        (((TALL, WIDE), (NARROW, TALL)), (), [[YES, WITHIN, NO, UNKNOWN]]),
        (((TALL,), (WIDE,)), (), [[YES, YES, YES, YES]]),
        ((), ((TALL,),), [[NO, NO, YES, UNKNOWN]]),
        ((), ((TALL, NARROW),), [[YES, YES, YES, YES]]),
        (((WIDE,),), ((NARROW,),), [[YES] * 4, [YES] * 4]),
    ],
)
def test_branches_together(
    any_of: tuple[tuple[Check, ...], ...], none_of: tuple[tuple[Check, ...], ...], results: list[list[CheckStatus]]
) -> None:
    evaluation = ask(Rule("r", any_of=any_of, none_of=none_of), 720, 718, 480, None)
    assert evaluation.results == results


def test_a_group_is_one_subject_and_so_is_the_job() -> None:
    same = AggregateCheck(spec_of("height"), "same", Same(spec_of("height").kind, Tolerance()))
    two = equals("count", 2)
    for scope, path in (("group", "/Job/OutputGroupDetails/0"), ("job", "/Job")):
        evaluation = ask(Rule("r", scope=scope, require=(same, two)), 720, 480, grouped=True)
        assert evaluation.results == [[NO], [YES]]
        (subject,) = evaluation.asked
        assert (subject.members, subject.path) == ((0, 1), path)
        told = detail(same, NO, subject)
        assert (told.member, told.fact.value, told.expected(unit=True)) == (1, 480, "the same in all outputs")
    nothing = ask(Rule("r", scope="job", match=(NARROW,), require=(same,)), 720)
    assert nothing.results == [[UNKNOWN]]
    assert detail(same, UNKNOWN, nothing.asked[0]).missing == "height"


@pytest.mark.parametrize(
    ("rule", "heights", "counts", "outcome", "outputs"),
    [
        (Rule("r", require=(TALL, WIDE)), (720, 718), CountsInfo(2, 4, 4, 0, 0, 0, 0, 0), "pass", ["pass", "pass"]),
        (Rule("r", require=(TALL,)), (480, None), CountsInfo(2, 2, 0, 0, 1, 1, 0, 0), "fail", ["fail", "inconclusive"]),
        (
            Rule("r", severity=Severity.WARN, require=(TALL,)),
            (480,),
            CountsInfo(1, 1, 0, 1, 0, 0, 0, 0),
            "warn",
            ["warn"],
        ),
        # An absent fact is never worse than the rule itself.
        (
            Rule("r", severity=Severity.WARN, on_missing=Severity.FAIL, require=(TALL,)),
            (None,),
            CountsInfo(1, 1, 0, 0, 0, 1, 0, 0),
            "warn",
            ["warn"],
        ),
        (
            Rule("r", severity=Severity.INFO, require=(TALL,)),
            (480, None),
            CountsInfo(2, 2, 0, 0, 0, 0, 2, 0),
            "pass",
            ["pass", "pass"],
        ),
        # What `pass` excuses was counted, and is no check that looked at anything.
        (
            Rule("r", on_missing="pass", require=(TALL,)),
            (None,),
            CountsInfo(1, 1, 0, 0, 0, 1, 0, 0),
            "inconclusive",
            ["unchecked"],
        ),
        (
            Rule("r", on_missing="pass", require=(TALL, WIDE)),
            (None,),
            CountsInfo(1, 2, 1, 0, 0, 1, 0, 0),
            "pass",
            ["pass"],
        ),
        (
            Rule("r", on_missing="pass", require=(equals("height", 1, on_missing=Severity.FAIL),)),
            (None,),
            CountsInfo(1, 1, 0, 0, 0, 1, 0, 0),
            "fail",
            ["fail"],
        ),
        (
            Rule("r", on_missing="pass", any_of=((TALL,),)),
            (None, 720),
            CountsInfo(2, 2, 1, 0, 0, 1, 0, 0),
            "pass",
            ["unchecked", "pass"],
        ),
        (
            Rule("r", when=(NARROW,), require=(TALL,), none_of=((WIDE,),)),
            (720,),
            CountsInfo(1, 0, 0, 0, 0, 0, 0, 2),
            "inconclusive",
            ["unchecked"],
        ),
        (Rule("r", must_match=True), (720,), CountsInfo(1, 1, 1, 0, 0, 0, 0, 0), "pass", ["unchecked"]),
        (
            Rule("r", match=(NARROW,), must_match=True),
            (720,),
            CountsInfo(1, 1, 0, 0, 1, 0, 0, 0),
            "fail",
            ["unchecked"],
        ),
    ],
)
def test_counts_and_outcomes_are_folds(
    rule: Rule, heights: tuple[int | None, ...], counts: CountsInfo, outcome: str, outputs: list[str]
) -> None:
    judgement = judge_evidence(evidence_of(*heights), Rulebook((rule,)))
    assert (vars(judgement.counts), judgement.outcome) == (vars(counts), outcome)
    assert [one for _, one in judgement.outputs] == outputs


def test_a_trace_has_all_that_was_asked_and_changes_nothing() -> None:
    rule = Rule("r", match=(WIDE,), when=(TALL,), require=(WIDE,), any_of=((NARROW,), (WIDE,)), none_of=((NARROW,),))
    evidence = evidence_of(480, 720)
    judgement = judge_evidence(evidence, Rulebook((rule,)), trace=True)
    assert [(one.part, one.output, one.branch, one.spec.name, one.status) for one in judgement.trace] == [
        ("match", 0, None, "width", YES),
        ("match", 1, None, "width", YES),
        ("when", 0, None, "height", NO),
        ("when", 1, None, "height", YES),
        ("require", 1, None, "width", YES),
        ("any_of", 1, 0, "width", NO),
        ("any_of", 1, 1, "width", YES),
        ("none_of", 1, 0, "width", NO),
    ]
    assert judge_evidence(evidence, Rulebook((rule,))).findings == judgement.findings


def test_a_selection_takes_what_holds_for_certain() -> None:
    facts = given(height=718, width=None)
    assert selects((), facts)
    assert selects((TALL,), facts)
    assert not selects((TALL, WIDE), facts)


def test_a_fact_of_one_output_is_no_fact_of_a_group() -> None:
    count = spec_of("count")
    of_output = Condition((Equality("equals", (Reference("width", count.kind),), count.kind, Tolerance()),))
    judgement = judge_evidence(
        evidence_of(720), Rulebook((Rule("r", scope="job", require=(Check(count, of_output),)),))
    )
    assert [one.message for one in judgement.findings] == ["count is 1, expected width, but width is absent"]
