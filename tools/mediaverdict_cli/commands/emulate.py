"""`emulate`: ICE and SMQ on one loopback port."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from alicloud_emulator import Emulator, EmulatorState
from alicloud_emulator.call_limit import CallLimit
from alicloud_emulator.state import KEY, SECRET, is_queue_name, read_jobs, read_templates
from mediaverdict_cli.inputs import BAD_INPUT, reason, stop

MOST_QPS = 1_000_000


def emulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    jobs: Annotated[Path | None, typer.Option(help="GetMediaConvertJob answers to serve.")] = None,
    templates: Annotated[
        Path | None, typer.Option(help="GetSystemTemplate and GetCustomTemplate answers to serve.")
    ] = None,
    queue: Annotated[
        list[str] | None, typer.Option(help="A queue that exists from the start; any number of them.")
    ] = None,
    ice_qps: Annotated[
        float | None,
        typer.Option(
            help="Calls a second that ICE allows, all callers together; what is not used is saved up for a second. "
            "A call beyond them is answered at once with 400 Throttling.User, as in the cloud. No limit unless set.",
        ),
    ] = None,
) -> None:
    """Runs the emulator: ICE and SMQ on one port of 127.0.0.1, until Ctrl-C. Key and secret are both "local".

    How your code fares under an account's limit: mediaverdict emulate --ice-qps 10
    """
    names = list(dict.fromkeys(queue or []))
    wrong = next((name for name in names if not is_queue_name(name)), None)
    if wrong is not None:
        stop(f"--queue {wrong!r} is no queue's name: letters, digits, - and _, at most 256", BAD_INPUT)
    if ice_qps is not None and not 0.01 <= ice_qps <= MOST_QPS:
        stop(f"--ice-qps {ice_qps:g}: expected calls a second, from 0.01 to {MOST_QPS}", BAD_INPUT)
    state = EmulatorState(
        jobs=read_jobs(jobs) if jobs is not None else {},
        templates=read_templates(templates) if templates is not None else {},
        create_queues=False,
    )
    state.ice_limit = CallLimit(ice_qps) if ice_qps is not None else None
    for name in names:
        state.create(name)
    try:
        cloud = Emulator(state, port)
    except OSError as error:
        state.close()
        stop(f"port {port} can't be used: {reason(error)}", BAD_INPUT)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with cloud:
        print(json.dumps({"endpoint": cloud.endpoint}), flush=True)
        print(how_to_use(cloud, names), file=sys.stderr, flush=True)
        ended.wait()


def how_to_use(cloud: Emulator, names: list[str]) -> str:
    """What a person sets where their code runs."""
    count = len(cloud.state.jobs)
    kept, allowed = len(cloud.state.templates), cloud.state.ice_limit
    parts = [f"{count} job{'' if count == 1 else 's'}"]
    parts += [f"{kept} template{'' if kept == 1 else 's'}"] if kept else []
    parts += [f"{allowed.per_second:g} calls a second"] if allowed is not None else []
    served = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    lines = [
        f"ICE with {served}, and SMQ. Where the function or mediaverdict runs, set:",
        f"  export ALIBABA_CLOUD_ACCESS_KEY_ID={KEY} ALIBABA_CLOUD_ACCESS_KEY_SECRET={SECRET}",
        f"  export MEDIAVERDICT_ICE_ENDPOINT={cloud.endpoint}",
    ]
    if names:
        lines += [
            f"  export MEDIAVERDICT_VERDICT_QUEUE={cloud.queue_url(names[0])}",
            "The queues, by address:",
            *(f"  {cloud.queue_url(name)}" for name in names),
        ]
    else:
        lines.append(
            f"There is no queue yet: --queue verdicts makes {cloud.queue_url('verdicts')}, as would a CreateQueue call"
        )
    return "\n".join([*lines, "Ctrl-C ends it."])
