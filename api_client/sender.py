"""Sends what waits in the queue: in order, in batches, one process at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from filelock import FileLock
from filelock import Timeout as LockTimeout

from api_client.acknowledge import settle
from api_client.errors import ApiError, RateLimited, Refused, Unauthenticated
from api_client.models import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from api_client.models import CompletionResult
    from api_client.queue import QueuedMark
    from api_client.store import Store

BATCH = 200
_LOCK_POLL = 0.1
"""Seconds between looks at whether the process that sends has finished."""


class Sender:
    """Empties the queue whenever there is a connection."""

    def __init__(
        self,
        path: Path,
        store: Store,
        send: Callable[[list[CompletionItem]], Awaitable[list[CompletionResult]]],
        settled: Callable[[], None],
    ) -> None:
        """`path` is the file's; `send` sends a batch and raises ApiError; `settled` is called after every answer."""
        self._store = store
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
        """Send what waits now, whichever process does it. Raises what stops it."""
        newest = max((mark.seq for mark in self._waiting()), default=0)
        async with self._one_at_a_time:
            while any(mark.seq <= newest for mark in self._waiting()):
                try:
                    self._lock.acquire()
                except LockTimeout:
                    await asyncio.sleep(_LOCK_POLL)
                    continue
                try:
                    await self._send_batch()
                finally:
                    self._lock.release()

    def _waiting(self) -> list[QueuedMark]:
        with self._store.using():
            return [mark for mark in self._store.queue.all() if mark.refusal is None]

    async def _send_batch(self) -> None:
        with self._store.using():
            batch = self._store.queue.begin_sending(BATCH)
        if not batch:
            return
        try:
            results = await self._send([_item(mark) for mark in batch])
        except ApiError as error:
            if not isinstance(error, Refused) or isinstance(error, (Unauthenticated, RateLimited)):
                raise
            self._refuse(batch, error.sentence)
        else:
            with self._store.writing():
                settle(self._store.queue, self._store.cache, batch, results)
                self._store.queue.end_sending()
        finally:
            with self._store.using():
                self._store.queue.end_sending()
        self._settled()

    def _refuse(self, batch: Sequence[QueuedMark], sentence: str) -> None:
        with self._store.writing():
            for mark in batch:
                self._store.queue.refuse(mark, sentence)


def _item(mark: QueuedMark) -> CompletionItem:
    return CompletionItem.model_validate({"lesson_id": mark.lesson_id, "completed": mark.completed, "at": mark.at})
