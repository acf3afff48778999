"""Conditions of a rule: compiled once, then held against facts.

- `held`       what holding a condition against a value comes to
- `operands`   the right side: a constant, or another fact
- `bounds`     equals, not, min, max, above, below
- `membership` one_of, none_of
- `divisibility` multiple_of
- `patterns`   glob, regex
- `condition`  the registry of operators; a rule book's value -> a Condition
- `across`     conditions over several outputs: spread, same, step, same, increases_with, every, some
"""

from mediaverdict.conditions.condition import Condition, Mode, compile_condition
from mediaverdict.conditions.status import CheckStatus

__all__ = ["CheckStatus", "Condition", "Mode", "compile_condition"]
