"""The verdict on each sample job, whole. `make golden` renews the files; the diff is the review."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from pathlib import Path

import pytest

from mediaverdict.judging import judge
from mediaverdict.rulebook import load_rulebook
from mediaverdict_cli.saved_jobs import read_saved, verdict_on
from mediaverdict_cli.saved_templates import saved_templates

ROOT = Path(__file__).parents[2]
JOBS = sorted((ROOT / "events" / "jobs").glob("*.json"))
BOOK = load_rulebook(ROOT / "functions" / "judge" / "rules.yml")
TEMPLATES = saved_templates(ROOT / "events" / "templates", BOOK)
NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_the_verdict_is_the_golden_one(path: Path) -> None:
    golden = Path(__file__).with_name("verdicts") / path.name
    job = read_saved(path, path.read_bytes())
    verdict = json.loads(verdict_on(job, judge(job, BOOK, templates=TEMPLATES(job)), BOOK, NOW))
    if os.environ.get("MEDIAVERDICT_RENEW_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(verdict, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert verdict == json.loads(golden.read_text(encoding="utf-8"))
