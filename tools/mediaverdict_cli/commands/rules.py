"""`mediaverdict rules ...`: work on rule books."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediaverdict.errors import say, say_many
from mediaverdict_cli.inputs import BAD_INPUT, FAILED, JsonOption, read_bytes, stop
from mediaverdict_cli.language import spoken
from mediaverdict_cli.output import tables
from mediaverdict_cli.output.printing import complain, print_document, print_json, print_line

rules_app = typer.Typer(help="Works on rule books.", no_args_is_help=True, rich_markup_mode=None)


@rules_app.command("check", epilog="Example: mediaverdict rules check functions/judge/rules.yml")
def rules_check(file: Annotated[Path, typer.Argument(help="The rule book.")]) -> None:
    """Tells every error of a rule book, with file, line and column; and what is right and hardly meant so."""
    from mediaverdict.rulebook.compiling import check_rulebook  # noqa: PLC0415

    checked = check_rulebook(file)
    for advice in checked.advice:
        complain(say("advice: {advice}", advice=spoken().problem(advice)))
    count = len(checked.book.rules)
    print_line(say_many("{file}: {count} rules, no errors", "{file}: {count} rules, no errors", count, file=file))


@rules_app.command("schema", epilog="Example: mediaverdict rules schema > rulebook.schema.json")
def rules_schema(
    verdict: Annotated[bool, typer.Option("--verdict", help="The verdict's schema, not the rule book's.")] = False,
) -> None:
    """Prints the JSON Schema of a rule book (or of a verdict), for an editor or another program."""
    from mediaverdict_cli.rules.schemas import as_text, rulebook_schema, verdict_schema  # noqa: PLC0415

    print_document(as_text(verdict_schema() if verdict else rulebook_schema()))


@rules_app.command("packs", epilog="Example: mediaverdict rules packs h264-levels")
def rules_packs(
    pack: Annotated[str | None, typer.Argument(help="Show this pack's rules.")] = None, as_json: JsonOption = False
) -> None:
    """Lists the built-in packs: version, what each is for, its rules, and what metadata can't decide."""
    from mediaverdict.rulebook.shape import nearest  # noqa: PLC0415
    from mediaverdict_cli.rules import packs  # noqa: PLC0415

    found = packs.list_packs()
    if pack is not None:
        known = [one.name for one in found]
        if pack not in known:
            stop(say("there is no pack {name!r} ({hint})", name=pack, hint=nearest(pack, known)), BAD_INPUT)
        found = [one for one in found if one.name == pack]
    if as_json:
        for one in found:
            print_json(packs.as_json(one))
    else:
        packs.print_packs(tables.console(), found, rules=pack is not None)


@rules_app.command("test", epilog="Example: mediaverdict rules test functions/judge/rules.yml")
def rules_test(
    file: Annotated[Path, typer.Argument(help="The rule book with examples.")],
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 for dead rules too.")] = False,
) -> None:
    """Runs the examples that stand in a rule book, and names the rules that no example makes fail."""
    from mediaverdict_cli.rules.examples import run_examples  # noqa: PLC0415

    report = run_examples(file)
    for ran in report.ran:
        print_line(say("FAILED {name}", name=ran.name) if ran.wrong else say("ok     {name}", name=ran.name))
        for line in [*ran.wrong, *(say("found: {message}", message=message) for message in ran.messages if ran.wrong)]:
            print_line(f"       {spoken().text(line)}")
    for rule in report.dead:
        print_line(say("dead   no example makes {rule} fail", rule=rule))
    failed = sum(bool(ran.wrong) for ran in report.ran)
    print_line(
        say(
            "{passed} passed, {failed} failed, {dead} dead rules",
            passed=len(report.ran) - failed,
            failed=failed,
            dead=len(report.dead),
        )
    )
    if failed or (strict and report.dead):
        raise typer.Exit(FAILED)


@rules_app.command("facts", epilog="Example: mediaverdict rules facts codec")
def rules_facts(
    pattern: Annotated[str, typer.Argument(help="Only facts with this in their name or meaning; * and ? work.")] = "*",
    as_json: JsonOption = False,
) -> None:
    """Lists every fact that a rule may name: unit, meaning, an example, the values that are known."""
    from mediaverdict_cli.rules import facts  # noqa: PLC0415

    found = facts.list_facts(pattern)
    if not found:
        stop(say("no fact is like {pattern!r}: `mediaverdict rules facts` lists them all", pattern=pattern), BAD_INPUT)
    if as_json:
        for one in found:
            print_json(facts.as_json(one))
    else:
        facts.print_facts(tables.console(), found)


@rules_app.command("operators", epilog="Example: mediaverdict rules operators height")
def rules_operators(
    name: Annotated[str, typer.Argument(help="Only this operator, or those that fit this fact.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Lists what may be asked of a fact: each operator with its meaning, an example, and the facts that it fits."""
    from mediaverdict_cli.rules import operators  # noqa: PLC0415

    found = operators.list_operators(name)
    if not found:
        hint = operators.meant_operator(name)
        stop(say("{name!r} is no operator and no fact ({hint})", name=name, hint=hint), BAD_INPUT)
    if as_json:
        for key, one in found.items():
            print_json(operators.as_json(key, one))
    else:
        operators.print_operators(tables.console(), found)


@rules_app.command("new", epilog="Example: mediaverdict rules new > rules.yml")
def rules_new() -> None:
    """Prints a commented rule book to start from."""
    name = "new_book.zh.yml" if spoken().code == "zh" else "new_book.yml"
    print_document((Path(__file__).parents[1] / "rules" / name).read_text(encoding="utf-8"))


@rules_app.command("draft", epilog="Example: mediaverdict rules draft events/jobs/ladder-good.json > mine.yml")
def rules_draft(jobs: Annotated[list[Path], typer.Argument(help="Answers of jobs that are known to be good.")]) -> None:
    """Drafts a rule book from jobs that are known to be good, each line with what it was seen in."""
    from mediaverdict_cli.rules.drafting import draft  # noqa: PLC0415
    from mediaverdict_cli.saved_jobs import read_saved  # noqa: PLC0415

    print_document(draft([read_saved(path, read_bytes(path)) for path in jobs]))
