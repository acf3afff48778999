"""What a click in the form does to the text: only the signs change that must; comments, order and layout stay.

Each function returns `Edited`, or `Refused` with the reason, and then nothing has changed. `where` comes from the form.
A value is given as it is to be written (`720`, `3M`, `[h264, hevc]`, `"*720*"`); it is checked to be one YAML value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediaverdict_studio.form import Part
    from mediaverdict_studio.results import Edited, Refused, Where


def set_value(text: str, where: Where, value: str) -> Edited | Refused:
    """Another value; `where` is an `Operand`'s."""
    raise NotImplementedError


def set_operator(text: str, condition: Where, operator: str, new: str) -> Edited | Refused:
    """Another operator for the same value; `condition` is a `Condition`'s where. `height: 720` becomes `{min: 720}`."""
    raise NotImplementedError


def add_operator(text: str, condition: Where, operator: str, value: str) -> Edited | Refused:
    """One more operator on the same fact: also `tolerance` and `on_missing`."""
    raise NotImplementedError


def remove_operator(text: str, condition: Where, operator: str) -> Edited | Refused:
    """An operator less: also `tolerance` and `on_missing`. The last one is removed with its condition only."""
    raise NotImplementedError


def set_fact(text: str, condition: Where, fact: str) -> Edited | Refused:
    """Another fact, with the same condition."""
    raise NotImplementedError


def set_tolerance(text: str, condition: Where, tolerance: str) -> Edited | Refused:
    """Another tolerance, the first one, or none (empty)."""
    raise NotImplementedError


def add_condition(text: str, branch: Where, fact: str, operator: str, value: str) -> Edited | Refused:
    """One more condition in a branch (`Branch.where`); a plain value where the operator is `equals`."""
    raise NotImplementedError


def add_branch(text: str, rule: Where, part: Part, fact: str, operator: str, value: str) -> Edited | Refused:
    """One more branch of `any_of` or `none_of`, or the first condition of any part, which need not stand there yet."""
    raise NotImplementedError


def remove_condition(text: str, condition: Where) -> Edited | Refused:
    """A condition less; with the last one goes its branch, and with the last branch its part."""
    raise NotImplementedError


def set_rule_key(text: str, rule: Where, key: str, value: str) -> Edited | Refused:
    """A rule's `id`, `description`, `severity`, `scope`, `why`, `fix`: a plain text, quoted here. Empty removes it."""
    raise NotImplementedError


def set_severity(text: str, rule: Where, severity: str) -> Edited | Refused:
    """A rule's severity: fail, warn, info, off."""
    raise NotImplementedError


def add_rule(text: str, rule_id: str, part: Part, fact: str, operator: str, value: str) -> Edited | Refused:
    """A rule with one condition, behind the others."""
    raise NotImplementedError


def add_rules(text: str, entries: str) -> Edited | Refused:
    """Rules that are written already (entries of a list, as a draft has them), behind the others."""
    raise NotImplementedError


def remove_rule(text: str, rule: Where) -> Edited | Refused:
    """A rule less, with the comments that stand in it."""
    raise NotImplementedError


def add_include(text: str, pack: str) -> Edited | Refused:
    """A built-in pack more."""
    raise NotImplementedError


def remove_include(text: str, index: int) -> Edited | Refused:
    """An include less; refused while the book still changes rules of it."""
    raise NotImplementedError


def switch_included(text: str, rule_id: str, severity: str) -> Edited | Refused:
    """What an included rule counts as: fail, warn, info, off; empty: as the pack has it."""
    raise NotImplementedError


def add_example(text: str, entry: str) -> Edited | Refused:
    """An example that is written already (an entry of a list), behind the others."""
    raise NotImplementedError
