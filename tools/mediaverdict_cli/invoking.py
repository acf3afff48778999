"""`invoke`: the real handler on this machine, as Function Compute runs it."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from alicloud_emulator import Emulator, EmulatorState
from alicloud_emulator.state import KEY, SECRET, read_jobs, read_templates
from fc_local import FunctionConfig, Invocation, Layout, LocalRuntime
from fcruntime.credentials import Credentials, read_credentials
from fcruntime.envelopes import open_event
from mediaverdict.cloud.sqlite_queue import SCHEME, SqliteQueue
from mediaverdict.errors import SettingsError, say
from mediaverdict.notifications import read_record
from mediaverdict_cli.function_layers import handler_source, hook_of, layer_entries
from mediaverdict_cli.function_output import FunctionOutput
from mediaverdict_cli.language.choosing import VARIABLES
from mediaverdict_cli.queue_messages import PublishedVerdict, read_message
from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.runtimes import Runtime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO

    from mediaverdict.cloud.messages import Message

_PASSED_ON = (
    "MEDIAVERDICT_CALLBACK_",
    "MEDIAVERDICT_CONCURRENCY",
    "MEDIAVERDICT_TEMPLATES",
    "POWERTOOLS_",
    "LOG_LEVEL",
)
VERDICTS, DEAD_LETTERS, RETRIES = "verdicts", "dead-letters", "retries"


@dataclass(frozen=True, slots=True)
class Options:
    """What `invoke` was asked for."""

    function: Path
    jobs: Path | None = None
    """GetMediaConvertJob answers for the local ICE; None for none."""
    rules: Path | None = None
    verdicts: str | None = None
    """`sqlite:PATH`; None for a queue of the emulator."""
    cloud: bool = False
    python: Path = Path(sys.executable)
    runtime: str = "python3.12"
    handler: str = "handler.handler"
    built: Path | None = None
    """The `build` folder: its layers and its code, and nothing else, as they are deployed."""
    templates: Path | None = None
    """GetSystemTemplate and GetCustomTemplate answers for the local ICE; None for none."""


@dataclass(frozen=True, slots=True)
class Invoked:
    """What came of it."""

    invocation: Invocation
    verdicts: list[Message]
    dead_letters: list[Message]
    retries: list[Message]


def invoke(event: bytes, options: Options, log: IO[str]) -> Invoked:
    """Runs the handler once on an event. Raises LocalRuntimeError, SettingsError or JobsError."""
    with ExitStack() as stack:
        source = handler_source(_code(options), options.handler)
        layout = _layout(options)
        stack.callback(layout.remove)
        jobs = read_jobs(options.jobs) if options.jobs is not None and not options.cloud else {}
        templates = read_templates(options.templates) if options.templates is not None and not options.cloud else {}
        state = EmulatorState(jobs=jobs, templates=templates, create_queues=False)
        for name in (VERDICTS, DEAD_LETTERS, RETRIES):
            state.create(name)
        cloud = stack.enter_context(Emulator(state))
        queue = stack.enter_context(SqliteQueue.at(absolute(options.verdicts))) if options.verdicts else None
        before = {message.id for message in queue.all()} if queue is not None else set()
        config = FunctionConfig(
            layout=layout,
            handler=options.handler,
            initializer=hook_of(source, options.handler, "initialize"),
            pre_stop=hook_of(source, options.handler, "pre_stop"),
            runtime=options.runtime,
            python=options.python,
            name="mediaverdict",
            environ=_cloud_variables(options) if options.cloud else _local_variables(options, cloud),
            credentials=read_credentials(None, os.environ) if options.cloud else Credentials(KEY, SECRET),
            region=os.environ.get("FC_REGION", "cn-shanghai") if options.cloud else "cn-shanghai",
            account_id=os.environ.get("FC_ACCOUNT_ID", "") if options.cloud else "123456789",
        )
        printed = stack.enter_context(FunctionOutput(log))
        runtime = stack.enter_context(LocalRuntime(config, printed))
        invocation = runtime.invoke(event)
        return Invoked(
            invocation,
            _in_order(
                (
                    message
                    for message in (queue.all() if queue is not None else _all(state, VERDICTS))
                    if message.id not in before
                ),
                event,
            ),
            _all(state, DEAD_LETTERS),
            _all(state, RETRIES),
        )


def _in_order(verdicts: Iterable[Message], event: bytes) -> list[Message]:
    """As the event names their jobs: jobs are judged at once, so the queue has their verdicts in any order."""

    named = [one.job_id for record in open_event(event).records for one in read_record(record)]
    places = {job_id: place for place, job_id in reversed([*enumerate(named)])}

    def place(message: Message) -> int:
        verdict = read_message(message)
        subject = str(verdict.value.get("subject")) if isinstance(verdict, PublishedVerdict) else ""
        return places.get(subject, len(places))

    return sorted(verdicts, key=place)


def _code(options: Options) -> Path:
    return options.function if options.built is None else options.built / "code"


def _layout(options: Options) -> Layout:
    if options.built is None:
        return Layout.make(options.function, layer_entries(options.function, options.python))
    layers = [options.built / "layers" / layer for layer in LAYERS]
    missing = next((folder for folder in layers if not folder.is_dir()), None)
    if missing is not None:
        raise SettingsError(
            say("{path} is not there: make layers RUNTIME={runtime} builds it", path=missing, runtime=options.runtime)
        )
    return Layout.make(options.built / "code", layers=layers)


def as_built(options: Options, build: Path, python: Path | None = None) -> Options:
    """The same, of what was built, in an interpreter of the runtime's version. Raises SettingsError."""
    manifest = build / "layers" / "layers.json"
    if not manifest.is_file():
        raise SettingsError(say("{path} is not there: make layers builds it", path=manifest))
    runtime = Runtime(json.loads(manifest.read_text(encoding="utf-8"))[0]["runtime"])
    interpreter = python or runtime.interpreter()
    if interpreter is None:
        raise SettingsError(
            say("there is no Python {version} on this machine: name one with --python", version=runtime.version)
        )
    return replace(options, built=build, python=interpreter, runtime=runtime.name)


