"""What a click in the form does to the text: only the signs change that must; comments, order and layout stay.

Each function returns `Edited`, or `Refused` with the reason, and then nothing has changed. `where` comes from the form.
A value is what a person typed (`720`, `3M`, `h264, hevc`, `*720*`): it is quoted and put in brackets where YAML or the
operator needs it. After each edit the text is read again: it must read as before with just that change.
"""

from __future__ import annotations

from mediaverdict_studio.book_edits import (
    add_example,
    add_include,
    add_rule,
    add_rules,
    add_waiver,
    remove_include,
    remove_rule,
    set_rule_key,
    set_severity,
    switch_included,
)
from mediaverdict_studio.condition_edits import add_branch, add_condition, remove_condition, set_fact
from mediaverdict_studio.operator_edits import (
    add_operator,
    remove_operator,
    set_operator,
    set_tolerance,
    set_value,
)

__all__ = [
    "add_branch",
    "add_condition",
    "add_example",
    "add_include",
    "add_operator",
    "add_rule",
    "add_rules",
    "add_waiver",
    "remove_condition",
    "remove_include",
    "remove_operator",
    "remove_rule",
    "set_fact",
    "set_operator",
    "set_rule_key",
    "set_severity",
    "set_tolerance",
    "set_value",
    "switch_included",
]
