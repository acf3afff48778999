"""cosmic-ray's changes, one by one, each against the tests that reach it."""

from __future__ import annotations

import ast
import difflib
import sys
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkResult

from mutation.forking import RunResult, run_tests
from mutation.reach import Reach

SAME = ("Is_Eq", "IsNot_NotEq")
"""By identity we compare None, types and members of enums, which are equal to themselves alone."""
SKIPPED = WorkResult(worker_outcome=WorkerOutcome.SKIPPED)


def try_mutants(work: WorkDB, reach: Reach, every: int) -> None:
    """All that mean something, or one in so many of them; the outcomes are in the session afterwards."""
    for module in reach.by_line:
        for cached in (module.parent / "__pycache__").glob(f"{module.stem}.*"):
            cached.unlink()
    meaningful = 0
    items = list(work.work_items)
    for number, item in enumerate(items, start=1):
        if number % 100 == 0:
            print(f"{number} of {len(items)}", file=sys.stderr, flush=True)
        [mutation] = item.mutations
        changed = _changed(mutation)
        meaningful += changed is not None
        if changed is None or meaningful % every:
            work.set_result(item.job_id, SKIPPED)
        else:
            result = _try(mutation, changed, reach)
            work.set_result(item.job_id, result)
            if result.test_outcome is TestOutcome.SURVIVED:
                print(in_words(mutation, result), file=sys.stderr, flush=True)


def in_words(mutation: MutationSpec, result: WorkResult) -> str:
    """Where it is, and the lines before and after."""
    changed = [line for line in result.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    path = mutation.module_path
    return "\n".join([f"{path.parent.name}/{path.name}:{mutation.start_pos[0]}", *changed])


def _changed(mutation: MutationSpec) -> str | None:
    """The module's text; None for a change that is no Python, or that nobody can notice."""
    if mutation.operator_name.endswith(SAME):
        return None
    original = mutation.module_path.read_text(encoding="utf-8")
    operator = get_operator(mutation.operator_name)(**mutation.operator_args)
    try:
        changed = mutate_code(original, operator, mutation.occurrence)
        meaning = _meaning(changed)
    except (SyntaxError, AttributeError):  # a signature's star, taken for a product; an exception's name with a dot
        return None
    return None if meaning == _meaning(original) else str(changed)


def _try(mutation: MutationSpec, changed: str, reach: Reach) -> WorkResult:
    module = mutation.module_path
    original = module.read_text(encoding="utf-8")
    tests = reach.tests_of(module, mutation.start_pos[0], mutation.end_pos[0])
    result = RunResult.PASSED
    module.write_text(changed, encoding="utf-8")
    try:
        for file in _files(module, tests):  # each with a time of its own: an endless loop ends with the first
            chosen = [test for test in tests if test.startswith(f"{file}::")]
            result = run_tests([file], chosen, timeout=10 + 4 * sum(reach.seconds[test] for test in chosen))
            if result is not RunResult.PASSED:
                break
    finally:
        module.write_text(original, encoding="utf-8")
    survived = result is RunResult.PASSED
    return WorkResult(
        worker_outcome=WorkerOutcome.NORMAL,
        test_outcome=TestOutcome.SURVIVED if survived else TestOutcome.KILLED,
        output=result.value,
        diff=_diff(original, changed),
    )


def _files(module: Path, tests: list[str]) -> list[str]:
    """Where these tests are: first the module's own file, then those with the quickest."""
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    return sorted(files, key=lambda file: not file.endswith(f"/test_{module.stem}.py"))


def _meaning(code: str) -> str:
    """What is left of a module without the types, which are never evaluated, and the imports that they need."""
    return ast.dump(_Untyped().visit(ast.parse(code)))


class _Untyped(ast.NodeTransformer):
    def visit_arguments(self, node: ast.arguments) -> ast.arguments:
        """A `/` in place of a signature's star: a caller that names its arguments sees no difference."""
        self.generic_visit(node)
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.defaults += [one for one in node.kw_defaults if one is not None]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        node.annotation = ast.Constant(None)
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        if "TYPE_CHECKING" in ast.dump(node.test):
            return ast.Pass()
        self.generic_visit(node)
        return node


def _diff(original: str, changed: str) -> str:
    lines = difflib.unified_diff(original.splitlines(), changed.splitlines(), "original", "changed", n=0, lineterm="")
    return "\n".join(lines)
