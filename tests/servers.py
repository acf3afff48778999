"""A real socket on 127.0.0.1 that answers what a test tells it to: for what the local cloud never does."""

from __future__ import annotations

import socket
import threading
from types import TracebackType


class RawServer:
    """Answers each connection with given bytes, then closes it. `b""` closes without an answer, None never answers."""

    def __init__(self, *answers: bytes | None) -> None:
        self._answers = list(answers)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.requests: list[bytes] = []
        self._held: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        for held in self._held:
            held.close()

    def _serve(self) -> None:
        for answer in self._answers:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.requests.append(connection.recv(1 << 20))
            if answer is None:
                self._held.append(connection)
                continue
            connection.sendall(answer)
            connection.close()


def http(status: int, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """An HTTP answer's bytes; `length` may lie."""
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
