"""Clerk's OAuth endpoints, where they differ from plain ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.dev_identity.endpoints import Endpoints
from backend.dev_identity.errors import OAuthError
from backend.dev_identity.grants import digest
from tests.clerk.keys import noise

if TYPE_CHECKING:
    from starlette.requests import Request

    from tests.clerk.provider import ClerkProvider

_OPENID_ONLY = {
    "userinfo_endpoint",
    "introspection_endpoint",
    "response_modes_supported",
    "backchannel_logout_supported",
    "frontchannel_logout_supported",
}


def clerk_errors(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """The body of Clerk's own errors."""
    error: dict[str, object] = {"message": message, "long_message": message, "code": code, "meta": {}}
    return JSONResponse({"errors": [error], "clerk_trace_id": "emulated"}, status, headers=headers)


class ClerkEndpoints(Endpoints):
    """The endpoints of an instance."""

    provider: ClerkProvider

    @property
    def offers_device(self) -> bool:
        return self.provider.options.offers_device

    @property
    def names_issuer(self) -> bool:
        return self.provider.options.names_issuer

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/.well-known/oauth-authorization-server", self.server_metadata),
            Route("/oauth/token_info", self._oauth(self.introspect), methods=["POST"]),
        ]

    def metadata(self) -> dict[str, Any]:
        return super().metadata() | {
            "introspection_endpoint": f"{self.provider.issuer}/oauth/token_info",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
            "backchannel_logout_supported": False,
            "frontchannel_logout_supported": False,
        }

    async def server_metadata(self, _request: Request) -> Response:
        """`GET /.well-known/oauth-authorization-server`, which has fewer keys."""
        return JSONResponse({key: told for key, told in self.metadata().items() if key not in _OPENID_ONLY})

    async def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [noise(), self.provider.key.jwk()]})

    async def introspect(self, _parameters: dict[str, str]) -> Response:
        """`POST /oauth/token_info`: for clients with a secret."""
        raise OAuthError("invalid_client", "Client authentication failed.")

    async def revoke(self, parameters: dict[str, str]) -> Response:
        issued = self.provider.access_tokens.get(digest(parameters.get("token", "")))
        if issued is not None and parameters["token"].startswith("oat_"):
            self.provider.check_client(parameters)
            self.provider.revoked.add(digest(parameters["token"]))
            return Response()
        return await super().revoke(parameters)

    def no_such_token(self) -> Response:
        return clerk_errors(401, "oauth_access_token_invalid", "The access token is not valid.")

    def status(self, error: OAuthError) -> int:
        """As Clerk's reference has them: a bad grant is 401, unless it expired or its address is another."""
        if error.error == "invalid_grant":
            return 400 if "expired" in error.description or "redirect_uri" in error.description else 401
        return 401 if error.error in ("invalid_client", "unsupported_grant_type") else 400
