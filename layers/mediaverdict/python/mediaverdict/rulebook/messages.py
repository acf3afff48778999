"""What a rule book's reader says of values and signs: each text once, with named parts, for a person to read."""

UNTIL_WHEN = "until_then needs enforce_from: the day from which the rule counts in full"

NO_SUCH_VALUE = "{fact} is never {value}, but {values}{hint}"
MEANT = ": did you mean {meant}?"
NO_SUCH_VALUE_NEAR = "{fact} is never {value}: did you mean {meant}? (To ask for it all the same, write {insist})"
NO_SUCH_VALUE_OF_MANY = (
    "{fact} is never {value}, but {values}, ...: `mediaverdict rules facts {fact}` lists them. (To ask for it all the "
    "same, write {insist})"
)
NO_SUCH_VALUE_BUT = "{fact} is never {value}: {advice}"

# What is no YAML. `mended` lines are shown below each.
NOT_YAML = "not YAML: {said}"
TAB = "a tab: YAML indents with spaces only"
SECOND_DOCUMENT = "a second document begins here (---): a rule book is one document"
INDEXED = "not YAML: {fact} inside of {{...}} needs quotation marks"
COMPARED = "{sign} is no word of a rule book: write {written}"
SPECIAL = "a text that begins with {sign} needs quotation marks: YAML takes {sign} for a sign of its own"
BACKSLASH = 'a \\ between " and " begins an escape: use single quotation marks'
COLON_IN_TEXT = "a colon followed by a blank stands in the text of {key}: put the text in quotation marks"
PAIR = "{key} is a map: write what stands behind it in {{...}}, or in lines of its own that are indented further"
COMMA_IN_NUMBER = "{written} is no number here: decimals stand behind a point, and thousands together ({meant})"
FENCE = "three ` are Markdown's: a rule book begins with version: 1, and has none of them"
JOINED = "{sign} joins nothing here: between facts inside of {{...}} stands a comma"
COMMENT = "{sign} begins no comment: # does"
BULLET = "{sign} begins no entry of a list: - does"
NO_BLANK = "a blank is missing after the colon"
NO_BLANK_AFTER_DASH = "a blank is missing after the dash"
QUOTE = "the quotation mark {sign} that opens here is not closed in this line"
UNCLOSED = "the {sign} that opens here is not closed: a {closer} is missing"
NOT_OPEN = "this {sign} closes nothing that is open"
INDENTATION = (
    "this line begins with {own} blanks, which fits no line before it: with {wanted}, it stands in one column with "
    "line {line}"
)

NO_VALUE = "nothing stands behind {key}: write its value there, or {{exists: false}} where {fact} must be absent"
NESTED = "facts do not stand inside of each other: write {written}, with the dot, in one line"
ANY_OF = "write {key}: [{ways}]"
NEEDED = {
    "version": "write version: 1 in a line of its own, above all others",
    "id": "write id: and a name for the rule that no other has",
    "outcome": "write outcome: pass, warn, fail or inconclusive",
    "reason": "write reason: and why the finding is accepted",
}
"""By the key that is missing, what to write."""
EMPTY = {"rules": "each rule begins with - id:, in a line below it", "id": "write a name for the rule behind the colon"}
"""By the key behind which nothing stands, what to write."""
MATCH_ALL = "leave match out: the rule is for all outputs then"
MATCH_NAME = 'write match: {{output.name: "*{name}*"}}'
INCLUDE = "write include: [{{pack: {name}}}] for a built-in pack, [{{path: FILE}}] for a file"
VERSION = "write version: 1{quotes}"

# What stands twice.
TWICE = "the key {key!r} stands here twice: its first is in line {line}"
ID_TAKEN = "the rule ID {id!r} is taken: its first is in line {{line}}; IDs are unique in a book"
ID_RESERVED = "the rule ID {id!r} is what the built-in check of that name is called: IDs are unique in a book"

NOT_UTF_8 = "the file is no UTF-8 text: save it with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8)"

# Advice: right, and likely not meant so.
SOME_OF_SEVERAL = (
    "some: [{values}] holds where at least one {fact} is one of these. Where each of them must be there, write "
    "{fact}: {{includes: [{values}]}}; to keep it, write some: {{one_of: [{values}]}}"
)
NEVER_EXACT = (
    "a measured {fact} is hardly ever exactly {value}: write {{min: ..., max: ...}}, or equals with a tolerance"
)
BARE_UNIT = "{value} without a unit is {value} {unit}, which is hardly meant: write {meant}"
ONE_OF = "{value!r} is no single {fact}: for one of several, write [{values}]"
EXISTS = "{fact}: {value} asks for a text of that name: write {{exists: {exists}}}"
NEVER_NEGATIVE = "{fact} is never negative: {value} is hardly meant"
LEVEL = "a level is written with its point: {meant}, not {value}"
ALTERNATIVES = "{value} has no such sign as | in a glob: for one of several, write a list: [{values}]"
SQL_PATTERN = "% stands for nothing here: for a pattern where * is any text, write {glob}"
SLASHES = "the slashes of {value} are signs to be matched: a regular expression stands here without them"
NTSC = (
    "{value} is short for a rate that is never exactly that: write {exact}, which takes it as it is, or "
    "{{equals: {value}, tolerance: 0.01}}"
)
NTSC_BOUND = "{value} is short for {exact}, which lies {side} it: write {{{operator}: {exact}}}"
GLOB_AS_REGEX = (
    "in a regular expression * repeats the sign before it, so {value} does not mean a text that begins so: for a "
    "pattern where * is any text, write {{glob: {value}}}"
)
REGEX_AS_GLOB = (
    "{value} looks like a regular expression, and is read as a glob, where {sign} is a sign like any other: write "
    "{{regex: {value}}}, or the glob {glob}"
)
NEVER_WHERE_IT_MATCHES = (
    "where this rule's {key} holds, {fact} is {expected}, so this never holds: the rule fails each output it is for"
)
NO_GLOB_HERE = 'a plain value is compared sign by sign here: for a pattern, write {{glob: "{value}"}}'

# Signs of other keyboards.
FOREIGN_SIGN = "{signs} is a sign of another keyboard: YAML needs {plain} in its place"
FOREIGN_SIGNS = "{signs} are signs of another keyboard: YAML needs {plain} in their place"
