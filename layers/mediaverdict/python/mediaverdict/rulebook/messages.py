"""What a rule book's reader says of values and signs: each text once, with named parts, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediaverdict.errors import Message, say
from mediaverdict.quantities import Kind

if TYPE_CHECKING:
    from mediaverdict.facts import FactSpec

UNTIL_WHEN = Message("until_then needs enforce_from: the day from which the rule counts in full")

NO_SUCH_VALUE = Message("{fact} is never {value}, but {values}")
NO_SUCH_VALUE_MEANT = Message("{fact} is never {value}, but {values}: did you mean {meant}?")
NO_SUCH_VALUE_NEAR = Message(
    "{fact} is never {value}: did you mean {meant}? (To ask for it all the same, write {insist})"
)
NO_SUCH_VALUE_OF_MANY = Message(
    "{fact} is never {value}, but {values}, ...: `mediaverdict rules facts {fact}` lists them. (To ask for it all the "
    "same, write {insist})"
)
NO_SUCH_VALUE_BUT = Message("{fact} is never {value}: {advice}")

# What is no YAML. `mended` lines are shown below each.
NOT_YAML = Message("not YAML: {said}")
TAB = Message("a tab: YAML indents with spaces only")
SECOND_DOCUMENT = Message("a second document begins here (---): a rule book is one document")
INDEXED = Message("not YAML: {fact} inside of {{...}} needs quotation marks")
COMPARED = Message("{sign} is no word of a rule book: write {written}")
SPECIAL = Message("a text that begins with {sign} needs quotation marks: YAML takes {sign} for a sign of its own")
BACKSLASH = Message('a \\ between " and " begins an escape: use single quotation marks')
COLON_IN_TEXT = Message("a colon followed by a blank stands in the text of {key}: put the text in quotation marks")
PAIR = Message(
    "{key} is a map: write what stands behind it in {{...}}, or in lines of its own that are indented further"
)
COMMA_IN_NUMBER = Message(
    "{written} is no number here: decimals stand behind a point, and thousands together ({meant})"
)
FENCE = Message("three ` are Markdown's: a rule book begins with version: 1, and has none of them")
JOINED = Message("{sign} joins nothing here: between facts inside of {{...}} stands a comma")
COMMENT = Message("{sign} begins no comment: # does")
BULLET = Message("{sign} begins no entry of a list: - does")
NO_BLANK = Message("a blank is missing after the colon")
NO_BLANK_AFTER_DASH = Message("a blank is missing after the dash")
QUOTE = Message("the quotation mark {sign} that opens here is not closed in this line")
UNCLOSED = Message("the {sign} that opens here is not closed: a {closer} is missing")
NOT_OPEN = Message("this {sign} closes nothing that is open")
INDENTATION = Message(
    "this line begins with {own} blanks, which fits no line before it: with {wanted}, it stands in one column with "
    "line {line}"
)

NO_VALUE = Message(
    "nothing stands behind {key}: write its value there, or {{exists: false}} where {fact} must be absent"
)
NESTED = Message("facts do not stand inside of each other: write {written}, with the dot, in one line")
ANY_OF = Message("write {key}: [{ways}]")
NEEDED = {
    "version": say("write version: 1 in a line of its own, above all others"),
    "id": say("write id: and a name for the rule that no other has"),
    "outcome": say("write outcome: pass, warn, fail or inconclusive"),
    "reason": say("write reason: and why the finding is accepted"),
}
"""By the key that is missing, what to write."""
EMPTY = {
    "rules": say("each rule begins with - id:, in a line below it"),
    "id": say("write a name for the rule behind the colon"),
}
"""By the key behind which nothing stands, what to write."""
MATCH_ALL = Message("leave match out: the rule is for all outputs then")
MATCH_NAME = Message('write match: {{output.name: "*{name}*"}}')
INCLUDE = Message("write include: [{{pack: {name}}}] for a built-in pack, [{{path: FILE}}] for a file")
VERSION = Message("write version: 1")
VERSION_UNQUOTED = Message("write version: 1, without quotation marks")

# What stands twice.
TWICE = Message("the key {key!r} stands here twice: its first is in line {line}")
ID_TAKEN = Message("the rule ID {id!r} is taken: its first is in line {line}; IDs are unique in a book")
ID_RESERVED = Message("the rule ID {id!r} is what the built-in check of that name is called: IDs are unique in a book")

NOT_UTF_8 = Message("the file is no UTF-8 text: save it with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8)")

# Advice: right, and likely not meant so.
SOME_OF_SEVERAL = Message(
    "some: [{values}] holds where at least one {fact} is one of these. Where each of them must be there, write "
    "{fact}: {{includes: [{values}]}}; to keep it, write some: {{one_of: [{values}]}}"
)
NEVER_EXACT = Message(
    "a measured {fact} is hardly ever exactly {value}: write {{min: ..., max: ...}}, or equals with a tolerance"
)
BARE_UNIT = Message("{value} without a unit is {value} {unit}, which is hardly meant: write {meant}")
ONE_OF = Message("{value!r} is no single {fact}: for one of several, write [{values}]")
EXISTS = Message("{fact}: {value} asks for a text of that name: write {{exists: {exists}}}")
NEVER_NEGATIVE = Message("{fact} is never negative: {value} is hardly meant")
LEVEL = Message("a level is written with its point: {meant}, not {value}")
ALTERNATIVES = Message("{value} has no such sign as | in a glob: for one of several, write a list: [{values}]")
SQL_PATTERN = Message("% stands for nothing here: for a pattern where * is any text, write {glob}")
SLASHES = Message("the slashes of {value} are signs to be matched: a regular expression stands here without them")
NTSC = Message(
    "{value} is short for a rate that is never exactly that: write {exact}, which takes it as it is, or "
    "{{equals: {value}, tolerance: 0.01}}"
)
NTSC_ABOVE = Message("{value} is short for {exact}, which lies above it: write {{{operator}: {exact}}}")
NTSC_BELOW = Message("{value} is short for {exact}, which lies below it: write {{{operator}: {exact}}}")
GLOB_AS_REGEX = Message(
    "in a regular expression * repeats the sign before it, so {value} does not mean a text that begins so: for a "
    "pattern where * is any text, write {{glob: {value}}}"
)
REGEX_AS_GLOB = Message(
    "{value} looks like a regular expression, and is read as a glob, where {sign} is a sign like any other: write "
    "{{regex: {value}}}, or the glob {glob}"
)
NEVER_WHERE_IT_MATCHES = Message(
    "where this rule's {key} holds, {fact} is {expected}, so this never holds: the rule fails each output it is for"
)
NO_GLOB_HERE = Message('a plain value is compared sign by sign here: for a pattern, write {{glob: "{value}"}}')

# Signs of other keyboards.
FOREIGN_SIGN = Message("{signs} is a sign of another keyboard: YAML needs {plain} in its place")
FOREIGN_SIGNS = Message("{signs} are signs of another keyboard: YAML needs {plain} in their place")

# Parts of messages.
KINDS = {
    Kind.COUNT: Message("numbers"), Kind.PIXELS: Message("px"), Kind.SECONDS: Message("s"),
    Kind.BIT_RATE: Message("bit/s"), Kind.BYTES: Message("bytes"), Kind.HERTZ: Message("Hz"),
    Kind.FRAME_RATE: Message("fps"), Kind.FRAMES: Message("frames"), Kind.DEGREES: Message("°"),
    Kind.RATIO: Message("ratio"), Kind.LEVEL: Message("level"), Kind.TEXT: Message("text"),
    Kind.NAMES: Message("set of names"), Kind.FLAG: Message("true or false"), Kind.MOMENT: Message("time"),
    Kind.LANGUAGE: Message("a language"), Kind.JSON: Message("value"),
}  # fmt: skip
"""What sort of value a fact has, as `Kind` has it."""


def no_sense(spec: FactSpec, operator: str) -> Message:
    """An operator that does not fit the fact's kind."""
    return say(
        "{fact} is {kind}, so {operator} makes no sense for it",
        fact=spec.name,
        kind=KINDS[spec.kind],
        operator=operator,
    )


def condition_on(spec: FactSpec) -> Message:
    """A map of operators, as the shape's checker names it."""
    return say("a condition on {fact}", fact=spec.name)
