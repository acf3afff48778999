"""Which tests run which line, and how long each takes: what `coverage` tells of one run of all of them."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path

import coverage

from mutation.forking import RunResult, run_tests


@dataclass(frozen=True)
class Reach:
    """What was measured, with nothing changed."""

    seconds: dict[str, float]
    """By test."""
    by_line: dict[Path, dict[int, frozenset[str]]]
    """Module -> line -> tests."""

    @classmethod
    def measured(cls, tests: list[str], modules: list[Path]) -> Reach:
        """Runs the tests. Exits where one of them fails with nothing changed."""
        measuring = ["--cov=mediaverdict", "--cov-context=test", "--cov-report="]
        seconds = Path("seconds.json")
        if run_tests([*measuring, *tests], tell=seconds) is not RunResult.PASSED:
            raise SystemExit("mutation: the tests fail with nothing changed")
        data = coverage.CoverageData()
        data.read()
        by_line = {
            module: {
                line: frozenset(context.rpartition("|")[0] for context in contexts)
                for line, contexts in data.contexts_by_lineno(str(module.resolve())).items()
            }
            for module in modules
        }
        return cls(json.loads(seconds.read_text()), by_line)

    def tests_of(self, module: Path, first: int, last: int) -> list[str]:
        """The tests that run one of these lines, quick ones first.

        What runs on import, in whichever test that was, is for all tests that reach the module.
        """
        lines = self.by_line[module]
        if _runs_in_a_call(module, first):
            lines = {line: lines.get(line, frozenset()) for line in range(first, last + 1)}
        reached = frozenset[str]().union(*lines.values())
        return sorted(reached & self.seconds.keys(), key=lambda test: self.seconds[test])


def _runs_in_a_call(module: Path, line: int) -> bool:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return any(node.body[0].lineno <= line <= (node.end_lineno or 0) for node in functions)
