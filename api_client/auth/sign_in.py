"""Signing in to a server: which issuer it trusts, the ways in, and who one is there afterwards.

A server may name any issuer, and then gets tokens that this issuer made. What stands against one that is after the
tokens of another server: people see both hosts, the server's and the issuer's, before a browser opens; the issuer is
told which server the token is for (`resource`, RFC 8707), so that others can refuse it; and a token goes to no server
but the one that it was asked for. A server that is not on this computer cannot name an issuer that is.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self, TypeVar

from api_client import documents
from api_client.auth.browser_flow import LIMIT, BrowserFlow
from api_client.auth.device_flow import DeviceFlow
from api_client.auth.grant import OFFLINE
from api_client.auth.oauth import oauth_client
from api_client.auth.session import Session, Tokens
from api_client.auth.trust import trusted_issuer
from api_client.bearer import is_token
from api_client.client import Client
from api_client.errors import ApiError, RateLimited, Refused, ServerFailed, SignInFailed
from api_client.http import host_of
from api_client.target import Target
from api_client.transport import Transport

if TYPE_CHECKING:
    from datetime import timedelta
    from types import TracebackType

    from pydantic import SecretStr

    from api_client.auth.credentials import Credentials
    from api_client.auth.device_flow import Clock
    from api_client.auth.oauth import OAuthClient
    from api_client.documents import Document
    from api_client.models import Me, Server

T = TypeVar("T")

_SCOPES = ("openid", "profile", "email", OFFLINE)
"""Where the server names none."""


class SignIn:
    """One server's ways in. An async context manager; `at` makes it."""

    def __init__(self, origin: str, server: Server, oauth: OAuthClient, stack: AsyncExitStack) -> None:
        self.origin = origin
        """Of the only server that the tokens go to."""
        self.server_host = host_of(origin)
        self.server_name = " ".join(server.name.split()) or self.server_host
        """As it calls itself: anybody can call themselves anything."""
        self.issuer = oauth.provider.issuer
        self.issuer_host = host_of(self.issuer)
        self.client_id = oauth.client_id
        self.offers_device = oauth.provider.device_authorization_endpoint is not None
        self._scopes = server.identity.scopes or _SCOPES
        self._oauth = oauth
        self._stack = stack

    @classmethod
    async def at(cls, origin: str) -> Self:
        """Ask a server how it knows people, and the issuer that it names for its ways.

        Raises SignInFailed where there are no accounts, or in a way that cannot be trusted; ApiError.
        """
        origin = origin.removesuffix("/")
        async with AsyncExitStack() as stack:
            server = await _described(origin)
            issuer, client_id = trusted_issuer(origin, server)
            oauth = await stack.enter_async_context(oauth_client(issuer, client_id, origin))
            return cls(origin, server, oauth, stack.pop_all())

    def browser(self, *, limit: timedelta = LIMIT) -> BrowserFlow:
        """A way in through a browser on this computer. Raises SignInFailed where the issuer lacks what it needs.

        `limit` is how long it waits for the browser.
        """
        methods = self._oauth.provider.code_challenge_methods_supported
        if methods is not None and "S256" not in methods:
            raise SignInFailed(
                f"{self.issuer_host} does not offer PKCE with S256, without which a program cannot sign in safely.",
                code="no_pkce",
            )
        return BrowserFlow(self._oauth, self._scopes, limit=limit)

    async def device(self, clock: Clock | None = None) -> DeviceFlow:
        """A way in with a code, in a browser on any device. Raises SignInFailed, OAuthRefused, ApiError."""
        if not self.offers_device:
            raise SignInFailed(f"{self.issuer_host} offers no sign-in with a code.", code="no_device")
        return DeviceFlow(self._oauth, await self._oauth.device_code(self._scopes), self._scopes, clock)

    async def session(self, tokens: Tokens) -> tuple[Session, Me]:
        """Who one is at the server with these tokens.

        Raises SignInFailed if the server does not accept them: they are revoked then; ApiError if it cannot be asked:
        then this may be called again, or `discard`.
        """
        try:
            me = await _read(self.origin, documents.me(), _OneToken(tokens.access_token))
        except Refused as error:
            if isinstance(error, RateLimited):
                raise
            await self.discard(tokens)
            raise SignInFailed(
                f"{self.server_host} does not accept this sign-in. {error.sentence}",
                code=error.code,
                status=error.status,
            ) from error
        session = Session(
            server=self.origin, issuer=self.issuer, client_id=self.client_id, account=str(me.id), tokens=tokens
        )
        return session, me

    async def with_token(self, token: SecretStr) -> tuple[Session, Me]:
        """Who one is at the server with an access token from elsewhere, which cannot be refreshed.

        Raises SignInFailed if the server does not accept it; ApiError.
        """
        if not is_token(token.get_secret_value()):
            raise SignInFailed("What was given is no access token.", code="no_token")
        return await self.session(Tokens(access_token=token))

    async def discard(self, tokens: Tokens) -> None:
        """Give back what will not be kept, as well as that is possible."""
        if tokens.refresh_token is None:
            return
        try:
            await self._oauth.revoke(tokens.refresh_token)
        except ApiError:
            # Nothing here keeps it, so there is nothing more that anybody could do.
            return

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._stack.aclose()


class _OneToken:
    """Credentials that are this token and no other."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    async def token(self) -> SecretStr:
        return self._token

    async def renew(self, rejected: SecretStr) -> SecretStr | None:
        return None

    async def keep_fresh(self) -> None:
        return None


async def _described(origin: str) -> Server:
    try:
        return await _read(origin, documents.server())
    except (Refused, ServerFailed) as error:
        if isinstance(error, RateLimited) or (isinstance(error, ServerFailed) and error.code != "malformed"):
            raise
        if error.code == "misdirected":  # it is one, and says at which address
            raise SignInFailed(error.sentence, code=error.code) from error
        raise SignInFailed(
            f"{host_of(origin)} answers, and not as a Syllabus server does. Is the address right?", code="no_syllabus"
        ) from error


async def _read(origin: str, document: Document[T], credentials: Credentials | None = None) -> T:
    transport = Transport(Target(origin, host_of(origin), "anonymous"), credentials=credentials)
    try:
        answer = await Client(transport).read(document)
    finally:
        await transport.close()
    if answer.value is None:
        raise ServerFailed("The server says that nothing changed, and was never asked before.", code="malformed")
    return answer.value
