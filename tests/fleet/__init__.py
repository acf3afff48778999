"""`make fleet`: many instances of the built handler under one limit of calls.

- `instance`   one instance's process: events in, how long each took out
- `delivery`   what EventBridge does: messages that are due, in batches, to an instance that is free
- `running`    the cloud, the instances and the delivery together, until every job has its verdict
- `measured`   what came of it, and the bar that it is held against
- `virtual_clock`, `model`, `simulation`, `simulated`  the same by a virtual clock: `make fleet` prints both

`make day`: a day of a million jobs and more, by the virtual clock alone.

- `day`        what happens in it, and to what
- `course`     what is kept of it: sums for each ten minutes
- `prices`     what it costs
- `drawing`    lines over hours, as SVG
- `living`     all of it together
"""
