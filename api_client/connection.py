"""Whether the server can be reached: learned from the calls themselves, and tried again after a while."""

from __future__ import annotations

import asyncio
import random
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from api_client.errors import ApiError, InsecureServer, RateLimited, Unreachable, is_outage

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from api_client.board import Board

FIRST_DELAY = 2.0
"""Seconds before the first new attempt after an outage began; doubled for each further one."""
LONGEST_DELAY = 60.0


class Connection:
    """The state of the connection, shown on the board."""

    def __init__(self, board: Board, on_recovery: Callable[[], None]) -> None:
        """`on_recovery` is called when an outage ends."""
        self._board = board
        self._on_recovery = on_recovery
        self._lost = asyncio.Event()
        self._hurry = asyncio.Event()
        self._attempts = 0
        self._asked_to_wait = 0.0

    @property
    def is_down(self) -> bool:
        """Whether the last call found an outage."""
        return self._lost.is_set()

    @contextmanager
    def watched(self) -> Generator[None]:
        """Learn from a call: it may raise ApiError."""
        try:
            yield
        except ApiError as error:
            if is_outage(error) or isinstance(error, InsecureServer):
                self._fail(error)
            else:
                self._succeed()  # refused, but answered
            raise
        self._succeed()

    async def lost(self) -> None:
        """Wait for an outage."""
        await self._lost.wait()

    async def pause(self) -> None:
        """Wait until it is time for another attempt, or until `retry_now` or a call that succeeds."""
        delay = min(FIRST_DELAY * 2**self._attempts, LONGEST_DELAY) * random.uniform(0.75, 1.25)  # noqa: S311
        delay = max(delay, self._asked_to_wait)
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

    def _fail(self, error: ApiError) -> None:
        self._asked_to_wait = (error.retry_after or 0.0) if isinstance(error, RateLimited) else 0.0
        state = "offline" if isinstance(error, Unreachable) else "failing"
        since = self._board.status.since
        if not self.is_down:
            since = datetime.now(UTC)
            self._hurry.clear()  # not in the pause: who asks for haste before it begins is not to be overheard
            self._lost.set()
        self._board.update(connection=state, since=since, reason=error.sentence)

    def _succeed(self) -> None:
        was_down = self.is_down
        self._lost.clear()
        self._attempts = 0
        self._board.update(connection="online", since=None, reason="", next_try=None)
        if was_down:
            self._hurry.set()
            self._on_recovery()
