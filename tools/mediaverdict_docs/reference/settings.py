"""docs/reference/settings.md: what the function reads from its environment, and what a deployment can be told."""

# ruff: noqa: E501 - prose

from __future__ import annotations

from typing import NamedTuple

from mediaverdict.settings import FETCH, MOST_CONCURRENCY, MOST_KEYS, OFF, TRUST_CALLER
from mediaverdict_docs.reference.markdown import MADE, code, page, section, table


class Setting(NamedTuple):
    """A variable of the environment."""

    name: str
    meaning: str
    values: str
    default: str = ""


FUNCTION = (
    Setting("MEDIAVERDICT_VERDICT_QUEUE", "Where verdicts go.", "a queue's address", "required"),
    Setting(
        "MEDIAVERDICT_DEAD_LETTER_QUEUE", "Where what can't be judged goes, with the reason. Without it such a record "
        "turns its whole event into a redelivery.", "a queue's address",
    ),
    Setting(
        "MEDIAVERDICT_RETRY_QUEUE", "Where jobs go that failed for now, with a growing delay and a count: usually the "
        "queue that the events come from. Without it they turn their event into a redelivery.", "a queue's address",
    ),
    Setting("MEDIAVERDICT_RULES", "The rule book.", "a path", "`rules.yml` beside the handler"),
    Setting("MEDIAVERDICT_ICE_ENDPOINT", "ICE's address.", "a URL", "`https://ice.<FC_REGION>.aliyuncs.com`"),
    Setting("MEDIAVERDICT_CONCURRENCY", "API calls at once.", f"1 to {MOST_CONCURRENCY}", "`8`"),
    Setting(
        "MEDIAVERDICT_TEMPLATES", f"Whether what a job's template asked is looked up, where a rule asks for it; with "
        f"`{OFF}` those facts come from `OverrideParams` alone.", f"`{FETCH}`, `{OFF}`", f"`{FETCH}`",
    ),
    Setting(
        "MEDIAVERDICT_CALLBACK_URL", "For an HTTP trigger: the address that IMS calls, as it stands in its console. It is "
        "part of what is signed.", "a URL", "required beside keys",
    ),
    Setting(
        "MEDIAVERDICT_CALLBACK_KEYS", f"For an HTTP trigger: IMS's authentication key; during a change the old and the "
        f"new one. `{TRUST_CALLER}` alone trusts every caller. Without it HTTP events are refused with 403.",
        f"up to {MOST_KEYS}, a comma between", "",
    ),
    Setting("POWERTOOLS_SERVICE_NAME", "The `service` of each log line.", "a name", "`service_undefined`"),
    Setting("POWERTOOLS_LOG_LEVEL", "From which level on lines are written.", "`DEBUG`, `INFO`, `WARNING`, ...", "`INFO`"),
    Setting(
        "POWERTOOLS_LOGGER_SAMPLE_RATE", "The share of invocations that are logged at DEBUG; all of Powertools' other "
        "variables that [log lines](../logging.md) names hold too.", "0 to 1", "`0`",
    ),
)  # fmt: skip
"""Those that `read_settings` takes, then the logger's."""
PLATFORM = (
    Setting("FC_REGION, FC_ACCOUNT_ID", "Set by Function Compute; they stand in a verdict's `source`.", "", ""),
    Setting(
        "ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN",
        "Credentials where the context has none. In the cloud the function's role gives them; they are never logged.",
        "", "",
    ),
)  # fmt: skip
DEPLOYMENT = (
    Setting("ALIBABA_CLOUD_ACCOUNT_ID", "The account that is deployed to.", "", "what `s config add` knows of it"),
    Setting("DEPLOY_REGION", "The region.", "", "`cn-shanghai`"),
    Setting("DEPLOY_RUNTIME", "Set by `make deploy` from `RUNTIME`.", "`python3.12`, `python3.10`", "`python3.12`"),
    Setting("DEPLOY_FUNCTION", "The function's name.", "", "`mediaverdict`"),
    Setting("DEPLOY_ROLE", "The RAM role that it runs as.", "", "`mediaverdict`"),
    Setting("DEPLOY_LOG_PROJECT", "The log's project.", "", "`mediaverdict-<account>-<region>`"),
    Setting("DEPLOY_LOGSTORE", "The log's store.", "", "`mediaverdict`"),
    Setting("DEPLOY_CALLBACK_QUEUE", "Where IMS tells of finished jobs; the retry queue, too.", "", "`ice-callback-mediaverdict`"),
    Setting("DEPLOY_VERDICT_QUEUE", "Where verdicts go.", "", "`mediaverdict-verdicts`"),
    Setting("DEPLOY_DEAD_LETTER_QUEUE", "Where dead letters go.", "", "`mediaverdict-dead-letters`"),
    Setting("DEPLOY_UNDELIVERED_QUEUE", "What EventBridge itself gave up on.", "", "`mediaverdict-undelivered`"),
    Setting("DEPLOY_MAX_INSTANCES", "How many instances at most ([many instances](../scale.md)).", "", "the account's limit"),
    Setting(
        "DEPLOY_LAYER_DEPENDENCIES, DEPLOY_LAYER_FCRUNTIME, DEPLOY_LAYER_MEDIAVERDICT",
        "Name and version of each layer; `make deploy` sets them.", "", "",
    ),
)  # fmt: skip
"""What template.yml reads besides, for `make deploy`, `make queues`, `make layers` and `make code`."""
COMMAND = (
    Setting(
        "MEDIAVERDICT_LANG", "The language of what people read; `--lang` stands above it, `LC_ALL`, `LC_MESSAGES` and `LANG` "
        "below. What programs read stays English.", "`en`, `zh`", "the environment's",
    ),
    Setting("NO_COLOR", "Set to anything: no colours. Elsewhere than on a terminal there are none anyway.", "", ""),
)  # fmt: skip
INTRODUCTION = (
    "The function reads its environment once, when an instance starts. What is wrong or missing is told in one message "
    "that names every fault, and the instance does not start; a variable that begins with `MEDIAVERDICT_` and is none of "
    "these is a fault too. An empty variable is an absent one.\n\n"
    "A queue's address is `https://<account>.mns.<region>.aliyuncs.com/queues/<name>`, or `sqlite:<path>` on a laptop. "
    "Plain `http:` is taken for loopback and `-internal.aliyuncs.com` hosts only."
)
OF_MAKE = (
    "`template.yml` reads these; `make deploy DEPLOY_REGION=cn-beijing` and `export` both work, and a misspelt one is "
    "refused. `make deploy` also takes `RUNTIME=python3.10`, `HTTP=yes` (an HTTP trigger besides) and `YES=yes` (no "
    "question asked)."
)


def settings_page() -> str:
    """The whole page."""
    return page(
        "Settings", INTRODUCTION, MADE,
        section("Of the function", _table(FUNCTION)),
        section("From the platform", _table(PLATFORM)),
        section("Of the command on your machine", "Its options are in [commands](commands.md).", _table(COMMAND)),
        section("Of a deployment", OF_MAKE, _table(DEPLOYMENT)),
    )  # fmt: skip


def _table(settings: tuple[Setting, ...]) -> str:
    return table(
        ("variable", "meaning", "values", "default"),
        (
            (", ".join(map(code, one.name.split(", "))), one.meaning, one.values, one.default)
            for one in settings
        ),
    )  # fmt: skip
