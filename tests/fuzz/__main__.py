"""`make fuzz`: a coverage-guided run over events and job details. Nothing but the declared errors comes out.

    python -m fuzz [SECONDS]

The input's first byte chooses: an event (bytes -> notifications), job details (JSON -> verdict), a
message's XML, or a rule book. An exception that is not declared ends the run with the input that caused it.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]

with atheris.instrument_imports(include=["mediaverdict", "fcruntime"]):
    from fcruntime.envelopes import open_event
    from mediaverdict.cloud.smq_xml import XmlError, read_xml
    from mediaverdict.errors import RulebookError
    from mediaverdict.jobs import finite_or_text, read_job
    from mediaverdict.judging import judge
    from mediaverdict.message_size import MAX_BODY
    from mediaverdict.notifications import read_record
    from mediaverdict.rulebook import load_rulebook, read_rulebook
    from mediaverdict.verdict import encode, make_verdict

BOOK = load_rulebook(ROOT / "functions" / "judge" / "rules.yml")
NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)
RUNS = {"cases": 0}


def fuzz_event(content: bytes) -> None:
    """Any bytes are records, and each record says something."""
    for record in open_event(content).records:
        assert read_record(record)


def fuzz_details(content: bytes) -> None:
    """Any JSON has a verdict, or no job."""
    try:
        answer = json.loads(content, parse_constant=str, parse_float=finite_or_text)
    except (ValueError, RecursionError):
        return
    job = read_job(answer)
    if job is not None:
        body = encode(make_verdict(job, judge(job, BOOK, trace=True), BOOK, region="r", account_id="a", time=NOW))
        assert len(body) <= MAX_BODY
        json.loads(body)


def fuzz_xml(content: bytes) -> None:
    """Any bytes are an element, or an XmlError."""
    try:
        read_xml(content)
    except XmlError:
        return


def fuzz_rules(content: bytes) -> None:
    """Any text is a rule book, or a RulebookError."""
    try:
        read_rulebook(content.decode("utf-8", "replace"))
    except RulebookError:
        return


TARGETS = (fuzz_event, fuzz_details, fuzz_xml, fuzz_rules)


def one_input(data: bytes) -> None:
    """One case."""
    if data:
        RUNS["cases"] += 1
        TARGETS[data[0] % len(TARGETS)](data[1:])


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Mutates JSON as JSON half of the time: blind flips rarely get past the parser."""
    chance = random.Random(seed)
    if chance.random() < 0.5 and data[:1] in (b"\x00", b"\x01"):
        try:
            value = json.loads(data[1:])
            made = data[:1] + json.dumps(_changed(value, chance)).encode()
            return made[:max_size]
        except (ValueError, RecursionError):
            pass
    return bytes(atheris.Mutate(data, max_size))


def _changed(value: object, chance: random.Random) -> object:
    odd = ["", "N/A", "0.f", "0:1", "1e999", None, True, -1, 10**30, [], {}, "\ud800", "[" * 50, "nan", 0.1]
    if chance.random() < 0.15:
        return chance.choice(odd)
    if isinstance(value, dict) and value:
        key = chance.choice(list(value))
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value:
        index = chance.randrange(len(value))
        return [*value[:index], _changed(value[index], chance), *value[index + 1 :]]
    return chance.choice(odd)


def main() -> None:
    """Seeds with the samples, runs for so many seconds, prints how many cases there were."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        samples = [(0, path) for path in (ROOT / "events").glob("*.json")]
        samples += [(1, path) for path in (ROOT / "events" / "jobs").glob("*.json")]
        samples += [(3, ROOT / "functions" / "judge" / "rules.yml")]
        for number, (target, path) in enumerate(samples):
            (Path(folder) / str(number)).write_bytes(bytes([target]) + path.read_bytes())
        arguments = [
            sys.argv[0],
            f"-max_total_time={seconds}",
            "-max_len=65536",
            "-verbosity=0",
            "-print_final_stats=1",
            folder,
        ]
        atheris.Setup(arguments, one_input, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
