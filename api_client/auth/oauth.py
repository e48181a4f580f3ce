"""The calls of a public client to its issuer: code, refresh, revocation and device (RFC 6749, 7009, 8628, 8707)."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from api_client.auth.discovery import Provider, check_issuer, discover
from api_client.auth.issuer_http import WHOM, Answer, read_json
from api_client.auth.session import Tokens
from api_client.bearer import is_token
from api_client.errors import OAuthRefused, ServerFailed
from api_client.http import http_client

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    import httpx

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SENTENCES = {
    "invalid_grant": f"{WHOM} does not accept this sign-in any more.",
    "invalid_client": f"{WHOM} does not know this server's client id. Whoever runs the server has to look at it.",
    "unauthorized_client": f"{WHOM} does not let this server's client sign in this way.",
    "unsupported_grant_type": f"{WHOM} does not let this server's client sign in this way.",
    "invalid_scope": f"{WHOM} does not give the scopes that the server asks for. Whoever runs it has to look at them.",
    "invalid_target": f"{WHOM} does not know the server that the sign-in is for. Whoever runs it has to add it there.",
    "unsupported_token_type": f"{WHOM} cannot revoke tokens of this kind.",
    "access_denied": "The sign-in was refused in the browser.",
    "expired_token": "The code has expired.",
    "authorization_pending": "Nobody has entered the code yet.",
    "slow_down": f"{WHOM} asks to be asked less often.",
}
"""Of the errors that OAuth knows. They decide, whatever the status: Clerk answers some with 401, others with 200."""
_ERROR_WORD = re.compile(r"[a-z_]{1,40}")
_LONGEST_LIFE = 10 * 365 * 86400


class DeviceCode(BaseModel):
    """A device authorization response (RFC 8628 §3.2)."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    device_code: SecretStr
    user_code: str = Field(pattern=r"^[\x21-\x7e]{1,40}$")
    verification_uri: str
    verification_uri_complete: str | None = None
    expires_in: float = Field(gt=0, allow_inf_nan=False)
    interval: float = Field(default=5, ge=0, allow_inf_nan=False)


