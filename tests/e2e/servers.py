"""A real server on a loopback port, and a way to it that can be disturbed."""

from __future__ import annotations

import re
import socket
import subprocess
from contextlib import suppress
from threading import Thread
from typing import IO, TYPE_CHECKING, Literal, Self

from tests.secrecy.run import printed

if TYPE_CHECKING:
    from tests.tui.conftest import Home

Fault = Literal["none", "error", "garbage", "silence"]
_ANSWERS: dict[Fault, bytes] = {
    "error": b"HTTP/1.1 500 Oops\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops",
    "garbage": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\nConnection: close\r\n\r\n"
    b'{"items"\xff',
}


_ADDRESS = re.compile(r"(?:running on|on trial at) http://127\.0\.0\.1:(\d+)")


class Server:
    """`syllabus serve` on the embedded database of a home; what it has is served to anonymous viewers."""

    def __init__(self, home: Home, port: int = 0) -> None:
        self._home = home
        self.port = port
        self._child: subprocess.Popen[str] | None = None
        self._reader = Thread()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Start it, on the port that it had before if it had one."""
        self._child = subprocess.Popen(
            self._home.command("serve", *self._options(), "--port", str(self.port)),
            env=self._home.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._child.stdout is not None
        for line in self._child.stdout:
            printed(line.encode())
            if found := _ADDRESS.search(line):
                self.port = int(found[1])
                break
        # Whatever it says further is read, so that it never waits for a reader.
        self._reader = Thread(target=self._read_on, args=(self._child.stdout,), daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._child is not None
        assert self._child.stdout is not None
        self._child.kill()
        self._child.wait()
        self._reader.join()
        self._child.stdout.close()

    def _read_on(self, output: IO[str]) -> None:
        printed(output.read().encode())

    def _options(self) -> list[str]:
        return ["--database-url", f"sqlite:///{self._home.data / 'syllabus.db'}"]


class DevServer(Server):
    """`syllabus serve --dev`: a learner and an admin can sign in; what they do is there again after a restart."""

    def _options(self) -> list[str]:
        return ["--dev"]


class DisturbedWay:
    """Passes connections on to a server, or answers in its place."""

    def __init__(self, port: int) -> None:
        self._upstream = port
        self._fault: Fault = "none"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def disturb(self, fault: Fault) -> None:
        """From now on; connections that were open are closed."""
        self._fault = fault
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.disturb("silence")
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._open.append(connection)
                Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._fault == "none":
                self._pass_on(connection)
                return
            while connection.recv(65536):
                if self._fault != "silence":
                    connection.sendall(_ANSWERS[self._fault])
                    return

    def _pass_on(self, connection: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._upstream)) as upstream:
            back = Thread(target=_copy, args=(upstream, connection), daemon=True)
            back.start()
            _copy(connection, upstream)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
