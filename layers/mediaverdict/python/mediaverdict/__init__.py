"""Judges finished MediaConvert jobs by a rule book.

The way of the data, a module a step: event bytes -> `notifications` (job IDs) -> `jobs` (details) ->
`facts` -> `judging` (findings) -> `verdict` -> queue (`cloud`). All but `cloud` take values and return
values. Nothing is loaded here, so that a cold start pays only for what it uses.
"""

__version__ = "0.1.0"
