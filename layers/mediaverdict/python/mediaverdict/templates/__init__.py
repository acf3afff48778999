"""What a job's templates ask: a template's settings, the job's own over them, and where they are had from.

- `model`   a template, or why there is none; what a job may make of it
- `asked`   one output's request: template and OverrideParams, merged key by key
- `library` an instance's templates: fetched once for all, kept for an hour, never in a verdict's way

None of it is loaded where no rule asks what was requested.
"""
