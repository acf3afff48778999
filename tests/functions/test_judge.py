"""The function's own file: what its cold start loads, and its hooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = str(Path(__file__).parents[2] / "functions" / "judge")


def test_a_cold_start_loads_no_event_loop_no_yaml_and_no_models() -> None:
    unused = ("asyncio.events", "yaml", "pydantic", "tenacity", "sqlite3", "typer")
    code = f"import sys; sys.path.insert(0, {FOLDER!r}); import handler; print([name for name in {unused} if name in sys.modules])"
    # What measures coverage loads sqlite3 itself.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.strip() == "[]"


def test_pre_stop_closes_what_initialize_made(tmp_path: Path) -> None:
    code = f"""
import os, sys
sys.path.insert(0, {FOLDER!r})
os.environ["MEDIAVERDICT_VERDICT_QUEUE"] = "sqlite:{tmp_path / "q.db"}"
os.environ["FC_REGION"] = "cn-shanghai"
import handler
handler.pre_stop(None)
handler.initialize(None)
closed = []
instance = handler._Instance.running
original = instance.close
instance.close = lambda: (closed.append(1), original())
handler.pre_stop(None)
print(closed, handler._Instance.running)
"""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MEDIAVERDICT_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environ)
    assert (done.stdout.strip(), done.stderr) == ("[1] None", "")
