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
