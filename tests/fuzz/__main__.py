"""`make fuzz`: a coverage-guided run over all that comes from outside. Nothing but the declared errors comes out.

    python -m fuzz [SECONDS]

The input's first byte chooses: an event (bytes -> notifications), job details (JSON -> verdict), a
message's XML, a rule book, an answer of SMQ's or ICE's (status, headers, body), a letter, or what a server sends,
byte by byte. An exception that is not declared ends the run with the input that caused it.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import atheris
import httpx

ROOT = Path(__file__).parents[2]

with atheris.instrument_imports(include=["mediaverdict", "fcruntime"]):
    from alicloud_emulator.answers import Answer
    from fcruntime.credentials import Credentials, FixedCredentials
    from fcruntime.envelopes import open_event
    from mediaverdict.cloud.framing import AnswerReader
    from mediaverdict.cloud.http import HttpClient
    from mediaverdict.cloud.ice import Ice
    from mediaverdict.cloud.smq import SmqQueue
    from mediaverdict.cloud.smq_xml import XmlError, read_xml
    from mediaverdict.errors import CloudError, RulebookError
    from mediaverdict.jobs import finite_or_text, read_job
    from mediaverdict.judging import judge
    from mediaverdict.message_size import MAX_BODY
    from mediaverdict.notifications import read_record
    from mediaverdict.processing.dead_letters import read_letter
    from mediaverdict.rulebook import load_rulebook, read_rulebook
    from mediaverdict.verdict import encode, make_verdict
    from reliability import faults

BOOK = load_rulebook(ROOT / "functions" / "judge" / "rules.yml")
NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)
RUNS = {"cases": 0}
SECRET = "a-secret-token-that-nobody-may-see"
KEYS = FixedCredentials(Credentials("key", "secret", SECRET))
STATUSES = (200, 201, 204, 302, 400, 403, 404, 413, 429, 500, 502, 503)


class Answering(httpx.BaseTransport):
    """Answers everything with what the fuzzer made: a status, a header's two texts, a body, a line each."""

    def __init__(self, content: bytes) -> None:
        head, _, rest = content.partition(b"\n")
        name, _, value = head[1:].partition(b":")
        self.status = STATUSES[(head or b"\0")[0] % len(STATUSES)]
        self.headers = [(name.strip() or b"x", value.strip())]
        self.body = rest

    def handle_request(self, _request: httpx.Request) -> httpx.Response:
        """The same each time."""
        return httpx.Response(self.status, headers=self.headers, stream=httpx.ByteStream(self.body))


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


def fuzz_smq(content: bytes) -> None:
    """Each message has a result; what counts as sent has an ID of its own that the answer names."""
    if not content:
        return
    count = 1 + content[0] % 3
    said = Answering(content[1:])
    sent = SmqQueue("http://127.0.0.1:1/queues/q", HttpClient([], said), KEYS).send([b"x"] * count)
    assert len(sent) == count
    ids = [one.message_id for one in sent if one.error is None]
    assert len(set(ids)) == len(ids)
    assert all(ids)
    assert not ids or said.status in (200, 201, 204, 500)
    assert all(len(str(one.error)) < 2000 and SECRET not in str(one.error) for one in sent)


def fuzz_ice(content: bytes) -> None:
    """The details of the job that was asked for, or a CloudError that tells no secret."""
    try:
        answer = Ice("http://127.0.0.1:1", HttpClient([], Answering(content)), KEYS).get_media_convert_job("j")
    except CloudError as error:
        assert len(str(error)) < 2000  # noqa: PT017
        assert SECRET not in str(error)  # noqa: PT017
        return
    assert SECRET not in json.dumps(answer)
    job = read_job(answer, "j")
    assert job is not None
    assert job.id == "j"


