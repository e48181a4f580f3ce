"""Signs requests with an access token (RFC 6750)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from pydantic import SecretStr

    from api_client.auth.credentials import Credentials

_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")


def is_token(text: str) -> bool:
    """Whether this may be a token: visible ASCII. Anything else cannot be sent in a header, and h11 quotes it."""
    return _TOKEN.fullmatch(text) is not None


class Bearer(httpx.Auth):
    """Puts the token into each request to one origin, and another one if the server does not take it."""

    def __init__(self, credentials: Credentials, origin: str) -> None:
        self._credentials = credentials
        self._origin = _origin(httpx.URL(origin))

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign, and sign once more after a 401. Raises what the credentials raise."""
        if _origin(request.url) != self._origin:
            yield request
            return
        token = await self._credentials.token()
        _sign(request, token)
        response = yield request
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            return
        other = await self._credentials.renew(token)
        if other is not None:
            _sign(request, other)
            yield request


def _sign(request: httpx.Request, token: SecretStr) -> None:
    request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
