"""Whether the server can be reached, and knows the account: learned from the calls, and tried again after a while."""

from __future__ import annotations

import asyncio
import random
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from api_client.errors import (
    ApiError,
    InsecureServer,
    RateLimited,
    Refused,
    SessionUnreadable,
    Unauthenticated,
    Unreachable,
    is_outage,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from api_client.board import Board
    from api_client.status import Connection as State

FIRST_DELAY = 2.0
"""Seconds before the first new attempt after an outage began; doubled for each further one."""
LONGEST_DELAY = 60.0
SIGNED_OUT_DELAY = 30.0
"""Seconds at least before what keeps the session is looked at again: somebody may have signed in elsewhere."""


class Connection:
    """The state of the connection, shown on the board."""

    def __init__(self, board: Board, *, anonymous: bool, on_recovery: Callable[[datetime], None]) -> None:
        """`anonymous`: there is no account to be signed out of.

        `on_recovery` is called when an outage or a sign-out ends, with the time at which it began.
        """
        self._board = board
        self._anonymous = anonymous
        self._on_recovery = on_recovery
        self._lost = asyncio.Event()
        self._hurry = asyncio.Event()
        self._attempts = 0
        self._at_least = 0.0

    @property
    def is_down(self) -> bool:
        """Whether the last call found an outage, or no session that the server takes."""
        return self._lost.is_set()

    @contextmanager
    def watched(self, *, public: bool = False) -> Generator[None]:
        """Learn from a call: it may raise ApiError. The answer to a `public` one is the same for everybody."""
        try:
            yield
        except ApiError as error:
            if state := self._trouble(error, public=public):
                self._fail(state, error)
            elif isinstance(error, Refused):  # but answered
                self._succeed(public=public)
            raise
        self._succeed(public=public)

    async def lost(self) -> None:
        """Wait for an outage or a sign-out."""
        await self._lost.wait()

    async def pause(self) -> None:
        """Wait until it is time for another attempt, or until `retry_now` or a call that succeeds."""
        delay = min(FIRST_DELAY * 2**self._attempts, LONGEST_DELAY) * random.uniform(0.75, 1.25)  # noqa: S311
        delay = max(delay, self._at_least)
        self._attempts += 1
        self._board.update(next_try=datetime.now(UTC) + timedelta(seconds=delay))
        try:
            async with asyncio.timeout(delay):
                await self._hurry.wait()
        except TimeoutError:
            pass
        finally:
            self._hurry.clear()
            self._board.update(next_try=None)

    def retry_now(self) -> None:
        """End the pause."""
        self._attempts = 0
        self._hurry.set()

    def _trouble(self, error: ApiError, *, public: bool) -> State | None:
        if isinstance(error, Unauthenticated):
            return None if self._anonymous or public else "signed_out"
        if is_outage(error) or isinstance(error, InsecureServer):
            return "offline" if isinstance(error, Unreachable) else "failing"
        return None

    def _fail(self, state: State, error: ApiError) -> None:
        self._at_least = SIGNED_OUT_DELAY if state == "signed_out" else 0.0
        if isinstance(error, RateLimited):
            self._at_least = error.retry_after or 0.0
        status = self._board.status
        same = self.is_down and (state == "signed_out") == (status.connection == "signed_out")
        if not self.is_down:
            self._hurry.clear()  # not in the pause: who asks for haste before it begins is not to be overheard
            self._lost.set()
        since = status.since if same else datetime.now(UTC)
        unreadable = isinstance(error, SessionUnreadable)
        self._board.update(connection=state, since=since, reason=error.sentence, session_unreadable=unreadable)

    def _succeed(self, *, public: bool) -> None:
        since = self._board.status.since
        if public and self._board.status.connection == "signed_out":
            return
        was_down = self.is_down
        self._lost.clear()
        self._attempts = 0
        self._board.update(connection="online", since=None, reason="", session_unreadable=False, next_try=None)
        if was_down:
            self._hurry.set()
            self._on_recovery(since or datetime.now(UTC))
