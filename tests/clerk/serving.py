"""An ASGI application on a real port of this computer."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Self

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"


class Serving:
    """Serves in a thread while it is entered; may be entered again, on the same port.

    The port is bound for as long as the object lives, so that nobody else gets it meanwhile: connections are refused.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._reserved = socket.socket()
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserved.bind((HOST, 0))
        self.port: int = self._reserved.getsockname()[1]
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=30,
        )
        self._server = uvicorn.Server(config)
        listener = socket.create_server((HOST, self.port), backlog=128)  # takes connections before uvicorn does
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name=f"port {self.port}")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server
        assert self._thread
        self._server.should_exit = True
        self._thread.join()

    def close(self) -> None:
        """Give the port back."""
        self._reserved.close()
