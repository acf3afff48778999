"""A rule book: YAML text -> rules that are ready to judge.

- `model`      its shape, as pydantic models; the JSON Schema is made from them
- `reading`    YAML 1.2 with exact numbers, every key and value's place kept for errors
- `compiling`  shape and meaning checked, every problem told with file, line and column
- `rules`      what comes out: plain frozen values
"""

from mediaverdict.rulebook.compiling import load_rulebook, read_rulebook
from mediaverdict.rulebook.rules import Check, Rule, Rulebook, Waiver

__all__ = ["Check", "Rule", "Rulebook", "Waiver", "load_rulebook", "read_rulebook"]
