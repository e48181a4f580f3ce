"""What goes wrong between a client and the emulator, when a test says so."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Answer:
    """Another answer; the request was not looked at."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The connection is reset, or stays open without a word. `processed`: the request took effect before."""

    reset: bool
    processed: bool


def rate_limited(retry_after: int = 7) -> Answer:
    """429 as Clerk answers it: JSON, and nothing in it is called `error`."""
    error = {"message": "Too many requests", "long_message": "Too many requests.", "code": "too_many_requests"}
    body = json.dumps({"errors": [error | {"meta": {}}], "clerk_trace_id": "emulated"})
    return Answer(429, body, headers={"retry-after": str(retry_after)})


SERVER_ERROR = Answer(500, '{"errors":[{"message":"Oops","code":"internal_clerk_error"}],"clerk_trace_id":"emulated"}')
BAD_GATEWAY = Answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
HANG = NoAnswer(reset=False, processed=False)
HANG_AFTER = NoAnswer(reset=False, processed=True)
RESET = NoAnswer(reset=True, processed=False)
RESET_AFTER = NoAnswer(reset=True, processed=True)
"""The lost answer: what was asked for happened, and the client does not know."""

Fault = Answer | NoAnswer


class Faults:
    """ASGI: an application with faults, which counts the requests that come."""

    app: ASGIApp

    def __init__(self) -> None:
        self._planned: defaultdict[str, list[Fault]] = defaultdict(list)
        self._lasting: dict[str, Fault] = {}
        self._released = threading.Event()
        self.hits: Counter[str] = Counter()
        """Requests by path, those with faults too."""

    def add(self, path: str, *faults: Fault) -> None:
        """The next requests to a path get these, one each."""
        self._planned[path].extend(faults)

    def keep(self, path: str, fault: Fault) -> None:
        """All requests to a path get this one, until `clear`."""
        self._lasting[path] = fault

    def clear(self) -> None:
        """Everything is well again, for those that wait too: their connections are reset."""
        self._planned.clear()
        self._lasting.clear()
        self._released.set()
        self._released = threading.Event()

    def name_of(self, path: str) -> str:
        """What faults and hits of a path are kept under."""
        return path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self.name_of(scope["path"])
        self.hits[path] += 1
        planned = self._planned[path]
        fault = planned.pop(0) if planned else self._lasting.get(path)
        match fault:
            case None:
                await self.app(scope, receive, send)
            case Answer():
                await _read(receive)
                response = Response(fault.body, fault.status, fault.headers, fault.content_type)
                await response(scope, receive, send)
            case NoAnswer():
                await self._do_not_answer(fault, scope, receive, send)

    async def _do_not_answer(self, fault: NoAnswer, scope: Scope, receive: Receive, send: Send) -> None:
        released = self._released
        if fault.processed:
            await self.app(scope, receive, _discard)
        else:
            await _read(receive)
        gone = asyncio.ensure_future(_disconnected(receive))
        while not fault.reset and not gone.done() and not released.is_set():
            await asyncio.wait([gone], timeout=0.05)
        if not gone.done():
            _reset(send)
        await gone


async def _discard(_message: Message) -> None:
    pass


async def _read(receive: Receive) -> None:
    """Take the whole request: a client that is still sending would learn of what follows in another way each time."""
    while (await receive()).get("more_body"):
        pass


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _reset(send: Send) -> None:
    """Break the connection off. ASGI has no word for it: `send` is a method of uvicorn's cycle of a request."""
    transport: asyncio.Transport = send.__self__.transport  # pyright: ignore[reportFunctionMemberAccess, reportUnknownMemberType]  # see above
    connection: socket.socket = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
