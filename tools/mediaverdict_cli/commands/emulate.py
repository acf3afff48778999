"""`emulate`: ICE and SMQ on one loopback port."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from alicloud_emulator import Emulator, EmulatorState
from alicloud_emulator.state import read_jobs
from mediaverdict_cli.inputs import BAD_INPUT, stop


def emulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    jobs: Annotated[Path | None, typer.Option(help="GetMediaConvertJob answers to serve.")] = None,
) -> None:
    """Runs the local cloud: ICE and SMQ on one port of 127.0.0.1, until Ctrl-C. Key and secret are both "local"."""
    state = EmulatorState(jobs=read_jobs(jobs) if jobs is not None else {})
    try:
        cloud = Emulator(state, port)
    except OSError as error:
        stop(f"port {port} can't be used: {error.strerror}", BAD_INPUT)
    with cloud:
        print(json.dumps({"endpoint": cloud.endpoint}), flush=True)
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        ended.wait()
