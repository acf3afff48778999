"""The threaded server: one port of 127.0.0.1, ICE at `/`, SMQ at `/queues/`.

A page in a browser must not reach it: a request for another host (a name that was bound to 127.0.0.1) or from
another origin is refused before anything else is looked at.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from alicloud_emulator import ice_wire, smq_wire
from alicloud_emulator.answers import Fault, request_id
from alicloud_emulator.verify import verify_acs3, verify_mns

if TYPE_CHECKING:
    from types import TracebackType

    from alicloud_emulator.answers import Answer
    from alicloud_emulator.state import EmulatorState

MAX_REQUEST = 2 * 1024 * 1024
TRICKLE_SECONDS = 0.2
"""Between two bytes: no read of a client ever waits for long."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece: else Nagle's algorithm holds its tail for 40 ms
    disable_nagle_algorithm = True
    server: _Server
    before: Answer | None = None
    """The last answer over this connection."""

    def _serve(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_REQUEST:
            self.close_connection = True
            self._write(smq_wire.refuse(413, "InvalidArgument", "The request is too large."))
            return
        body = self.rfile.read(int(length))
        if self.server.is_foreign(headers):
            self.close_connection = True
            self._write(self.server.refuse(self.path, 403, "Forbidden", "Only this machine's own programs are served."))
            return
        intercepted = self.server.state.intercept(self.command, self.path)
        if callable(intercepted):
            intercepted = intercepted(body)
        if isinstance(intercepted, Fault):
            self._commit(intercepted, headers, body)
        else:
            self._write(intercepted or self.server.answer(self.command, self.path, headers, body))

    def _commit(self, fault: Fault, headers: dict[str, str], body: bytes) -> None:
        self.close_connection = True
        if fault is Fault.HANG:
            self.server.ended.wait()
        elif fault is Fault.STALE:
            if self.before is not None:
                self._write(self.before)
        elif fault in (Fault.HALF, Fault.TOO_LONG):
            self._write(smq_wire.answer_in_part(self.server.state, fault, self.path, body))
        elif fault is not Fault.RESET:
            answer = self.server.answer(self.command, self.path, headers, body)
            if fault is Fault.CUT:
                self._write(answer, cut=len(answer.body) // 2)
            elif fault is Fault.TRICKLE:
                self._trickle(answer)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - the base class looks for these

    def _write(self, answer: Answer, cut: int | None = None) -> None:
        self.before = answer
        self.send_response(answer.status)
        if self.path.startswith("/queues/"):  # the vendor's client looks there where a body names none
            self.send_header("x-mns-request-id", request_id())
            self.send_header("x-mns-version", "2015-06-06")
        if answer.content_type:
            self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(answer.body[:cut])
        self.wfile.flush()

    def _trickle(self, answer: Answer) -> None:
        """Ends when the caller does, or the server."""
        head = f"HTTP/1.1 {answer.status} OK\r\nContent-Length: {len(answer.body)}\r\n\r\n".encode()
        for byte in head + answer.body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.ended.wait(TRICKLE_SECONDS):
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Silent: whoever calls knows what came back."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a long poll must not hold up the end
    request_queue_size = 128

    def __init__(self, port: int, state: EmulatorState) -> None:
        self.state = state
        self.ended = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def is_foreign(self, headers: dict[str, str]) -> bool:
        """Whether a browser was tricked into the request: by a name bound to 127.0.0.1, or by a page from elsewhere."""
        port = self.server_address[1]
        own = {f"127.0.0.1:{port}", f"localhost:{port}"}
        origin = headers.get("origin")
        return headers.get("host", "").lower() not in own or (
            origin is not None and origin.lower() not in {f"http://{host}" for host in own}
        )

    def refuse(self, target: str, status: int, code: str, message: str) -> Answer:
        """The refusal as the service that was asked writes it."""
        if target.startswith("/queues/"):
            return smq_wire.refuse(status, code, message)
        return ice_wire.refuse(status, code, message)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        if path.startswith("/queues/"):
            refusal = verify_mns(self.state, method, target, headers)
            if refusal is not None:
                return smq_wire.refuse(*refusal)
            endpoint = f"http://127.0.0.1:{self.server_address[1]}"
            return smq_wire.answer_smq(self.state, method, target, body, endpoint)
        if path != "/":
            return ice_wire.refuse(404, "InvalidAction.NotFound", "Specified api is not found.")
        refusal = verify_acs3(self.state, method, target, headers, body)
        if refusal is not None:
            return ice_wire.refuse(*refusal)
        if self.state.ice_limit is not None and not self.state.ice_limit.take():
            return ice_wire.throttle()
        return ice_wire.answer_ice(self.state, query, headers)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class Emulator:
    """A running local cloud; use it as a context manager. Port 0 takes a free one."""

    def __init__(self, state: EmulatorState, port: int = 0) -> None:
        self.state = state
        self._server = _Server(port, state)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def endpoint(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def queue_url(self, name: str) -> str:
        """A queue's address."""
        return f"{self.endpoint}/queues/{name}"

    def __enter__(self) -> Emulator:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.state.close()
