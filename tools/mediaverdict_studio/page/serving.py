"""The studio's server: one port of 127.0.0.1, until Ctrl-C. Nothing is sent, and nothing loaded from the network."""

from __future__ import annotations

import logging
import secrets
import signal
import socket
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from nicegui import app as framework
from nicegui import ui

from mediaverdict_cli.inputs import BAD_INPUT, reason, stop
from mediaverdict_studio.page.guard import TOKEN, Guard
from mediaverdict_studio.page.routes import add_routes
from mediaverdict_studio.page.workbench import Workbench

if TYPE_CHECKING:
    from types import FrameType

    from mediaverdict_studio.settings import StudioSettings

HOST = "127.0.0.1"
UNSAVED = "{path} has changes that are not saved: save them in the page, or press Ctrl-C again to give them up"
RECONNECT_TIMEOUT = 60.0
"""Seconds that a page's state is kept for a browser that sleeps."""


class _Server(uvicorn.Server):
    """Tells the address when it is really served; asks for a second Ctrl-C where something is not saved."""

    def __init__(self, config: uvicorn.Config, address: str, bench: Workbench) -> None:
        super().__init__(config)
        self._address, self._bench = address, bench
        self._warned = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._address, flush=True)
            print("Ctrl-C ends it.", file=sys.stderr, flush=True)
            if self._bench.settings.open_browser:
                # A browser of the terminal comes back when it ends.
                threading.Thread(target=webbrowser.open, args=(self._address,), daemon=True).start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C, or SIGTERM, which asks for nothing."""
        if sig == signal.SIGINT and self._bench.unsaved and not self._warned:
            self._warned = True
            print(UNSAVED.format(path=self._bench.file.path), file=sys.stderr, flush=True)
        else:
            super().handle_exit(sig, frame)


def serve(settings: StudioSettings) -> None:
    """Serves until Ctrl-C. Prints the address on stdout when it is ready; a port that is taken is told."""
    try:
        listening = listen(settings.port)
    except OSError as error:
        stop(f"port {settings.port} can't be used: {reason(error)}", BAD_INPUT)
    port, token = listening.getsockname()[1], secrets.token_urlsafe(32)
    logging.getLogger("nicegui").setLevel(logging.ERROR)  # a mark behind the end of a text that has changed meanwhile
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    bench = Workbench(settings)
    add_routes(app, bench)
    framework.on_startup(bench.start)
    framework.config.quasar_config["loadingBar"] = {"skipHijack": True}  # it has no name for a screen reader
    ui.run_with(
        app, dark=None, tailwind=False, show_welcome_message=False, title="mediaverdict studio",
        reconnect_timeout=RECONNECT_TIMEOUT,
    )  # fmt: skip
    config = uvicorn.Config(
        Guard(app, port, token), log_level="warning", access_log=False, server_header=False, date_header=False,
        timeout_graceful_shutdown=1, ws_per_message_deflate=False,
    )  # fmt: skip
    address = f"http://{HOST}:{port}/?{TOKEN}={token}"
    try:
        _Server(config, address, bench).run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn raises it again when all is closed
        return
    finally:
        listening.close()


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; 0 takes a free port. Raises OSError."""
    made = socket.socket()
    try:
        if sys.platform != "win32":  # there it would share a port with another server
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen()
    except OSError:
        made.close()
        raise
    return made
