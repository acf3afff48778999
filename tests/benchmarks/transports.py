"""What a request costs through each transport that could stand behind httpx's interface: CPU an exchange.

    python -m benchmarks.transports [ROUNDS]

httpx's own, urllib3's pool and ours, interleaved, over one kept-alive loopback connection each. docs/decisions/0001
says what else decided.
"""

from __future__ import annotations

import ssl
import sys
import time
from collections.abc import Iterator
from statistics import median

import httpx
import urllib3

from benchmarks.loopback import cloud
from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.cloud.transport import SocketTransport

CALLS = 300
"""A round has so many of each."""


class PoolTransport(httpx.BaseTransport):
    """urllib3's pool behind the interface; its timeouts count each read by itself."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(retries=False, timeout=10)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """As httpx's."""
        answer = self._pool.urlopen(
            request.method, str(request.url), body=request.content, headers=dict(request.headers), redirect=False,
            preload_content=False, decode_content=False,
        )  # fmt: skip
        return httpx.Response(answer.status, headers=list(answer.headers.items()), stream=_Chunks(answer))


class _Chunks(httpx.SyncByteStream):
    def __init__(self, answer: urllib3.BaseHTTPResponse) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.stream(65536, decode_content=False)

    def close(self) -> None:
        self._answer.release_conn()


def main(rounds: int) -> None:
    """Prints a line for each: ms of CPU for a job's details of 8 outputs, signed, sent, read and parsed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    transports = {
        "ours": SocketTransport(context), "urllib3's pool": PoolTransport(),
        "httpx's own": httpx.HTTPTransport(verify=context, trust_env=False),
    }  # fmt: skip
    credentials = FixedCredentials(Credentials("local", "local"))
    found: dict[str, list[float]] = {name: [] for name in transports}
    with cloud() as (endpoint, _):
        services = {name: Ice(endpoint, HttpClient([], one), credentials) for name, one in transports.items()}
        for _ in range(rounds):
            for name, ice in services.items():
                begun = time.thread_time()
                for number in range(CALLS):
                    ice.get_media_convert_job(f"8-{number}")
                found[name].append((time.thread_time() - begun) / CALLS)
    ours = median(found["ours"])
    for name, times in found.items():
        print(f"{name:16} {median(times) * 1000:.2f} ms of CPU a call   {median(times) / ours:.2f} of ours")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
