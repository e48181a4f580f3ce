"""Requests and their answers over httpx: the one module that knows how to reach a server.

Timeouts, retries, the mapping of every failure to `errors`, and the cleaning of text from outside are here.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import httpx

from api_client.answers import error_from
from api_client.clean import clean
from api_client.errors import ApiError, InsecureServer, ServerFailed, Timeout, Unreachable
from api_client.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Generator

    from api_client.target import Target

Method = Literal["GET", "PUT", "DELETE", "POST", "PATCH"]

_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class Response:
    """A success, or a 304 without a body."""

    status: int
    text: str
    """The body, cleaned."""
    etag: str | None

    @property
    def not_modified(self) -> bool:
        """What the caller has is still so."""
        return self.status == HTTPStatus.NOT_MODIFIED


class Transport:
    """A connection to one server; to be used in one event loop."""

    def __init__(
        self, target: Target, *, retry: Retry | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`transport` replaces the network. Raises InsecureServer; what `target.make_app` raises goes through."""
        self.retry = retry or Retry()
        """May be replaced at any time; the next call follows it."""
        if target.make_app is not None:
            # In this process compression only costs; and an exception of the backend is an answer, 500, as by wire.
            transport = httpx.ASGITransport(target.make_app(), raise_app_exceptions=False)
        else:
            _check_origin(target.url)
        headers = {"User-Agent": f"syllabus/{version('syllabus')}", "Accept": "application/json"}
        if target.make_app is not None:
            headers["Accept-Encoding"] = "identity"
        self._client = httpx.AsyncClient(
            base_url=target.url,
            headers=headers,
            transport=transport,
            timeout=_TIMEOUT,
            follow_redirects=False,
            trust_env=target.url.startswith("https://"),  # no proxy stands between this computer and itself
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(
        self, method: Method, path: str, *, body: str | None = None, etag: str | None = None, repeatable: bool = False
    ) -> Response:
        """Send a request and return its answer, trying again where that is safe and may help.

        `path` with its query is sent as it is; `body` is JSON; `etag` goes into If-None-Match; `repeatable` says of a
        POST that sending it twice does no harm. Raises ApiError.
        """
        headers = {"If-None-Match": etag} if etag else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = self._client.build_request(method, path, headers=headers, content=body)
        repeatable = repeatable or method in _REPEATABLE
        retry = self.retry
        try:
            async with asyncio.timeout(retry.deadline) as limit:
                attempt = 0
                while True:
                    attempt += 1
                    try:
                        return await self._attempt(request)
                    except ApiError as error:
                        delay = retry.delay(error, attempt) if repeatable else None
                        due = asyncio.get_running_loop().time() + (delay or 0.0)
                        if delay is None or due >= (limit.when() or due):
                            raise
                    await asyncio.sleep(delay)
        except TimeoutError as error:
            raise Timeout("The server did not answer in time.", code="timeout") from error

    async def _attempt(self, request: httpx.Request) -> Response:
        with mapped_errors():
            response = await self._client.send(request)
        text = clean(response.content.decode("utf-8", errors="replace"))
        if response.is_success or response.status_code == HTTPStatus.NOT_MODIFIED:
            return Response(response.status_code, text, response.headers.get("etag"))
        raise error_from(response.status_code, response.headers, text)


@contextmanager
def mapped_errors() -> Generator[None]:
    """Turn every exception of httpx into an ApiError, the most specific first."""
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise Timeout("The server cannot be reached: it took too long to connect.", code="timeout") from error
    except httpx.TimeoutException as error:
        raise Timeout("The server did not answer in time.", code="timeout") from error
    except httpx.ConnectError as error:
        raise Unreachable("The server cannot be reached. Is this computer online?", code="unreachable") from error
    except (httpx.NetworkError, httpx.ProxyError) as error:
        raise Unreachable("The connection to the server broke off.", code="unreachable") from error
    except httpx.RemoteProtocolError as error:
        # A server that stops closes its connections between two requests; HTTP calls that a protocol error.
        raise Unreachable("The server closed the connection without an answer.", code="unreachable") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise InsecureServer("The server's address is not one that can be used.", code="bad_address") from error
    except (httpx.HTTPError, httpx.CookieConflict, httpx.StreamError) as error:
        raise ServerFailed("The server's answer cannot be understood.", code="malformed") from error


def _check_origin(url: str) -> None:
    """Refuse what is no origin, and plain http to anywhere but this computer: others could read it on the way."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise InsecureServer("The server's address is not a URL.", code="bad_address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InsecureServer("The server's address has to begin with https:// and a name.", code="bad_address")
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise InsecureServer(
            "The server's address has to be an origin, like https://learn.example.com, and nothing more.",
            code="bad_address",
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise InsecureServer(
            f"The server {host} has to be https: plain http is for this computer alone (127.0.0.1, localhost).",
            code="insecure",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
