"""What can be asked of a fact, one small file a family. `rulebook.operators` makes these of a book's values.

- `status`     what asking a condition comes to
- `operands`   the right side: a constant, or another fact
- `bounds`     min, max, above, below
- `equality`   equals, not, one_of, none_of
- `divisibility` multiple_of
- `patterns`   glob, regex
- `condition`  all operators on one fact
- `aggregates` conditions over several outputs: spread, step, same, increases_with, every, some
- `alike`      the same over outputs that are alike (`by`), over every two of them (pairs), over the largest ones
- `inclusion`  includes: each of these is there
"""

from mediaverdict.conditions.condition import Condition
from mediaverdict.conditions.status import CheckStatus

__all__ = ["CheckStatus", "Condition"]