class OAuthClient:
    """One client at one issuer, asking for tokens for one server; `oauth_client` makes it."""

    def __init__(self, provider: Provider, client_id: str, resource: str, http: httpx.AsyncClient) -> None:
        """`resource` is the origin of the only server that the tokens are for."""
        self.provider = provider
        self.client_id = client_id
        self.resource = resource
        self._http = http

    async def redeem_code(self, code: SecretStr, redirect_uri: str, verifier: SecretStr) -> Tokens:
        """The tokens for an authorization code, once. Raises OAuthRefused, ApiError."""
        return await self._tokens(
            {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
        )

    async def refresh(self, refresh_token: SecretStr) -> Tokens:
        """New tokens; the refresh token used may be worthless from now on, even if no answer arrives.

        An issuer that does not rotate sends none: then the answer holds the one used. Raises OAuthRefused: the issuer
        said no, with `code` `invalid_grant` if the session is over; any other ApiError says nothing about the session.
        """
        tokens = await self._tokens({"grant_type": "refresh_token", "refresh_token": refresh_token})
        return tokens if tokens.refresh_token else tokens.model_copy(update={"refresh_token": refresh_token})

    async def revoke(self, token: SecretStr, kind: Literal["refresh_token", "access_token"] = "refresh_token") -> bool:
        """End a refresh token's grant, or an access token; False: the issuer offers no revocation.

        Raises OAuthRefused (`unsupported_token_type` for what cannot be revoked, such as Clerk's JWTs) and ApiError.

        A success proves little: an issuer also says yes to a token that it does not know (RFC 7009).
        """
        if self.provider.revocation_endpoint is None:
            return False
        form = {"token": token, "token_type_hint": kind, "client_id": self.client_id}
        answer = await read_json(self._http, "POST", self.provider.revocation_endpoint, form)
        if not answer.is_success:
            raise _refusal(answer) or answer.outage()
        return True

    async def device_code(self, scopes: Iterable[str]) -> DeviceCode:
        """A code to enter in a browser anywhere. Raises OAuthRefused, ApiError."""
        if self.provider.device_authorization_endpoint is None:
            raise OAuthRefused(f"{WHOM} offers no codes for other devices.", code="unsupported_grant_type")
        form = {"client_id": self.client_id, "scope": " ".join(scopes), "resource": self.resource}
        answer = await read_json(self._http, "POST", self.provider.device_authorization_endpoint, form)
        if refusal := _refusal(answer):
            raise refusal
        if not answer.is_success:
            raise answer.outage()
        try:
            return DeviceCode.model_validate_json(answer.text)
        except ValidationError:
            raise ServerFailed(f"{WHOM} answered no code that can be used.", code="malformed") from None

    async def redeem_device_code(self, device_code: SecretStr) -> Tokens:
        """The tokens for a device code, once it was entered.

        Raises OAuthRefused, with `authorization_pending` and `slow_down` until then; ApiError.
        """
        return await self._tokens({"grant_type": DEVICE_GRANT, "device_code": device_code})

    async def _tokens(self, form: dict[str, str | SecretStr]) -> Tokens:
        form |= {"client_id": self.client_id, "resource": self.resource}
        answer = await read_json(self._http, "POST", self.provider.token_endpoint, form)
        if refusal := _refusal(answer):
            raise refusal
        if not answer.is_success:
            # A limit reached, a proxy's page: nothing that says anything about the grant.
            raise answer.outage()
        try:
            return _TokenAnswer.model_validate_json(answer.text).tokens(datetime.now(UTC))
        except ValidationError:
            raise ServerFailed(f"{WHOM} answered no token that can be used.", code="malformed") from None


@asynccontextmanager
async def oauth_client(issuer: str, client_id: str, resource: str) -> AsyncGenerator[OAuthClient]:
    """A client at an issuer, after reading its discovery document. Raises SignInFailed, ApiError.

    `resource` is the origin of the server that the tokens are for.
    """
    check_issuer(issuer)
    async with http_client(issuer, headers={"Accept-Encoding": "identity"}) as http:
        yield OAuthClient(await discover(issuer, http), client_id, resource, http)


def _is_token(secret: SecretStr) -> SecretStr:
    if not is_token(secret.get_secret_value()):
        raise ValueError("not a token")
    return secret


def _is_bearer(token_type: str) -> str:
    if token_type.casefold() != "bearer":
        raise ValueError("not a bearer token")
    return token_type


_Secret = Annotated[SecretStr, AfterValidator(_is_token)]


class _TokenAnswer(BaseModel):
    """RFC 6749 §5.1."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    access_token: _Secret
    token_type: Annotated[str, AfterValidator(_is_bearer)]
    refresh_token: _Secret | None = None
    expires_in: float | None = Field(default=None, allow_inf_nan=False)

    def tokens(self, now: datetime) -> Tokens:
        expires_at = None
        if self.expires_in is not None:
            expires_at = now + timedelta(seconds=min(max(self.expires_in, 0), _LONGEST_LIFE))
        return Tokens(
            access_token=self.access_token,
            refresh_token=self.refresh_token,
            expires_at=expires_at,
            received_at=now,
        )


class _ErrorAnswer(BaseModel):
    """RFC 6749 §5.2. Its description is not read: it may quote the request, and so a token."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    error: str


def _refusal(answer: Answer) -> OAuthRefused | None:
    """What OAuth calls an error; None for anything else, of whatever status."""
    try:
        error = _ErrorAnswer.model_validate_json(answer.text).error
    except ValidationError:
        return None
    if error in _SENTENCES:
        return OAuthRefused(_SENTENCES[error], code=error, status=answer.status)
    # "server_error", "Internal Server Error", "Too Many Requests": frameworks use the same field for their own.
    if not 400 <= answer.status < 500 or answer.status == 429 or not _ERROR_WORD.fullmatch(error):
        return None
    return OAuthRefused(f"{WHOM} refused: {error}.", code=error, status=answer.status)
