"""`make queues`: makes the queues that the template names, where they are not there yet.

    python -m mediaverdict_deploy.queues [ENDPOINT]

The endpoint is `https://<account>.mns.<region>.aliyuncs.com`, from ALIBABA_CLOUD_ACCOUNT_ID and DEPLOY_REGION.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from fcruntime.credentials import FixedCredentials, read_credentials
from fcruntime.errors import CredentialsError
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.queues import fault_of_address
from mediaverdict.cloud.smq import SmqQueue
from mediaverdict.errors import CloudError
from mediaverdict_deploy.advice import advice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VISIBILITY_SECONDS = 120
"""Twice the function's timeout: a message that is being worked on is not handed out again."""
RETENTION_SECONDS = 7 * 24 * 3600
NAMES = {
    "DEPLOY_CALLBACK_QUEUE": "ice-callback-mediaverdict",
    "DEPLOY_VERDICT_QUEUE": "mediaverdict-verdicts",
    "DEPLOY_DEAD_LETTER_QUEUE": "mediaverdict-dead-letters",
    "DEPLOY_UNDELIVERED_QUEUE": "mediaverdict-undelivered",
}
"""As in template.yml."""


def endpoint(environ: Mapping[str, str]) -> str:
    """Raises ValueError without an account."""
    account = environ.get("ALIBABA_CLOUD_ACCOUNT_ID")
    if not account:
        raise ValueError("ALIBABA_CLOUD_ACCOUNT_ID is not set: it is the number at the top right of the console")
    return f"https://{account}.mns.{environ.get('DEPLOY_REGION') or 'cn-shanghai'}.aliyuncs.com"


def make_queues(base: str, environ: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """(name, whether it was made now) of each, as it is made. Raises ValueError, CredentialsError or CloudError."""
    fault = fault_of_address(f"{base}/queues/q")
    if fault:
        raise ValueError(fault)
    keys = read_credentials(None, environ)
    with HttpClient([base]) as client:
        for variable, default in NAMES.items():
            name = environ.get(variable) or default
            queue = SmqQueue(f"{base.rstrip('/')}/queues/{name}", client, FixedCredentials(keys))
            yield name, queue.create(visibility=VISIBILITY_SECONDS, retention=RETENTION_SECONDS)


def main(arguments: list[str]) -> int:
    """The command; 2 for what the user can mend, 3 for the cloud's refusals."""
    parser = argparse.ArgumentParser(prog="queues", description="Makes the queues, where they are not there yet.")
    parser.add_argument("endpoint", nargs="?", help="https://<account>.mns.<region>.aliyuncs.com by default")
    options = parser.parse_args(arguments)
    try:
        for name, made in make_queues(options.endpoint or endpoint(os.environ), os.environ):
            print(f"{name}: {'made' if made else 'was there'}")
    except (ValueError, CredentialsError) as error:
        print(error, file=sys.stderr)
        return 2
    except CloudError as error:
        what = advice(str(error)) or "Mend what it names."
        print(
            f"{error}\nWhat to do: {what}\nThen run `make queues` again: it makes those that are missing.",
            file=sys.stderr,
        )
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
