"""Snapshots on their way from the Library's thread to a follower's loop."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Inbox(Generic[T]):
    """Holds the newest item for one reader: one that is slow misses what is out of date anyway."""

    def __init__(self) -> None:
        """Made in the reader's loop."""
        self._loop = asyncio.get_running_loop()
        self._filled = asyncio.Event()
        self._newest: list[T] = []
        self._closed = False
        self._error: BaseException | None = None
        self.last: T | None = None
        """What was put last; for the thread that puts."""

    def put(self, item: T) -> None:
        """Deliver an item, from any one thread; the same as the last is not repeated."""
        if item == self.last:
            return
        self.last = item
        self._call(lambda: self._fill(item))

    def close(self, error: BaseException | None = None) -> None:
        """Deliver nothing more. The reader gets the error, if there is one."""

        def end() -> None:
            self._closed = True
            self._error = error
            self._filled.set()

        self._call(end)

    async def get(self) -> T | None:
        """Wait for the next item; None at the end. Raises what ended it."""
        await self._filled.wait()
        self._filled.clear()
        if self._newest:
            if self._closed:
                self._filled.set()
            return self._newest.pop()
        if self._error:
            raise self._error
        return None

    def _fill(self, item: T) -> None:
        self._newest[:] = [item]
        self._filled.set()

    def _call(self, function: Callable[[], None]) -> None:
        # The reader's loop may have ended without its task being cancelled: then nobody reads.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(function)
