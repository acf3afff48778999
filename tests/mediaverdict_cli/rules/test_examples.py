"""A rule book's examples: what can't be run says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import book, run
from mediaverdict.errors import RulebookError
from mediaverdict_cli.rules.examples import ExampleError, run_examples


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("{name: x, facts: {hight: 1}, outcome: pass}", "example 'x': unknown fact 'hight': did you mean height?"),
        ("{name: x, facts: {height: tall}, outcome: pass}", "example 'x': height: 'tall' is not a length in pixels"),
        ("{name: x, job: none.json, outcome: pass}", "none.json can't be read: No such file or directory"),
    ],
)
def test_an_example_that_cant_be_run(tmp_path: Path, example: str, says: str) -> None:
    path = book(tmp_path, f"version: 1\nrules: [{{id: a, require: {{height: 1}}}}]\nexamples: [{example}]\n")
    with pytest.raises(ExampleError) as raised:
        run_examples(path)
    assert says in str(raised.value)
    assert run("rules", "test", path).exit_code == 2


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("{name: x, outcome: pass}", "an example has one of job, facts and outputs"),
        (
            "{name: x, facts: {height: 1}, outcome: good}",
            "outcome is 'good': expected fail, inconclusive, warn or pass",
        ),
        ("{name: x, facts: {height: 1}, outcome: pass, findings: [b]}", "there is no rule 'b'"),
    ],
)
def test_an_example_with_a_slip_is_an_error_of_the_book(tmp_path: Path, example: str, says: str) -> None:
    with pytest.raises(RulebookError) as raised:
        run_examples(book(tmp_path, f"version: 1\nrules: [{{id: a, require: {{height: 1}}}}]\nexamples: [{example}]\n"))
    assert says in str(raised.value)
