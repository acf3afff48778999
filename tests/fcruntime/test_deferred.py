from __future__ import annotations

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


def test_an_import_of_the_package_changes_nothing_in_the_process() -> None:
    code = (
        "import sys, logging, typing, __future__; before = set(sys.modules); tasks = getattr(logging, 'logAsyncioTasks', None); import fcruntime; "
        "print(sorted(set(sys.modules) - before), getattr(logging, 'logAsyncioTasks', None) == tasks)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['fcruntime'] True"


def test_asyncio_can_be_deferred_with_structlogs_import_of_it() -> None:
    code = (
        "from fcruntime.deferred import defer_asyncio; defer_asyncio(); import sys, logging, fcruntime.logs; "
        "print('asyncio.events' in sys.modules, logging.logAsyncioTasks)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
