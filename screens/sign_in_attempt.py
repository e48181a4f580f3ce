"""From a server's address to an account that is signed in there: what is waited for, and what the screen is to show."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from api_client.errors import ApiError, SessionUnreadable
from widgets.sign_in_card import SignInView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api_client.auth.accounts import Account
    from api_client.auth.session import Session, Tokens
    from api_client.auth.sessions import Place, Sessions
    from api_client.auth.sign_in import SignIn

PATIENCE = 3.0
"""Seconds that giving back what was not kept may take."""


class SignInAttempt:
    """One person's way in. Each step goes on to the next; its result is the account, or None where `show` said why.

    A step that is cancelled ends what it waited for; another may follow it.
    """

    def __init__(self, sessions: Sessions, show: Callable[[SignInView], None]) -> None:
        self._sessions = sessions
        self._show = show
        self._open = AsyncExitStack()
        self._way: SignIn | None = None
        self._named = SignInView()
        """The two hosts, without a step."""
        self._view = self._named
        self._tokens: Tokens | None = None
        self._session: Session | None = None
        self._name = ""
        self.link = ""
        """What is opened, copied and drawn; it may be longer than what is shown."""
        self.again: Callable[[], Awaitable[Account | None]] = self.by_browser
        """What failed last, once more."""

    @property
    def offers_device(self) -> bool:
        """Whether one can sign in on another device."""
        return self._way is not None and self._way.offers_device

    @property
    def holds_session(self) -> bool:
        """Whether there is a session that is nowhere kept yet."""
        return self._tokens is not None

    async def reach(self, origin: str, *, has_browser: bool) -> Account | None:
        """Ask a server how it knows people; then take the way that this computer has."""
        self._named = SignInView(server_host=origin.partition("://")[2])
        self._step(replace(self._named, step="asking"))
        await self.close()
        # In a thread: what it imports would hold up the keys.
        sign_in = await asyncio.to_thread(_import_sign_in)
        try:
            way = await self._open.enter_async_context(await sign_in.at(origin))
        except ApiError as error:
            # A server without accounts can be looked at all the same; any other address is typed once more.
            step = "failed" if error.code == "no_accounts" else "address"
            self.again = partial(self.reach, origin, has_browser=has_browser)
            self._step(replace(self._named, step=step, trouble=error.sentence))
            return None
        self._way = way
        self._named = SignInView(server_host=way.server_host, server_name=way.server_name, issuer_host=way.issuer_host)
        return await (self.by_browser() if has_browser or not way.offers_device else self.by_device())

    async def by_browser(self) -> Account | None:
        """In a browser on this computer."""
        if self._way is None:
            return None
        self.again = self.by_browser
        try:
            async with self._way.browser() as flow:
                self._step(replace(self._named, step="browser", link=flow.url, until=flow.expires_at), flow.url)
                self._tokens = await flow.tokens()
        except ApiError as error:
            return self._fail(error)
        return await self._identify()

    async def by_device(self) -> Account | None:
        """With a code, on any device."""
        if self._way is None:
            return None
        self.again = self.by_device
        try:
            async with await self._way.device() as flow:
                flow.on_trouble = self._show_trouble
                page, code = flow.verification_uri, flow.user_code
                view = replace(self._named, step="device", link=page, code=code, until=flow.expires_at)
                self._step(view, flow.verification_uri_complete or page)
                self._tokens = await flow.tokens()
        except ApiError as error:
            return self._fail(error)
        return await self._identify()

    async def keep(self, where: Place | None = None) -> Account | None:
        """Keep the session where it is preferred, or somewhere else."""
        if self._session is None:
            return None
        self._step(replace(self._named, step="keeping"))
        try:
            account = await self._sessions.keep(self._session, self._name, where=where)
        except SessionUnreadable as error:
            self._step(replace(self._named, step="unkept", trouble=error.sentence))
            return None
        except ApiError as error:
            self.again = partial(self.keep, where)
            return self._fail(error)
        self._tokens = None
        return account

    async def give_up(self) -> str:
        """Give back a session that is not kept. The result is what could not be done about it, as a sentence."""
        if self._way is not None and self._tokens is not None:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._way.discard(self._tokens)
            except TimeoutError:
                return "The session that you did not keep could not be ended at the sign-in service."
        return ""

    async def close(self) -> None:
        """Close every connection."""
        self._way = None
        await self._open.aclose()

    async def _identify(self) -> Account | None:
        """Ask who one is with the new tokens, then keep them."""
        if self._way is None or self._tokens is None:
            return None
        self.again = self._identify
        self._step(replace(self._named, step="identifying"))
        try:
            self._session, viewer = await self._way.session(self._tokens)
        except ApiError as error:
            return self._fail(error)
        self._name = viewer.name
        return await self.keep()

    def _step(self, view: SignInView, link: str = "") -> None:
        self.link = link
        self._view = view
        self._show(view)

    def _show_trouble(self, error: ApiError | None) -> None:
        self._step(replace(self._view, trouble=error.sentence if error else ""), self.link)

    def _fail(self, error: ApiError) -> None:
        self._step(replace(self._named, step="failed", trouble=error.sentence))


def _import_sign_in() -> type[SignIn]:
    from api_client.auth.sign_in import SignIn

    return SignIn
