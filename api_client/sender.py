"""Sends what waits in the queue: in order, in batches, one process at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from filelock import FileLock
from filelock import Timeout as LockTimeout

from api_client.acknowledge import settle
from api_client.errors import ApiError, RateLimited, Refused, Unauthenticated
from api_client.models import CompletionItem
from api_client.storage import storage_errors
from api_client.transactions import writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from api_client.cache import Cache
    from api_client.models import CompletionResult
    from api_client.queue import Queue, QueuedMark

BATCH = 200
_LOCK_POLL = 0.1
"""Seconds between looks at whether the process that sends has finished."""


class Sender:
    """Empties the queue whenever there is a connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        queue: Queue,
        cache: Cache,
        send: Callable[[list[CompletionItem]], Awaitable[list[CompletionResult]]],
        settled: Callable[[], None],
    ) -> None:
        """`send` sends a batch and raises ApiError; `settled` is called after every answer."""
        self._connection = connection
        self._path = path
        self._queue = queue
        self._cache = cache
        self._send = send
        self._settled = settled
        self._lock = FileLock(f"{path}.sending.lock", timeout=0)  # the system releases it if the process dies
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be something to send, or a connection."""
        self._wake.set()

    async def run(self) -> None:
        """Send for ever. What stops a batch, the connection knows: it wakes us when it is back."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.flush()
            except ApiError:
                continue

    async def flush(self) -> None:
        """Send until nothing waits. Raises what stops it."""
        async with self._one_at_a_time:
            while self._waits():
                try:
                    self._lock.acquire()
                except LockTimeout:
                    await asyncio.sleep(_LOCK_POLL)
                    continue
                try:
                    await self._send_batch()
                finally:
                    self._lock.release()

    def _waits(self) -> bool:
        with storage_errors(self._path):
            return any(mark.refusal is None for mark in self._queue.all())

    async def _send_batch(self) -> None:
        with storage_errors(self._path):
            batch = self._queue.begin_sending(BATCH)
        if not batch:
            return
        try:
            results = await self._send([_item(mark) for mark in batch])
        except ApiError as error:
            if not isinstance(error, Refused) or isinstance(error, (Unauthenticated, RateLimited)):
                raise
            self._refuse(batch, error.sentence)
        else:
            with storage_errors(self._path), writing(self._connection):
                settle(self._queue, self._cache, batch, results)
                self._queue.end_sending()
        finally:
            with storage_errors(self._path):
                self._queue.end_sending()
        self._settled()

    def _refuse(self, batch: Sequence[QueuedMark], sentence: str) -> None:
        with storage_errors(self._path), writing(self._connection):
            for mark in batch:
                self._queue.refuse(mark, sentence)


def _item(mark: QueuedMark) -> CompletionItem:
    return CompletionItem.model_validate({"lesson_id": mark.lesson_id, "completed": mark.completed, "at": mark.at})
