"""The reference pages are what the code makes of them, and leave nothing out."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from command import ROOT
from mediaverdict import errors
from mediaverdict.errors import SettingsError
from mediaverdict.facts.catalog import ALL_FACTS
from mediaverdict.processing.dead_letters import OUT_OF_TIME
from mediaverdict.settings import read_settings
from mediaverdict_cli.rules.packs import list_packs
from mediaverdict_docs.reference.__main__ import DOCS, PAGES
from mediaverdict_docs.reference.conditions import conditions_page
from mediaverdict_docs.reference.errors import CLASSES, CODES, ROOTS
from mediaverdict_docs.reference.facts import FROM_TEMPLATE, facts_page
from mediaverdict_docs.reference.markdown import sentence, table
from mediaverdict_docs.reference.origins import origins
from mediaverdict_docs.reference.packs import packs_page
from mediaverdict_docs.reference.prose import CONDITIONS, FACTS, PACKS
from mediaverdict_docs.reference.settings import DEPLOYMENT, FUNCTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediaverdict_cli.language.choosing import Code

CLOUD_SIDE = ROOT / "layers" / "mediaverdict" / "python" / "mediaverdict"
RAISED = {"AccessRefusedError", "CloudError", "JobNotFoundError", "RequestRefusedError", "RetryLaterError", "ThrottledError"}  # fmt: skip
MADE_OF = origins()
OUTCOMES = {"NotFound", "Refused", "Rejected", "Retryable"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "make schemas"


def test_there_is_no_other_page() -> None:
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / "reference").iterdir()}
    assert there == {place for place in PAGES if place.startswith("reference/")}


def test_every_fact_says_where_the_api_has_it() -> None:
    assert [name for name, ways in MADE_OF.items() if not ways] == list(FROM_TEMPLATE)


@pytest.mark.parametrize(
    ("fact", "ways"),
    [
        ("width", ["VideoStreamInfoList[].Width"]),
        ("duration", ["FileBasicInfo.Duration"]),
        ("video.level", ["VideoStreamInfoList[].Codec_name", "VideoStreamInfoList[].Level"]),
        ("av.duration_gap", ["VideoStreamInfoList[].Duration", "AudioStreamInfoList[].Duration"]),
        ("requested.width", ["OverrideParams: Video.Width"]),
        ("requested.video", ["OverrideParams: Video.Remove"]),
        ("requested.gop", ["OverrideParams: Video.Fps", "OverrideParams: Video.Gop"]),
        ("job.elapsed", ["Job.CreateTime", "Job.FinishTime"]),
        ("video.count", ["VideoStreamInfoList[]"]),
    ],
)
def test_a_facts_keys_are_those_that_it_is_read_from(fact: str, ways: list[str]) -> None:
    assert MADE_OF[fact] == ways


def test_every_family_of_facts_has_its_section() -> None:
    families = {name.rpartition(".")[0] for name in ALL_FACTS}
    assert [set(prose.families) for prose in FACTS.values()] == [families | {"user_data"}] * 2


def test_every_setting_of_the_function_is_there() -> None:
    """None is unknown to the reader, and the reader takes none that is not there."""
    source = (CLOUD_SIDE / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(MEDIAVERDICT_\w+)"', source))
    named = {one.name for one in FUNCTION}
    assert {name for name in named if name.startswith("MEDIAVERDICT_")} == read
    with pytest.raises(SettingsError) as raised:
        read_settings(dict.fromkeys(read, "?"), Path("rules.yml"))
    assert "is not known" not in str(raised.value)


def test_every_variable_of_the_template_is_there() -> None:
    template = (ROOT / "template.yml").read_text(encoding="utf-8") + (ROOT / "template.bounded.yml").read_text(
        encoding="utf-8"
    )
    read = set(re.findall(r"env\('(\w+)'", template)) - {"FC3_COMPONENT"}
    named = {name for one in (*FUNCTION, *DEPLOYMENT) for name in one.name.split(", ")}
    assert read - named == set()


def test_every_error_says_what_to_do() -> None:
    raised = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    assert set(CLASSES) | set(ROOTS) == raised


def test_every_code_of_our_own_says_what_to_do() -> None:
    """Read from the source: the codes that errors and outcomes are made with."""
    made = {
        code for part in ("cloud", "processing") for path in (CLOUD_SIDE / part).glob("*.py") for code in _codes(path)
    }
    assert made | {OUT_OF_TIME, "http-NNN"} == set(CODES)


def _codes(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if name in RAISED | OUTCOMES | {"kind", "_dead_letter"} and isinstance(node, ast.Call):
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            found |= {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)*", text)}
    return found


def test_words_that_people_write_lead_to_what_is_meant() -> None:
    page = conditions_page()
    for line in ("| `min` | gte, ge, at_least,", "不小于"):
        assert line in page


def test_a_cell_holds_what_would_end_it() -> None:
    assert table(("a", "b"), [("x|y", "one\ntwo")]) == "| a | b |\n| --- | --- |\n| x\\|y | one two |"


@pytest.mark.parametrize(("text", "told"), [("", ""), ("a b", "A b."), ("Is it?", "Is it?")])
def test_a_sentence_begins_and_ends_as_one(text: str, told: str) -> None:
    assert sentence(text) == told


def test_each_rule_of_a_pack_has_a_row_with_its_severity_and_its_source() -> None:
    page = packs_page()
    for pack in list_packs():
        for rule in pack.rules:
            assert f"| {rule.severity.value} | {rule.id} | {rule.description} | {rule.source} |" in page


def test_both_languages_have_a_prose() -> None:
    assert [sorted(one) for one in (CONDITIONS, FACTS, PACKS)] == [["en", "zh"]] * 3


@pytest.mark.parametrize("page", [conditions_page, facts_page, packs_page])
def test_both_languages_have_the_same_rows(page: Callable[[Code], str]) -> None:
    """Names and codes are the same; what is said of them is not."""

    def names(text: str) -> list[list[str]]:
        """What stands in backticks, and rules' names, row by row."""
        return [
            re.findall(r"`[^`]+`|\| [\w-]+/[\w./-]+ \|", line) for line in text.splitlines() if line.startswith("| ")
        ]

    assert names(page("en")) == names(page("zh"))
    assert page("en") != page("zh")
