"""An issuer that answers what it is told to: the answers that no real one gives, or not when a test wants them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl

import httpx

from api_client.auth.discovery import Provider
from api_client.auth.oauth import OAuthClient
from api_client.http import http_client

if TYPE_CHECKING:
    from types import TracebackType

ISSUER = "https://id.example.com"
SERVER = "https://learn.example.com"
METADATA: dict[str, Any] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/oauth/authorize",
    "token_endpoint": f"{ISSUER}/oauth/token",
    "revocation_endpoint": f"{ISSUER}/oauth/token/revoke",
    "device_authorization_endpoint": f"{ISSUER}/oauth/device_authorization",
}
TOKENS = {"access_token": "acc3ss", "token_type": "Bearer", "expires_in": 86400, "refresh_token": "r3fresh"}
CLERK_BUSY = {"errors": [{"message": "Too many requests", "code": "too_many_requests"}], "clerk_trace_id": "0"}


def refusal(error: str, status: int = 400) -> httpx.Response:
    """As RFC 6749 §5.2 has it, with a description that quotes what it should not."""
    return httpx.Response(status, json={"error": error, "error_description": "r3fresh is not valid"})


class Issuer:
    """Gives its answers in order, the last one again and again, and remembers the forms that it was sent."""

    def __init__(self, *answers: httpx.Response | Exception, **metadata: object) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.provider = Provider.model_validate({**METADATA, **metadata})
        self._http = http_client(ISSUER, transport=httpx.MockTransport(self._answer))
        self.oauth = OAuthClient(self.provider, "the-client", SERVER, self._http)

    @property
    def forms(self) -> list[dict[str, str]]:
        """What was posted."""
        return [dict(parse_qsl(request.content.decode())) for request in self.requests]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        # The same answer may be given twice, and a response is read once.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        await self._http.aclose()


def tokens(**changes: object) -> httpx.Response:
    """A token response; None leaves a field out."""
    document = {name: value for name, value in {**TOKENS, **changes}.items() if value is not None}
    return httpx.Response(200, content=json.dumps(document))


def told(error: BaseException | None) -> str:
    """Everything that an error and what led to it could tell, in whatever report."""
    told = ""
    while error is not None:
        told += f"{error!r} {error!s} {error.args} {vars(error)}\n"
        error = error.__cause__ or error.__context__
    return told
