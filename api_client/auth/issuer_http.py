"""Requests to an issuer: with a deadline, a limit to what is read, and answers as cleaned text."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from pydantic import SecretStr

from api_client.clean import clean
from api_client.errors import ApiError, RateLimited, ServerFailed, Timeout
from api_client.http import mapped_errors
from api_client.retry import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

WHOM = "The sign-in service"
_DEADLINE = 20.0
_LARGEST = 256 * 1024
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an issuer answered, of whatever status."""

    status: int
    text: str = field(repr=False)
    """The body, cleaned. It may hold secrets."""
    retry_after: float | None
    """Seconds, where it asked to wait."""

    @property
    def is_success(self) -> bool:
        """Whether the status says so."""
        return 200 <= self.status < 300

    def outage(self) -> ApiError:
        """The error that this answer is, where it is none that OAuth knows."""
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            sentence = f"{WHOM} asks to wait: there were too many requests."
            return RateLimited(sentence, status=self.status, retry_after=self.retry_after)
        if self.status >= 500:
            return ServerFailed(f"{WHOM} failed ({self.status}).", status=self.status)
        return ServerFailed(
            f"{WHOM} answered what cannot be understood ({self.status}).", code="malformed", status=self.status
        )


async def read_json(
    client: httpx.AsyncClient,
    method: Literal["GET", "POST"],
    url: str,
    form: Mapping[str, str | SecretStr] | None = None,
) -> Answer:
    """Send a request and read its answer once. Raises ApiError where there is none."""
    content = _encoded(form) if form is not None else None
    try:
        async with asyncio.timeout(_DEADLINE):
            with mapped_errors(WHOM):
                async with client.stream(method, url, content=content, headers=_FORM if form else None) as response:
                    body = bytearray()
                    async for chunk in response.aiter_bytes():
                        body += chunk
                        if len(body) > _LARGEST:
                            raise ServerFailed(f"{WHOM} answered more than it should.", code="malformed")
    except TimeoutError:
        raise Timeout(f"{WHOM} did not answer in time.", code="timeout") from None
    wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
    return Answer(response.status_code, clean(body.decode("utf-8", errors="replace")), wait)


def _encoded(form: Mapping[str, str | SecretStr]) -> bytes:
    """The one place where a secret is taken out on its way to the issuer."""
    plain = {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in form.items()}
    return urlencode(plain).encode("ascii")
