"""The command `mediaverdict`. Results go to stdout, logs and progress to stderr.

Exit codes: 0 fine, 1 a verdict is `fail` (check, replay), 2 bad input or usage, 3 the cloud could not
be reached.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from fcruntime.errors import FcRuntimeError
from mediaverdict.cloud.messages import decode_body
from mediaverdict.desk import tables
from mediaverdict.desk.local_cloud.state import JobsError
from mediaverdict.errors import CloudError, MediaverdictError
from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict.cloud.messages import Message
    from mediaverdict.jobs import Job
    from mediaverdict.rulebook import Rulebook

FINE, FAILED, BAD_INPUT, UNREACHABLE = 0, 1, 2, 3
DEFAULT_FUNCTION = Path("functions/judge")

app = typer.Typer(
    name="mediaverdict",
    help="Judges finished MediaConvert jobs by a rule book.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Works on rule books.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class Format(str, Enum):
    """How `check` prints verdicts."""

    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    HTML = "html"


RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="The rule book; default: rules.yml beside the handler.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]


@app.command(epilog="Example: mediaverdict invoke events/smq-queue.json")
def invoke(
    event: Annotated[Path, typer.Argument(help="A file with the event, as in events/.")],
    function: Annotated[Path, typer.Option(help="The function's folder.")] = DEFAULT_FUNCTION,
    jobs: Annotated[Path, typer.Option(help="GetMediaConvertJob answers that the local ICE serves.")] = Path(
        "events/jobs"
    ),
    rules: RulesOption = None,
    verdicts: Annotated[
        str | None, typer.Option(help="sqlite:PATH keeps the verdicts in a queue of that file.")
    ] = None,
    cloud: Annotated[
        bool, typer.Option("--cloud", help="Uses the real services, with the MEDIAVERDICT_* variables.")
    ] = False,
    python: Annotated[
        Path | None, typer.Option(help="The interpreter that runs the function; default: this one.")
    ] = None,
    runtime: Annotated[
        str, typer.Option(help="Whose context the handler gets: python3.12 or python3.10.")
    ] = "python3.12",
    as_json: JsonOption = False,
) -> None:
    """Runs the real handler on this machine, as Function Compute does, and prints the verdicts."""
    from mediaverdict.desk import invoking  # noqa: PLC0415 - other commands don't need it

    options = invoking.Options(function, jobs, rules, verdicts, cloud, python or Path(sys.executable), runtime)
    invoked = invoking.invoke(read_bytes(event), options, sys.stderr)
    if as_json:
        for message in invoked.verdicts:
            print(message_text(message))
    else:
        out = tables.console()
        tables.print_verdicts(out, [json.loads(message_text(message)) for message in invoked.verdicts])
        tables.print_letters(out, [json.loads(message_text(one)) for one in [*invoked.retries, *invoked.dead_letters]])
    result = invoked.invocation
    shown = printable(result.payload.decode("utf-8", "replace"))
    word = "returned" if result.ok else f"raised ({result.error_type})"
    print(f"the handler {word}: {shown}", file=sys.stderr)
    if not result.ok:
        raise typer.Exit(BAD_INPUT)


@app.command(epilog="Example: mediaverdict check events/jobs/*.json --rules functions/judge/rules.yml --format junit")
def check(
    jobs: Annotated[list[Path], typer.Argument(help="Saved GetMediaConvertJob answers; - is standard input.")],
    rules: RulesOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the verdicts.")] = Format.TABLE,
    as_json: JsonOption = False,
) -> None:
    """Judges saved jobs, without any network. Exit code 1 when a verdict is fail."""
    from mediaverdict.desk.checking import read_saved, verdict_on  # noqa: PLC0415
    from mediaverdict.judging import judge  # noqa: PLC0415

    book = load_book(rules)
    now = datetime.now(timezone.utc)
    form = Format.JSON if as_json else form
    saved = [read_saved(path, read_bytes(path)) for path in jobs]
    ours = [job for job in saved if is_judged(job, book)]
    judged = [(job, judge(job, book, looks=form is Format.JUNIT)) for job in ours]
    verdicts = [verdict_on(job, judgement, book, now) for job, judgement in judged]
    if form is Format.JSON:
        for verdict in verdicts:
            print(verdict.decode())
    elif form is Format.JUNIT:
        from mediaverdict.desk.junit import junit  # noqa: PLC0415

        print(junit(judged), end="")
    elif form is Format.HTML:
        from mediaverdict.desk.page import html_page  # noqa: PLC0415

        print(html_page([json.loads(verdict) for verdict in verdicts]), end="")
    else:
        tables.print_verdicts(tables.console(), [json.loads(verdict) for verdict in verdicts])
    if any(judgement.outcome == "fail" for _, judgement in judged):
        raise typer.Exit(FAILED)


@app.command(epilog="Example: mediaverdict explain events/jobs/ladder-wrong-rung.json --rule hd-is-720p")
def explain(
    job: Annotated[Path, typer.Argument(help="A saved GetMediaConvertJob answer.")],
    rules: RulesOption = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Shows every rule, what it matched, and each check with where its value came from; those that passed too."""
    from mediaverdict.desk import explaining  # noqa: PLC0415
    from mediaverdict.desk.checking import read_saved  # noqa: PLC0415
    from mediaverdict.rulebook.shape import nearest  # noqa: PLC0415

    book = load_book(rules)
    known = [one.id for one in book.rules]
    if rule is not None and rule not in known:
        stop(f"there is no rule {rule!r} ({nearest(rule, known)})", BAD_INPUT)
    saved = read_saved(job, read_bytes(job))
    is_judged(saved, book)
    judgement, explained = explaining.explain(saved, book, rule)
    if as_json:
        for one in explained:
            print(json.dumps(explaining.as_json(one, saved), ensure_ascii=False))
        return
    out = tables.console()
    explaining.print_explained(out, saved, explained)
    out.print(f"outcome: {judgement.outcome}")


