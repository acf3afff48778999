"""The live table of `verdicts --follow`: a line for each message."""

from __future__ import annotations

import json

from command import letter, verdict
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.live_table import table_of
from mediaverdict_cli.queue_messages import read_text


def test_it_has_a_line_for_each() -> None:
    hostile = letter("j", reason="no such job\x1b[2J")
    texts = [json.dumps(one) for one in (verdict("ladder-wrong-rung"), hostile)] + ["something foreign"]
    out = tables.console()
    out.width = 160
    with out.capture() as captured:
        out.print(table_of(map(read_text, texts)))
    shown = captured.get().splitlines()
    assert [line.split()[:2] for line in shown[1:]] == [
        ["08:06:42", "fail"],
        ["dead-letter", "no"],
        ["foreign", "message"],
    ]
    assert "The Lighthouse" in shown[1]
    assert "no such job\ufffd[2J" in shown[2]