def _local_variables(options: Options, cloud: Emulator) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)},
        # Sample HTTP events carry no fresh signature; with keys set, signatures are checked here too.
        "MEDIAVERDICT_CALLBACK_KEYS": os.environ.get("MEDIAVERDICT_CALLBACK_KEYS", "none"),
        "POWERTOOLS_SERVICE_NAME": os.environ.get("POWERTOOLS_SERVICE_NAME", "mediaverdict"),
        "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint,
        "MEDIAVERDICT_VERDICT_QUEUE": absolute(options.verdicts) if options.verdicts else cloud.queue_url(VERDICTS),
        "MEDIAVERDICT_DEAD_LETTER_QUEUE": cloud.queue_url(DEAD_LETTERS),
        "MEDIAVERDICT_RETRY_QUEUE": cloud.queue_url(RETRIES),
        **_rules_variable(options),
    }


def _cloud_variables(options: Options) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name.startswith(("MEDIAVERDICT_", "POWERTOOLS_"))}
    given.pop(VARIABLES[0], None)  # this command's own, which the function does not know
    if options.verdicts:
        given["MEDIAVERDICT_VERDICT_QUEUE"] = absolute(options.verdicts)
    return {**given, **_rules_variable(options)}


def _rules_variable(options: Options) -> Mapping[str, str]:
    return {"MEDIAVERDICT_RULES": str(options.rules.resolve())} if options.rules is not None else {}


def absolute(address: str) -> str:
    """A `sqlite:` address that means the same file for the function, whose working folder is `/code`."""
    if not address.startswith(SCHEME):
        raise SettingsError(say("--verdicts is {address!r}: expected sqlite:PATH", address=address))
    return f"{SCHEME}{Path(address.removeprefix(SCHEME)).resolve()}"


def _all(state: EmulatorState, name: str) -> list[Message]:
    queue = state.queue(name)
    return queue.all() if queue is not None else []
