from __future__ import annotations

import os
import subprocess
import sys

import pytest

CASES = {
    "nothing is loaded by an import": (
        "defer('asyncio'); import asyncio; print('asyncio.events' in sys.modules)", "False",
    ),
    "the first use loads it": (
        "defer('asyncio'); import asyncio; asyncio.run; print('asyncio.events' in sys.modules, sys.modules['asyncio'] is asyncio)",
        "True False",
    ),
    "so does an import by name": ("defer('asyncio'); from asyncio import run; print(run.__module__)", "asyncio.runners"),
    "and one of a part": ("defer('asyncio'); import asyncio.events; print(asyncio.events.__name__)", "asyncio.events"),
    "a loaded module stays": ("import json; defer('json'); print(json.dumps({}))", "{}"),
    "what is in no module is an error as ever": (
        "defer('colorsys'); import colorsys\ntry: colorsys.nothing\nexcept AttributeError as error: print(error)",
        "module 'colorsys' has no attribute 'nothing'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_deferred_module(case: str) -> None:
    code, expected = CASES[case]
    program = f"import sys\nfrom fcruntime.deferred import defer\n{code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (expected, "")


def test_a_cold_start_loads_no_event_loop_no_yaml_and_no_models() -> None:
    unused = ("asyncio.events", "yaml", "pydantic", "tenacity", "sqlite3", "typer")
    code = f"import sys, mediaverdict.instance; print([name for name in {unused} if name in sys.modules])"
    # What measures coverage loads sqlite3 itself.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.strip() == "[]"
