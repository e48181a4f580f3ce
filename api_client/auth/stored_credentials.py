"""What signs the requests of an account whose session is kept on this computer."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, ParamSpec

from api_client.auth.daemon import begin
from api_client.errors import ApiError, RateLimited, SessionUnreadable, is_outage

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from pydantic import SecretStr

    from api_client.auth.live_session import LiveSession
    from api_client.auth.session import Session

Given = ParamSpec("Given")

_EARLY = timedelta(minutes=5)
"""Before the end of a token that it is refreshed in the background."""
_LATEST = timedelta(seconds=60)
"""Before the end of a token that no request takes it any more."""
_NO_MARGIN = timedelta(0)
_LOOK_EVERY = 60.0
"""Seconds: a computer that slept wakes with an old token, and its timers have slept as well."""
_TURNS = 3
"""The first may be to wait for a refresh that was begun before the 401, the last finds what the second one got."""
_PATIENCE = 5.0
"""Seconds that a request with a valid token waits for a newer one."""
_REST_AFTER_OUTAGE = 30.0
_REST_AFTER_RENEWAL = 60.0
"""Seconds in which a token that is refused right after it was issued is not renewed: the fault lies elsewhere."""


class StoredCredentials:
    """Reads the session when it is first needed and refreshes it under a lock, one refresh for all who wait.

    A refresh runs in a thread that nobody's cancellation reaches: cut between answer and store it costs the session.
    """

    def __init__(self, live: LiveSession) -> None:
        self._live = live
        self._running: tuple[Callable[..., Session], Future[Session]] | None = None
        self._rejected: SecretStr | None = None
        self._rest_until = 0.0
        self._renewal: tuple[SecretStr, float] | None = None
        """The token that came of the last renewal after a 401, and when; monotonic."""

    async def token(self) -> SecretStr:
        """The access token, refreshed before if it is about to expire; an issuer's outage costs no valid token.

        Raises SessionEnded, SessionUnreadable, and outages of the issuer.
        """
        self._live.signed_in()
        session = self._live.session or await self._run(self._live.load)
        can_be_used = self._can_be_used(session)
        if not self._is_late(session) or (can_be_used and time.monotonic() < self._rest_until):
            return session.tokens.access_token
        try:
            async with asyncio.timeout(_PATIENCE if can_be_used else None):
                session = await self._run(self._live.renew, self._is_late)
        except (ApiError, TimeoutError) as error:
            is_over = isinstance(error, ApiError) and not (is_outage(error) or isinstance(error, SessionUnreadable))
            if is_over or not can_be_used:
                raise
            self._rest_until = time.monotonic() + _REST_AFTER_OUTAGE
        return session.tokens.access_token

    async def renew(self, rejected: SecretStr) -> SecretStr | None:
        """Another token after a 401 on this one; None where that was renewed just now.

        Raises SessionEnded, SessionUnreadable, and outages of the issuer.
        """
        if self._renewal and self._renewal[0] == rejected and time.monotonic() < self._renewal[1] + _REST_AFTER_RENEWAL:
            newest = (await self._run(self._live.catch_up)).tokens.access_token
            return None if newest == rejected else newest
        self._rejected = rejected
        for _ in range(_TURNS):
            if self._live.session and self._live.session.tokens.access_token != rejected:
                return self._live.session.tokens.access_token
            session = await self._run(self._live.renew, self._is_late)
            self._renewal = (session.tokens.access_token, time.monotonic())
        return None  # an issuer that answers with the same token once more

    async def keep_fresh(self) -> None:
        """Refresh early, in the background, until cancelled."""
        while True:
            pause = await self._freshen()
            await asyncio.sleep(pause)

    async def _freshen(self) -> float:
        """Refresh and store what is due; returns the seconds until the next look."""
        try:
            if self._live.unsaved:
                await self._run(self._live.catch_up)
            session = self._live.session or await self._run(self._live.load)
            if _expires_within(session, _EARLY):
                await self._run(self._live.renew, partial(_expires_within, margin=_EARLY))
        except RateLimited as error:
            return max(error.retry_after or 0, _LOOK_EVERY)
        except ApiError:
            # The requests that need a token say it; until then there is nothing to say.
            return _LOOK_EVERY
        return _LOOK_EVERY

    def _is_late(self, session: Session) -> bool:
        return session.tokens.access_token == self._rejected or _expires_within(session, _LATEST)

    def _can_be_used(self, session: Session) -> bool:
        return session.tokens.access_token != self._rejected and not _expires_within(session, _NO_MARGIN)

    async def _run(self, work: Callable[Given, Session], *args: Given.args, **kwargs: Given.kwargs) -> Session:
        """Do it in a thread when nothing else is done there, or wait for the same that is being done already."""
        while self._running and not self._running[1].done():
            doing, future = self._running
            waiting = asyncio.wrap_future(future)
            if doing == work:
                return await waiting
            with suppress(ApiError):
                await waiting
        future = begin(partial(work, *args, **kwargs))
        self._running = (work, future)
        return await asyncio.wrap_future(future)


def _expires_within(session: Session, margin: timedelta) -> bool:
    """Whether it is time; of a token that lives for minutes, half of its life is left to it."""
    tokens = session.tokens
    if tokens.expires_at is None:
        return False
    if tokens.refresh_token is None:
        margin = _NO_MARGIN
    elif tokens.received_at is not None:
        margin = min(margin, (tokens.expires_at - tokens.received_at) / 2)
    return datetime.now(UTC) + margin >= tokens.expires_at
