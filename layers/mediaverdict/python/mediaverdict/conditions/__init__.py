"""Conditions of a rule: made of a rule book's values once, then asked of facts.

- `status`     what asking a condition comes to
- `operands`   the right side: a constant, or another fact
- `bounds`     min, max, above, below
- `equality`   equals, not, one_of, none_of
- `divisibility` multiple_of
- `patterns`   glob, regex
- `condition`  all operators on one fact
- `aggregates` conditions over several outputs: spread, step, same, increases_with, every, some
- `reading`    a rule book's value -> a Condition: the registry of operators
- `contradictions` what no value can fulfil

The last two are loaded when a rule book is read: a cold start finds its book compiled.
"""

from mediaverdict.conditions.condition import Condition
from mediaverdict.conditions.status import CheckStatus

__all__ = ["CheckStatus", "Condition"]
