"""The studio: a rule book's workbench. All that it knows and does; only `page` has NiceGUI in it.

Everything here takes values and returns values. Nothing raises for what a person typed or dropped: what is wrong
comes back as a value (`Mark`, `Refused`, an entry's `error`). Lines and columns begin at 1; a column counts Python's
characters, and an end is the first column behind.

- `settings`      `StudioSettings`: what the command was told
- `bookfile`      `BookFile.load(path)`, `.save(text)`: the file, never written over a change made outside
- `checked_text`  `check_text(text, path) -> CheckedText`: the book and its marks. Takes 10 to 100 ms: call it in a
                  thread (`asyncio.to_thread`), and drop what comes back when the text has changed meanwhile
- `completion`    `complete(text, line, column) -> Completion`; `hovering`  `hover(text, line, column) -> Hover | None`
                  Both take about a millisecond, the very first call 150 (`complete("", 1, 1)` in a thread)
- `form`          `read_form(text, path) -> Form | Refused`: the same text as a structure, each part with its `where`;
                  10 ms
- `edits`         text -> `Edited | Refused`: one function a click, which changes only the signs that it must; 20 ms
- `shelf`         `Shelf`: the jobs: a folder's, those that `replay --since` kept, dropped bytes; each parsed once
- `judged`        `JudgedJobs`: every job's outcome and findings under a book, rule by rule, and only rules that
                  changed are asked again. In slices of about 10 ms, for a page's event loop
- `slices`        `Progress(done, total)`, and how long a slice is
- `changes`       `what_changes(judged, deployed, book) -> Changes`: against the deployed book
- `looking`       one job as the page draws it: `verdict_of` (the JSON of the report), `checks_of` (each check made)
- `drafts`        from good jobs to rules: `draft_from` (each line with what it would catch), `draft_text` for
                  `edits.add_rules`
- `alarms`        a finding marked as wrong: `remedies` (in a thread: 100 ms), `let_pass` (what else one lets pass)
- `examples`      `example_of` (a job as an example of the book), `run_book` (in a thread), `dead_rules` (grey ones)

How a page uses it:

    shelf = Shelf(templates=settings.templates)
    for progress in shelf.read(settings.jobs): await asyncio.sleep(0)       # each step is a slice
    judged = JudgedJobs(shelf)
    for progress in judged.judge(deployed, keep=True): await asyncio.sleep(0)   # again when jobs were added
    checked = await asyncio.to_thread(check_text, text, path)
    if checked.book is not None:
        for progress in judged.judge(checked.book):                          # each step is a slice; just stop
            await asyncio.sleep(0)                                           # iterating to cancel
        changes = what_changes(judged, deployed, checked.book)

A finding has its parts (`rule`, `fact`, `expected`, `actual`, `raw`, `output`, `message`): `Finding` in
`mediaverdict.judging`. All text of a job, its names too, comes from outside: show it as text, through `printable`.
"""
