"""What programs ask: discovery, keys, tokens, userinfo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.dev_identity.devices import LIFETIME
from backend.dev_identity.errors import OAuthError
from backend.dev_identity.exchange import DEVICE_GRANT, exchange, revoke
from backend.dev_identity.forms import read_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from backend.dev_identity.provider import Provider

NO_STORE = {"cache-control": "no-store"}


class Endpoints:
    """A provider's endpoints for programs. None of them waits for anything but the request's own body."""

    def __init__(self, provider: Provider) -> None:
        """`provider` knows what to answer."""
        self.provider = provider

    @property
    def offers_device(self) -> bool:
        """Whether device codes are given (RFC 8628)."""
        return True

    @property
    def names_issuer(self) -> bool:
        """Whether answers to authorization requests say whose they are (RFC 9207)."""
        return True

    def routes(self) -> list[Route]:
        """Relative to the issuer."""
        return [
            Route("/.well-known/openid-configuration", self.configuration),
            Route("/.well-known/jwks.json", self.keys),
            Route("/oauth/token", self._oauth(self.token), methods=["POST"]),
            Route("/oauth/token/revoke", self._oauth(self.revoke), methods=["POST"]),
            Route("/oauth/device_authorization", self._oauth(self.start_device), methods=["POST"]),
            Route("/oauth/userinfo", self.userinfo, methods=["GET", "POST"]),
        ]

    def metadata(self) -> dict[str, Any]:
        """What the provider can do (OpenID Connect Discovery §3, RFC 8414)."""
        issuer = self.provider.issuer
        document: dict[str, Any] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/oauth/authorize",
            "token_endpoint": f"{issuer}/oauth/token",
            "revocation_endpoint": f"{issuer}/oauth/token/revoke",
            "userinfo_endpoint": f"{issuer}/oauth/userinfo",
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "scopes_supported": list(self.provider.client.scopes),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "claims_supported": ["aud", "email", "email_verified", "exp", "iat", "iss", "name", "sub"],
            "code_challenge_methods_supported": ["S256"],
        }
        if self.names_issuer:
            document["authorization_response_iss_parameter_supported"] = True
        if self.offers_device:
            document["grant_types_supported"].append(DEVICE_GRANT)
            document["device_authorization_endpoint"] = f"{issuer}/oauth/device_authorization"
        return document

    async def configuration(self, _request: Request) -> Response:
        """`GET /.well-known/openid-configuration`."""
        return JSONResponse(self.metadata())

    async def keys(self, _request: Request) -> Response:
        """`GET /.well-known/jwks.json`."""
        return JSONResponse({"keys": [self.provider.key.jwk()]})

    async def token(self, parameters: dict[str, str]) -> Response:
        """`POST /oauth/token`."""
        return JSONResponse(exchange(self.provider, parameters), headers=NO_STORE)

    async def revoke(self, parameters: dict[str, str]) -> Response:
        """`POST /oauth/token/revoke`."""
        revoke(self.provider, parameters)
        return Response()

    async def start_device(self, parameters: dict[str, str]) -> Response:
        """`POST /oauth/device_authorization`."""
        if not self.offers_device:
            raise OAuthError("unauthorized_client", "Device codes are turned off for this program.")
        device = self.provider.start_device(parameters)
        where = f"{self.provider.issuer}/device"
        document = {
            "device_code": device.code,
            "user_code": device.user_code,
            "verification_uri": where,
            "verification_uri_complete": f"{where}?user_code={device.user_code}",
            "expires_in": LIFETIME,
            "interval": device.interval,
        }
        return JSONResponse(document, headers=NO_STORE)

    async def userinfo(self, request: Request) -> Response:
        """`GET /oauth/userinfo`."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        document = self.provider.userinfo(token) if scheme.lower() == "bearer" else None
        return self.no_such_token() if document is None else JSONResponse(document, headers=NO_STORE)

    def no_such_token(self) -> Response:
        """What userinfo answers to a token that does not count (RFC 6750 §3.1)."""
        challenge = {"www-authenticate": 'Bearer error="invalid_token"'}
        return JSONResponse({"error": "invalid_token"}, 401, headers=challenge)

    def status(self, error: OAuthError) -> int:
        """The HTTP status of an error (RFC 6749 §5.2)."""
        return 401 if error.error == "invalid_client" else 400

    def _oauth(
        self, answer: Callable[[dict[str, str]], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer_form(request: Request) -> Response:
            try:
                return await answer(await read_form(request))
            except OAuthError as error:
                document = {"error": error.error, "error_description": error.description}
                return JSONResponse(document, self.status(error), headers=NO_STORE)

        return answer_form
