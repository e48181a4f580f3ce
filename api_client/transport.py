"""Requests to a server and their answers: retries, deadlines, and the cleaning of text from outside."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

import httpx

from api_client.answers import error_from
from api_client.bearer import Bearer
from api_client.clean import clean
from api_client.errors import ApiError, ServerFailed, Timeout
from api_client.http import check_origin, http_client, mapped_errors
from api_client.retry import Retry

if TYPE_CHECKING:
    from api_client.auth.credentials import Credentials
    from api_client.target import Target

Method = Literal["GET", "PUT", "DELETE", "POST", "PATCH"]

_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
"""Methods that mean the same when they come twice. PATCH with If-Match does not: where the answer of the first is lost,
the second meets the version that the first has made, and would tell of somebody else who changed something."""


@dataclass(frozen=True, slots=True)
class Response:
    """A success, or a 304 without a body."""

    status: int
    text: str
    """The body, cleaned unless it was asked for exactly."""
    etag: str | None

    @property
    def not_modified(self) -> bool:
        """What the caller has is still so."""
        return self.status == HTTPStatus.NOT_MODIFIED


class Transport:
    """A connection to one server; to be used in one event loop."""

    def __init__(
        self,
        target: Target,
        *,
        credentials: Credentials | None = None,
        retry: Retry | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`credentials` sign the requests; `transport` replaces the network.

        Raises InsecureServer; what `target.make_app` raises goes through.
        """
        self.retry = retry or Retry()
        """May be replaced at any time; the next call follows it."""
        if target.make_app is not None:
            # In this process compression only costs; and an exception of the backend is an answer, 500, as by wire.
            transport = httpx.ASGITransport(target.make_app(), raise_app_exceptions=False)
        else:
            check_origin(target.url)
        headers = {"Accept-Encoding": "identity"} if target.make_app is not None else {}
        self._client = http_client(target.url, headers=headers, transport=transport)
        self._bearer = Bearer(credentials, target.url) if credentials else None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def send(
        self,
        method: Method,
        path: str,
        *,
        body: str | None = None,
        etag: str | None = None,
        if_match: str | None = None,
        repeatable: bool | None = None,
        public: bool = False,
        exact: bool = False,
    ) -> Response:
        """Send a request and return its answer, trying again where that is safe and may help.

        `path` with its query is sent as it is; `body` is JSON; `etag` goes into If-None-Match, the version `if_match`
        into If-Match; `repeatable` says whether sending it twice does no harm, where the method does not; `public`
        requests are not signed. The text of an `exact` answer is not cleaned: whoever draws it has to escape it.
        Raises ApiError, also what the credentials raise.
        """
        headers = {"If-None-Match": etag} if etag else {}
        if if_match is not None:
            if not (if_match.isascii() and if_match.isprintable()):  # it was the server's
                raise ServerFailed("The server's version of this is none that can be sent.", code="malformed")
            headers["If-Match"] = f'"{if_match}"'
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = self._client.build_request(method, path, headers=headers, content=body)
        repeatable = method in _REPEATABLE if repeatable is None else repeatable
        retry = self.retry
        try:
            async with asyncio.timeout(retry.deadline) as limit:
                attempt = 0
                while True:
                    attempt += 1
                    try:
                        return await self._attempt(request, None if public else self._bearer, exact=exact)
                    except ApiError as error:
                        delay = retry.delay(error, attempt) if repeatable else None
                        due = asyncio.get_running_loop().time() + (delay or 0.0)
                        if delay is None or due >= (limit.when() or due):
                            raise
                    await asyncio.sleep(delay)
        except TimeoutError as error:
            raise Timeout("The server did not answer in time.", code="timeout") from error

    async def _attempt(self, request: httpx.Request, bearer: Bearer | None, *, exact: bool) -> Response:
        with mapped_errors():
            response = await self._client.send(request, auth=bearer)
        text = response.content.decode("utf-8", errors="replace")
        if response.is_success or response.status_code == HTTPStatus.NOT_MODIFIED:
            return Response(response.status_code, text if exact else clean(text), response.headers.get("etag"))
        raise error_from(response.status_code, response.headers, clean(text))
