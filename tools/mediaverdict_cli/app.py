"""The command `mediaverdict`. Results go to stdout, logs and progress to stderr.

Exit codes: 0 fine, 1 a verdict is `fail` (check), an example failed (rules test), a verdict changed (replay
--fail-on-change), 2 bad input or usage, 3 the cloud could not be reached, 130 ended by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from alicloud_emulator.state import JobsError
from fcruntime.errors import FcRuntimeError
from mediaverdict.errors import CloudError, MediaverdictError, say
from mediaverdict_cli.commands.check import check
from mediaverdict_cli.commands.emulate import emulate
from mediaverdict_cli.commands.explain import explain
from mediaverdict_cli.commands.invoke import invoke
from mediaverdict_cli.commands.redrive import redrive
from mediaverdict_cli.commands.replay import replay
from mediaverdict_cli.commands.report import report
from mediaverdict_cli.commands.rules import rules_app
from mediaverdict_cli.commands.studio import studio
from mediaverdict_cli.commands.verdicts import verdicts
from mediaverdict_cli.inputs import BAD_INPUT, FINE, INTERRUPTED, UNREACHABLE, reason
from mediaverdict_cli.language import chosen, speak, spoken
from mediaverdict_cli.language.helping import tell_help
from mediaverdict_cli.output.printing import complain
from mediaverdict_cli.version import version_line

if TYPE_CHECKING:
    from collections.abc import Callable


class _Commands(TyperGroup):
    """The commands; what goes wrong in one ends in a line and an exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`--lang` is the whole command's, and is taken wherever it stands; the help is in it too."""
        args = language_first(args)
        speak(chosen(language_of(args), os.environ))
        if spoken().code != "en":
            tell_help(self, spoken())
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        code = guarded(lambda: super(_Commands, self).invoke(ctx))
        if code != FINE:
            raise typer.Exit(code)


app = typer.Typer(
    cls=_Commands,
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
    (studio, "studio --rules functions/judge/rules.yml --jobs events/jobs"),
    (emulate, "emulate --port 8080 --jobs events/jobs --queue verdicts"),
):
    app.command(epilog=f"Example: mediaverdict {_example}")(_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(version_line())
        raise typer.Exit


class Lang(str, Enum):
    """What the command speaks."""

    ZH = "zh"
    EN = "en"


def language_first(args: list[str]) -> list[str]:
    """The arguments with `--lang CODE` in front; what stands behind `--` is no option."""
    end = args.index("--") if "--" in args else len(args)
    for at, one in enumerate(args[:end]):
        taken = 2 if one == "--lang" else 1 if one.startswith("--lang=") else 0
        if taken:
            return [*args[at : at + taken], *args[:at], *args[at + taken :]]
    return args


def language_of(args: list[str]) -> str | None:
    """What `--lang` in front of them says; None where it is not there."""
    name, sign, value = (args or [""])[0].partition("=")
    if name != "--lang":
        return None
    return value if sign else next(iter(args[1:]), None)


@app.callback()
def options(
    lang: Annotated[
        Lang | None,
        typer.Option(
            "--lang", help="The language of what people read; default: MEDIAVERDICT_LANG, else the environment's."
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Says what is installed.")
    ] = False,
) -> None:
    """Judges finished MediaConvert jobs by a rule book."""


def guarded(run: Callable[[], object]) -> int:
    """The exit code of a run; what this project raises becomes a line, not a traceback."""
    try:
        run()
        if sys.stdout is not None:
            sys.stdout.flush()  # while an error can still be told
    except CloudError as error:
        complain(error)
        return UNREACHABLE
    except (MediaverdictError, FcRuntimeError, JobsError) as error:
        complain(error)
        return BAD_INPUT
    except BrokenPipeError:  # `| head`
        return FINE
    except OSError as error:  # those of a file that was named are told where it is opened
        complain(
            say("{path} can't be used: {reason}", path=error.filename or say("standard output"), reason=reason(error))
        )
        return BAD_INPUT
    except KeyboardInterrupt:
        complain(say("stopped"))
        return INTERRUPTED
    return FINE


def main() -> None:
    """The entry point."""
    _open_streams()
    try:
        app(prog_name="mediaverdict")
    finally:
        _close_stdout()


def _open_streams() -> None:
    """A stream that was closed by the caller is one that nobody reads; what an encoding lacks is written as \\uXXXX."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for good
        elif stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _close_stdout() -> None:
    """What can't be written any more must not be tried again when the interpreter ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
