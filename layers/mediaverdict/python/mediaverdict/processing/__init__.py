"""An event's records -> one outcome each, and each outcome in a safe place.

- `outcomes`      what can become of a record: a closed set
- `details`       a job's details, fetched and judged: the one call for one job
- `workers`       calls on threads, and the one loop that hears what came of them
- `flow`          how fast the cloud may be called, learnt from its answers
- `outbox`        messages on their way to one queue, until it confirmed them or the time is up
- `dead_letters`  what the retry and the dead letter queue carry
- `plan`          a record and its outcome -> the message that it asks for; pure
- `processor`     all of it, for one event
- `metrics`       what an invocation measures of itself
"""
