"""What a function prints comes through line by line, and moves no cursor."""

from __future__ import annotations

import io
import subprocess

from mediaverdict_cli.function_output import FunctionOutput


def test_every_line_comes_and_what_acts_on_a_terminal_is_a_sign() -> None:
    out = io.StringIO()
    with FunctionOutput(out) as inner:
        inner.write(b"one\r\n\ttwo \x1b[2J\xc2\x9b\xe2\x80\xae\xff\nno end")
    assert out.getvalue() == "one\n        two \ufffd[2J\ufffd\ufffd\ufffd\nno end\n"


def test_a_process_may_be_given_its_end() -> None:
    out = io.StringIO()
    with FunctionOutput(out) as inner:
        subprocess.run(["sh", "-c", "echo out; echo err >&2"], stdout=inner, stderr=inner, check=True)
    assert out.getvalue() == "out\nerr\n"
