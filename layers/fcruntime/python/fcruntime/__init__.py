"""Function Compute without a vendor SDK: context, credentials, trigger envelopes, logging.

Knows nothing of media. Nothing is loaded here: take what is needed from the modules, so that a cold
start pays for those alone.

- `fcruntime.context`      the typed view of both runtimes' contexts, and the time that is left
- `fcruntime.credentials`  the role's credentials, from the context or the environment
- `fcruntime.envelopes`    event bytes -> records, one file a trigger
- `fcruntime.logs`         structlog with Powertools' keys
"""

import logging

from fcruntime.deferred import defer

# structlog imports it for its async methods: a tenth of a cold start. From Python 3.12 on, each log record
# would ask it for the task's name; a function has none.
defer("asyncio")
logging.logAsyncioTasks = False  # type: ignore[attr-defined]
