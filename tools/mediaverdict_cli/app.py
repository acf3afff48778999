"""The command `mediaverdict`. Results go to stdout, logs and progress to stderr.

Exit codes: 0 fine, 1 a verdict is `fail` (check, replay), 2 bad input or usage, 3 the cloud could not
be reached.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from alicloud_emulator.state import JobsError
from fcruntime.errors import FcRuntimeError
from mediaverdict.errors import CloudError, MediaverdictError
from mediaverdict_cli.commands.check import check
from mediaverdict_cli.commands.emulate import emulate
from mediaverdict_cli.commands.explain import explain
from mediaverdict_cli.commands.invoke import invoke
from mediaverdict_cli.commands.redrive import redrive
from mediaverdict_cli.commands.replay import replay
from mediaverdict_cli.commands.report import report
from mediaverdict_cli.commands.rules import rules_app
from mediaverdict_cli.commands.verdicts import verdicts
from mediaverdict_cli.inputs import BAD_INPUT, FINE, UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="mediaverdict",
    help="Judges finished MediaConvert jobs by a rule book.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(rules_app, name="rules")
for _command, _example in (
    (invoke, "invoke events/smq-queue.json"),
    (check, "check events/jobs/*.json --rules functions/judge/rules.yml --format junit"),
    (explain, "explain events/jobs/ladder-wrong-rung.json --rule hd-is-720p"),
    (verdicts, "verdicts sqlite:verdicts.sqlite --outcome fail,warn --follow"),
    (replay, "replay --rules new.yml --since 7d"),
    (report, "report verdicts.jsonl -o report.html"),
    (redrive, "redrive sqlite:dead.sqlite --to sqlite:retry.sqlite --yes"),
    (emulate, "emulate --port 8080 --jobs events/jobs"),
):
    app.command(epilog=f"Example: mediaverdict {_example}")(_command)


def guarded(run: Callable[[], object]) -> int:
    """The exit code of a run; what this project raises becomes a line, not a traceback."""
    try:
        run()
    except CloudError as error:
        print(f"mediaverdict: {error}", file=sys.stderr)
        return UNREACHABLE
    except (MediaverdictError, FcRuntimeError, JobsError) as error:
        print(f"mediaverdict: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # `| head`
        sys.stderr.close()
        return FINE
    return FINE


def main() -> None:
    """The entry point."""
    sys.exit(guarded(app))
