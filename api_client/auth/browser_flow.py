"""Signing in through a browser on this computer: authorization code with PKCE (RFC 6749, 7636, 8252, 9207)."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from pydantic import SecretStr

from api_client.auth.callback import Callback
from api_client.auth.grant import checked
from api_client.auth.issuer_http import WHOM
from api_client.auth.pkce import Pkce
from api_client.clean import clean
from api_client.errors import OAuthRefused, SignInFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from api_client.auth.oauth import OAuthClient
    from api_client.auth.session import Tokens

LIMIT = timedelta(minutes=10)
"""Time to sign in, or up, in the browser: as long as a code lives at Clerk."""
_LONGEST_DESCRIPTION = 200
_REFUSALS = {
    "access_denied": "The sign-in was refused in the browser.",
    "login_required": f"{WHOM} wants you to sign in there first.",
    "consent_required": f"{WHOM} wants your consent first.",
    "invalid_scope": f"{WHOM} does not give the scopes that the server asks for. Whoever runs it has to look at them.",
    "invalid_target": f"{WHOM} does not know the server that the sign-in is for. Whoever runs it has to add it there.",
    "unauthorized_client": f"{WHOM} does not let this server's client sign in through a browser.",
    "server_error": f"{WHOM} failed. Try again in a while.",
    "temporarily_unavailable": f"{WHOM} is not available now. Try again in a while.",
}


class BrowserFlow:
    """One attempt. An async context manager: within it, the browser can come back to this computer."""

    def __init__(self, oauth: OAuthClient, scopes: Sequence[str], *, limit: timedelta = LIMIT) -> None:
        self._oauth = oauth
        self._scopes = scopes
        self._limit = limit
        self._state = SecretStr(secrets.token_urlsafe(32))
        self._pkce = Pkce.new()
        self._callback = Callback(self._state, self._accept)
        self.url = ""
        """The link to open in a browser on this computer. It holds nothing that lets anybody else sign in."""
        self.expires_at = datetime.now(UTC) + limit
        """UTC."""

    async def tokens(self) -> Tokens:
        """Wait for the browser and get the tokens. Raises SignInFailed, OAuthRefused, ApiError.

        After an outage of the issuer this may be called again: the browser's answer is still there.
        """
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                code = await self._callback.code()
        except TimeoutError:
            raise SignInFailed(
                f"The browser did not come back within {self._limit // timedelta(minutes=1)} minutes. If it showed an "
                "error of the sign-in service, whoever runs the server has to look at it.",
                code="timeout",
            ) from None
        try:
            tokens = await self._oauth.redeem_code(code, self._callback.redirect_uri, self._pkce.verifier)
        except OAuthRefused as error:
            if error.code != "invalid_grant":
                raise
            raise OAuthRefused(
                f"{WHOM} does not accept its own answer: it came too late, or was used already. Sign in once more.",
                code=error.code,
                status=error.status,
            ) from None
        return checked(tokens, self._scopes)

    async def __aenter__(self) -> Self:
        await self._callback.__aenter__()
        self.url = self._authorize_url()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._callback.__aexit__(kind, error, traceback)

    def _authorize_url(self) -> str:
        endpoint = self._oauth.provider.authorization_endpoint
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._oauth.client_id,
                "redirect_uri": self._callback.redirect_uri,
                "scope": " ".join(self._scopes),
                "state": self._state.get_secret_value(),
                "code_challenge": self._pkce.challenge,
                "code_challenge_method": "S256",
                "resource": self._oauth.resource,
            }
        )
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"

    def _accept(self, answer: Mapping[str, str]) -> SecretStr:
        """The code, from the parameters that came with the right state. Raises SignInFailed, OAuthRefused."""
        provider = self._oauth.provider
        issuer = answer.get("iss")
        if issuer is None and provider.authorization_response_iss_parameter_supported:
            raise SignInFailed(
                f"The answer does not say that it comes from {provider.issuer}, and it always should.", code="no_iss"
            )
        if issuer is not None and not compare_digest(issuer.encode(), provider.issuer.encode()):
            raise SignInFailed("The answer comes from another sign-in service than the one asked.", code="foreign_iss")
        if error := answer.get("error"):
            raise _refusal(error, answer.get("error_description", ""))
        if not (code := answer.get("code")):
            raise SignInFailed(f"{WHOM} answered without a code.", code="malformed")
        return SecretStr(code)


def _refusal(error: str, description: str) -> OAuthRefused:
    """What the browser brought back, as a sentence, with what the issuer says about it."""
    sentence = _REFUSALS.get(error, f"{WHOM} refused.")
    detail = " ".join(clean(description).split())[:_LONGEST_DESCRIPTION]
    if detail and error != "access_denied":
        sentence = f"{sentence} It says: {detail}"
    return OAuthRefused(sentence, code=" ".join(clean(error).split())[:_LONGEST_DESCRIPTION])