def fuzz_letter(content: bytes) -> None:
    """Any JSON is a letter or none; one that is written again fits, and says the same."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return
    letter = read_letter(body)
    if letter is None or letter.problem:
        return
    written = letter.to_bytes()
    assert len(written) <= MAX_BODY or len(letter.job_id or "") > 1000
    again = read_letter(json.loads(written))
    assert again is not None
    assert (again.kind, again.job_id, again.history) == (letter.kind, letter.job_id, letter.history)


def fuzz_framing(content: bytes) -> None:
    """Any bytes are an answer, the same one in whatever pieces they come, or a broken connection."""
    if not content:
        return
    at_once, in_pieces = (_framed(content[1:], size) for size in (65_536, 1 + content[0] % 16))
    assert at_once is None or in_pieces is None or at_once == in_pieces


def _framed(sent: bytes, size: int) -> tuple[int, list[tuple[bytes, bytes]], bytes] | None:
    pieces = iter([sent[start : start + size] for start in range(0, len(sent), size)])
    reader = AnswerReader(lambda: next(pieces, b""))
    try:
        head = reader.head()
        return head.status, head.headers, b"".join(reader.body(head, "GET"))
    except httpx.TransportError:
        return None


TARGETS = (fuzz_event, fuzz_details, fuzz_xml, fuzz_rules, fuzz_smq, fuzz_ice, fuzz_letter, fuzz_framing)


def one_input(data: bytes) -> None:
    """One case."""
    if data:
        RUNS["cases"] += 1
        TARGETS[data[0] % len(TARGETS)](data[1:])


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Mutates JSON as JSON half of the time: blind flips rarely get past the parser."""
    chance = random.Random(seed)
    if chance.random() < 0.5 and data[:1] in (b"\x00", b"\x01", b"\x06"):
        try:
            value = json.loads(data[1:])
            made = data[:1] + json.dumps(_changed(value, chance)).encode()
            return made[:max_size]
        except (ValueError, RecursionError):
            pass
    return bytes(atheris.Mutate(data, max_size))


def _changed(value: object, chance: random.Random) -> object:
    odd: list[Any] = ["", "N/A", "0.f", "0:1", "1e999", None, True, -1, 10**30, [], {}, "\ud800", "[" * 50, "nan", 0.1]
    if chance.random() < 0.15:
        return chance.choice(odd)
    if isinstance(value, dict) and value:
        key = chance.choice(list(value))
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value:
        index = chance.randrange(len(value))
        return [*value[:index], _changed(value[index], chance), *value[index + 1 :]]
    return chance.choice(odd)


LETTERS = (
    b'{"mediaverdict":"retry","version":1,"job_id":"j","attempts":1,"first_at":"then","postponed":2,"record":{"JobId":"j"}}',
    b'{"mediaverdict":"dead-letter","version":1,"job_id":null,"record":null,"record_zlib":"eJyrVkpUsjKsBQAI1QIf"}',
)


FRAMED = (
    b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\r\n b\r\n\r\nok",
    b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\no\r\n0\r\nX-T: v\r\n\r\n",
    b"HTTP/1.0 500\nConnection: keep-alive\n\nuntil the end",
)


def _answers(kinds: dict[str, faults.Made]) -> list[bytes]:
    """The schedules' wrong answers, to begin with."""
    said = [made(b"<Messages><Message/><Message/></Messages>") for made in kinds.values()]
    return [
        bytes([STATUSES.index(one.status)])
        + b",".join(f"{name}:{value}".encode() for name, value in list(one.headers.items())[:1])
        + b"\n"
        + one.body
        for one in said
        if isinstance(one, Answer)
    ]


def main() -> None:
    """Seeds with the samples, runs for so many seconds, prints how many cases there were."""
    found = ROOT / "build" / "fuzz"  # where an input goes that broke something, or took long
    found.mkdir(parents=True, exist_ok=True)
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        samples = [(0, path) for path in (ROOT / "events").glob("*.json")]
        samples += [(1, path) for path in (ROOT / "events" / "jobs").glob("*.json")]
        samples += [(3, ROOT / "functions" / "judge" / "rules.yml")]
        seeds = [bytes([target]) + path.read_bytes() for target, path in samples]
        seeds += [bytes([4, 1]) + one for one in _answers(faults.SMQ)] + [
            bytes([5]) + one for one in _answers(faults.ICE)
        ]
        seeds += [b"\x06" + letter for letter in LETTERS]
        seeds += [bytes([7, 2]) + answer for answer in FRAMED]
        for number, seed in enumerate(seeds):
            (Path(folder) / str(number)).write_bytes(seed[:65_536])
        arguments = [
            sys.argv[0],
            f"-max_total_time={seconds}",
            "-max_len=65536",
            "-verbosity=0",
            "-print_final_stats=1",
            f"-artifact_prefix={found}/",
            folder,
        ]
        atheris.Setup(arguments, one_input, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
