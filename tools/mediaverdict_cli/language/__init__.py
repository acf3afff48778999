"""What people read, in their language: English or Chinese. What programs read stays English.

For whoever shows something to a person (the commands, the report, a page):

- `chosen(option, environ)`  -> "en" or "zh": what was asked for, else what the environment says
- `translator(code)`         -> a Language, which has
    - `.text(message)`       a Message (see `mediaverdict.errors`) in that language; other text as it is
    - `.problem(problem)`    a rule book's Problem, as `str` of it is in English
    - `.finding(finding)`    what a finding of a verdict says, of its JSON object
    - `.expectation(text)`   what a check expected, as findings and traces have it
    - `.letter(reason)`      why a record became a letter
    - `.pack(text)`          a built-in pack's description or reason; other text as it is
- `speak(code)`, `spoken()`  the language of this run (of this context), which the commands print in

- `choosing`      which language
- `catalogue`     messages looked up in `locale/*/LC_MESSAGES/mediaverdict.mo`, with the standard library's gettext
- `spacing`       parts put into a Chinese template
- `forms`         English text -> the Message that it is
- `helping`       the commands' help
- `retelling`     a finding's JSON object -> the Message that its text is
- `letters`       a letter's reason -> the Message that it is
- `expectations`  what was expected, in words -> the Message that it is
"""

from mediaverdict_cli.language.catalogue import Language, speak, spoken, translator
from mediaverdict_cli.language.choosing import CODES, chosen

__all__ = ["CODES", "Language", "chosen", "speak", "spoken", "translator"]