@app.command(epilog="Example: mediaverdict emulate --port 8080 --jobs events/jobs")
def emulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    jobs: Annotated[Path | None, typer.Option(help="GetMediaConvertJob answers to serve.")] = None,
) -> None:
    """Runs the local cloud: ICE and SMQ on one port of 127.0.0.1, until Ctrl-C. Key and secret are both "local"."""
    from mediaverdict.desk.local_cloud import CloudState, LocalCloud  # noqa: PLC0415
    from mediaverdict.desk.local_cloud.state import read_jobs  # noqa: PLC0415

    state = CloudState(jobs=read_jobs(jobs) if jobs is not None else {})
    try:
        cloud = LocalCloud(state, port)
    except OSError as error:
        stop(f"port {port} can't be used: {error.strerror}", BAD_INPUT)
    with cloud:
        print(json.dumps({"endpoint": cloud.endpoint}), flush=True)
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        ended.wait()


@rules_app.command("check", epilog="Example: mediaverdict rules check functions/judge/rules.yml")
def rules_check(file: Annotated[Path, typer.Argument(help="The rule book.")]) -> None:
    """Tells every error of a rule book, with file, line and column."""
    book = load_book(file)
    print(f"{file}: {len(book.rules)} rules, no errors")


@rules_app.command("schema", epilog="Example: mediaverdict rules schema > rulebook.schema.json")
def rules_schema(
    verdict: Annotated[bool, typer.Option("--verdict", help="The verdict's schema, not the rule book's.")] = False,
) -> None:
    """Prints the JSON Schema of a rule book (or of a verdict), for an editor or another program."""
    from mediaverdict.desk.schemas import as_text, rulebook_schema, verdict_schema  # noqa: PLC0415

    print(as_text(verdict_schema() if verdict else rulebook_schema()), end="")


@rules_app.command("packs", epilog="Example: mediaverdict rules packs h264-levels")
def rules_packs(
    pack: Annotated[str | None, typer.Argument(help="Show this pack's rules.")] = None, as_json: JsonOption = False
) -> None:
    """Lists the built-in packs: version, what each is for, its rules, and what metadata can't decide."""
    from mediaverdict.desk import packs  # noqa: PLC0415
    from mediaverdict.rulebook.shape import nearest  # noqa: PLC0415

    found = packs.list_packs()
    if pack is not None:
        known = [one.name for one in found]
        if pack not in known:
            stop(f"there is no pack {pack!r} ({nearest(pack, known)})", BAD_INPUT)
        found = [one for one in found if one.name == pack]
    if as_json:
        for one in found:
            print(json.dumps(packs.as_json(one), ensure_ascii=False))
    else:
        packs.print_packs(tables.console(), found, rules=pack is not None)


@rules_app.command("test", epilog="Example: mediaverdict rules test functions/judge/rules.yml")
def rules_test(file: Annotated[Path, typer.Argument(help="The rule book with examples.")]) -> None:
    """Runs the examples that stand in a rule book, and names the rules that no example makes fail."""
    from mediaverdict.desk.examples import run_examples  # noqa: PLC0415

    report = run_examples(file)
    for ran in report.ran:
        print(f"{'FAILED' if ran.wrong else 'ok    '} {printable(ran.name)}")
        for line in [*ran.wrong, *(f"found: {message}" for message in ran.messages if ran.wrong)]:
            print(f"       {line}")
    for rule in report.dead:
        print(f"dead   no example makes {rule} fail")
    failed = sum(bool(ran.wrong) for ran in report.ran)
    print(f"{len(report.ran) - failed} passed, {failed} failed, {len(report.dead)} dead rules")
    if failed:
        raise typer.Exit(FAILED)


@rules_app.command("draft", epilog="Example: mediaverdict rules draft events/jobs/ladder-good.json > mine.yml")
def rules_draft(jobs: Annotated[list[Path], typer.Argument(help="Answers of jobs that are known to be good.")]) -> None:
    """Drafts a rule book from jobs that are known to be good, each line with what it was seen in."""
    from mediaverdict.desk.checking import read_saved  # noqa: PLC0415
    from mediaverdict.desk.drafting import draft  # noqa: PLC0415

    print(draft([read_saved(path, read_bytes(path)) for path in jobs]), end="")


def load_book(rules: Path | None) -> Rulebook:
    """The rule book that was named, or the one beside the handler."""
    from mediaverdict.rulebook import load_rulebook  # noqa: PLC0415

    return load_rulebook(rules or DEFAULT_FUNCTION / "rules.yml")


def is_judged(job: Job, book: Rulebook) -> bool:
    """Whether the book's `jobs` takes the job; one that it leaves out is told of, as the function ignores it."""
    from mediaverdict.facts import JobFacts  # noqa: PLC0415
    from mediaverdict.judging import selects  # noqa: PLC0415

    if selects(book.jobs, JobFacts(job)):
        return True
    print(f"mediaverdict: job {printable(job.id)} is ignored: the rule book's jobs leaves it out", file=sys.stderr)
    return False


def message_text(message: Message) -> str:
    """A queue message's body as text, decoded where it is still base64."""
    body = message.body
    return (body if body.startswith(b"{") else decode_body(body.decode())).decode()


def read_bytes(path: Path) -> bytes:
    """A file's bytes; `-` is standard input."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        stop(f"{path} can't be read: {error.strerror}", BAD_INPUT)


def stop(message: str, code: int) -> NoReturn:
    """Ends the command with one line that says what to do."""
    print(f"mediaverdict: {message}", file=sys.stderr)
    raise typer.Exit(code)


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
