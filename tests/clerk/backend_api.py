"""Clerk's API for backends: opaque tokens and users, asked with the secret key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.dev_identity.grants import digest
from tests.clerk.endpoints import clerk_errors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from tests.clerk.endpoints import ClerkEndpoints
    from tests.clerk.provider import ClerkProvider

SECRET_KEY = "sk_test_emulator"
_VERIFY = "/oauth_applications/access_tokens/verify"


class BackendApi:
    """`https://api.clerk.com`."""

    def __init__(self, endpoints: ClerkEndpoints) -> None:
        self._endpoints = endpoints
        self._provider: ClerkProvider = endpoints.provider

    def routes(self) -> list[Route]:
        return [
            Route("/v1/jwks", _with_key(self._endpoints.keys)),
            Route("/v1/users", _with_key(self.list_users)),
            Route("/v1/users/{id}", _with_key(self.get_user)),
            Route(f"/v1{_VERIFY}", _with_key(self.verify), methods=["POST"]),
            Route(_VERIFY, _with_key(self.verify), methods=["POST"]),
        ]

    async def get_user(self, request: Request) -> Response:
        subject = request.path_params["id"]
        if subject not in self._provider.people:
            return clerk_errors(404, "resource_not_found", "not found")
        return JSONResponse(self._provider.user(subject).document())

    async def list_users(self, request: Request) -> Response:
        offset, limit = (int(request.query_params.get(name, usual)) for name, usual in (("offset", 0), ("limit", 10)))
        subjects = list(self._provider.people)[offset : offset + limit]
        return JSONResponse([self._provider.user(subject).document() for subject in subjects])

    async def verify(self, request: Request) -> Response:
        token: Any = json.loads(await request.body()).get("access_token", "")
        issued = self._provider.access_tokens.get(digest(token))
        if issued is None:
            return clerk_errors(404, "resource_not_found", "not found")
        expired = issued.expires_at < self._provider.clock()
        if expired and not token.startswith("oat_"):
            return JSONResponse({"active": False})
        revoked = issued.grant.revoked or digest(token) in self._provider.revoked
        created = round((issued.expires_at - self._provider.options.access_lifetime) * 1000)
        return JSONResponse(
            {
                "object": "clerk_idp_oauth_access_token",
                "id": f"oat_{digest(token)[:27]}",
                "client_id": issued.grant.client_id,
                "subject": issued.grant.subject,
                "scopes": list(issued.grant.scopes),
                "revoked": revoked,
                "revocation_reason": "revoked by the client" if revoked else None,
                "expired": expired,
                "expiration": round(issued.expires_at * 1000),
                "created_at": created,
                "updated_at": created,
            }
        )


def _with_key(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer_if_known(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            return clerk_errors(401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.")
        return await answer(request)

    return answer_if_known
