"""docs/reference/conditions.md: what can be asked of a fact, the units of values, and words that people write instead."""

from __future__ import annotations

from mediaverdict.quantities import Kind, units_of
from mediaverdict.rulebook.explained import EXPLAINED
from mediaverdict.rulebook.synonyms import KEYS
from mediaverdict_docs.reference.markdown import MADE, code, page, section, table

INTRODUCTION = (
    "A condition stands behind a fact's name: a plain value (equals), a list (one of), or a map of the operators below, "
    "which must all hold. `mediaverdict rules operators` prints them, `mediaverdict rules operators height` those that "
    "fit a fact; [facts](facts.md) has the facts, [the keys of a rule book](rule-book.md) what stands around."
)
SEVERAL = (
    "In a rule with `scope: group` or `scope: job`, a condition is over all outputs that the rule matched; of a fact "
    'like `"audio[*].language"` it is over all of an output\'s tracks.'
)
RIGHT_SIDE = (
    "Where a value stands, another fact can: `{fact: NAME}`, `{fact: NAME, times: 1.5}`, `{fact: NAME, plus: 100}`.\n\n"
    "In `match`, `when` and `jobs` a plain text with `*` or `?` is a glob: `output.name: \"*720*\"`. In `require` it is "
    'compared sign by sign: write `{glob: "*720*"}`. Text compares without regard to case.\n\n'
    "Only a tolerance's widest part counts: `tolerance: [0.5s, 1%]` lets through what is within half a second **or** "
    "within one per cent. What only its tolerance lets pass is told so in the verdict (`within_tolerance`)."
)
ABSENT = (
    "A fact that the API does not tell is absent. What a check on it says is `on_missing`, the nearest that is written: "
    "of the condition, of its rule, of the book; without any it is `inconclusive`.\n\n"
    "`pass` is no finding, `warn` and `fail` are findings of that severity, `inconclusive` says that nobody knows. "
    "`{exists: true}` fails where a fact is absent, `{exists: false}` where it is there."
)
UNITS = (
    "A number without a unit is in the fact's own unit. Decimals stand behind a point; a fraction (`30000/1001`) and a "
    "ratio (`16:9`) are exact numbers too. Years are written `2026-12-01`."
)
OTHER_WORDS = (
    "`rules check` takes none of these for granted: it says which word was meant, in the line as it should be written."
)


def conditions_page() -> str:
    """The whole page."""
    return page(
        "Conditions and units",
        INTRODUCTION,
        MADE,
        section("Of one value", _operators(several=False)),
        section("Over several outputs or tracks", SEVERAL, _operators(several=True)),
        section("The right side", RIGHT_SIDE),
        section("Absent facts", ABSENT),
        section("Units", UNITS, _units()),
        section("Words that people write instead", OTHER_WORDS, _words()),
    )


def _operators(*, several: bool) -> str:
    return table(
        ("operator", "meaning", "example", "fits"),
        (
            (code(name), one.meaning, code(one.example), one.fits.partition(",")[0] if several else one.fits)
            for name, one in EXPLAINED.items()
            if one.over_several is several
        ),
    )


def _units() -> str:
    rows = []
    for kind in Kind:
        if kind.numeric:
            described, example, units = units_of(kind)
            rows.append((described, code(kind.value), ", ".join(map(code, units)), example))
    return table(("what", "unit of the fact", "units that may be written", "example"), rows)


def _words() -> str:
    by_key: dict[str, list[str]] = {}
    for word, key in KEYS.items():
        by_key.setdefault(key, []).append(word)
    return table(("write", "in place of"), ((code(key), ", ".join(words)) for key, words in by_key.items()))
