"""The listener on this computer that the browser comes back to with the issuer's answer (RFC 8252 §7.3).

Every web page that is open can send requests to it, and so can every program here. Only one that knows the `state` of
this attempt is the issuer's answer; all others get an error and change nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hmac import compare_digest
from http.client import HTTPException, parse_headers
from io import BytesIO
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qs

from api_client.auth.callback_page import ALREADY_ANSWERED, ANSWERED, NOT_ALLOWED, NOT_FOUND, NOT_OURS, Page, failed
from api_client.errors import ApiError, SignInFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from pydantic import SecretStr

PATH = "/callback"
_HOST = "127.0.0.1"
_LARGEST_HEAD = 16 * 1024
_PATIENCE = 10.0
"""Seconds for one connection, from its first byte to the last of its answer."""
_MOST_CONNECTIONS = 32
"""At once; one more ends the oldest. A browser sends its request at once: what is old is only held open."""


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    query: str
    hosts: tuple[str, ...]


class Callback:
    """Waits for the one answer to one attempt. An async context manager: it listens within."""

    def __init__(self, state: SecretStr, accept: Callable[[Mapping[str, str]], SecretStr]) -> None:
        """`accept` turns the parameters of the answer into the code, or raises ApiError, which the browser is told."""
        self._state = state
        self._accept = accept
        self._answer: asyncio.Future[SecretStr] = asyncio.get_running_loop().create_future()
        self._taken = False
        self._connections: dict[asyncio.Task[None], None] = {}
        self._authority = ""

    @property
    def redirect_uri(self) -> str:
        """Where the issuer sends the browser."""
        return f"http://{self._authority}{PATH}"

    async def code(self) -> SecretStr:
        """The code of the answer. Raises what `accept` raised."""
        return await asyncio.shield(self._answer)

    async def __aenter__(self) -> Self:
        try:
            self._server = await asyncio.start_server(self._connected, _HOST, 0, limit=_LARGEST_HEAD)
        except OSError as error:
            raise SignInFailed(
                "Nothing can listen on this computer's own address 127.0.0.1, where the browser has to come back to.",
                code="no_listener",
            ) from error
        self._authority = f"{_HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._server.close()
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        if not self._answer.cancel():
            self._answer.exception()  # looked at, so that asyncio does not report that nobody did

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or not self._server.is_serving():  # it was accepted just before the end
            writer.transport.abort()
            return
        if len(self._connections) >= _MOST_CONNECTIONS:
            oldest = next(iter(self._connections))
            del self._connections[oldest]
            oldest.cancel()
        self._connections[task] = None
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._serve(reader, writer)
        except (TimeoutError, asyncio.CancelledError, OSError, asyncio.IncompleteReadError):
            # Too slow, pushed out, closed at the other end or on the way out: none of it is this attempt's matter.
            writer.transport.abort()
        finally:
            self._connections.pop(task, None)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = _parsed(await reader.readuntil(b"\r\n\r\n"))
        except asyncio.LimitOverrunError:
            request = None
        page = self._judged(request) if request else NOT_OURS
        writer.write(page.encoded())
        await writer.drain()

    def _judged(self, request: _Request) -> Page:
        if request.hosts != (self._authority,):  # a name that someone pointed at this computer
            return NOT_OURS
        if request.path != PATH:
            return NOT_FOUND
        if request.method != "GET":
            return NOT_ALLOWED
        parameters = parse_qs(request.query, keep_blank_values=True)
        states = parameters.get("state", [])
        expected = self._state.get_secret_value().encode()
        if len(states) != 1 or not compare_digest(states[0].encode(errors="replace"), expected):
            return NOT_OURS
        if self._taken:
            return ALREADY_ANSWERED
        self._taken = True
        return self._take(parameters)

    def _take(self, parameters: Mapping[str, list[str]]) -> Page:
        try:
            self._answer.set_result(self._accept(_single(parameters)))
        except ApiError as error:
            self._answer.set_exception(error)
            return failed(error.sentence)
        except Exception as error:  # noqa: BLE001  # raised where the answer is waited for, which would never come
            self._answer.set_exception(error)
            return failed("Syllabus failed.")
        return ANSWERED


def _single(parameters: Mapping[str, list[str]]) -> dict[str, str]:
    if any(len(values) != 1 for values in parameters.values()):
        raise SignInFailed("The sign-in service answered the same thing twice.", code="malformed")
    return {name: values[0] for name, values in parameters.items()}


def _parsed(head: bytes) -> _Request | None:
    """The head of a request; None if it is none."""
    line, _, rest = head.partition(b"\r\n")
    words = line.decode("latin-1").split(" ")
    if len(words) != 3 or words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        return None
    try:
        headers = parse_headers(BytesIO(rest))
    except HTTPException:
        return None
    path, _, query = words[1].partition("?")
    return _Request(words[0], path, query, tuple(headers.get_all("Host", [])))
