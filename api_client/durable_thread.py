"""What has to be on the disk when it returns, in a thread of its own: the queue and the drafts."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from api_client.errors import Closed
from api_client.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.storage import Storage

R = TypeVar("R")


class DurableThread:
    """Runs what is done to them: a commit waits for the disk, and must not also wait for the Library's loop."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="syllabus-durable")
        self._store: Store | None = None
        self._closed = False

    async def run(self, call: Callable[[Store], R]) -> R:
        """The result of the call, made in the thread. Raises StorageFailed, and Closed after the end.

        A call that has begun goes on if the caller is cancelled.
        """
        if self._closed:
            raise Closed("The Library is closed.")
        return await asyncio.wrap_future(self._executor.submit(self._call, call))

    def close(self) -> None:
        """Finish what was begun and close the connection, without waiting for it."""
        if self._closed:
            return
        self._closed = True
        self._executor.submit(self._close)
        self._executor.shutdown(wait=False)

    def _call(self, call: Callable[[Store], R]) -> R:
        if self._store is None:
            self._store = Store(self._storage, durable=True)
        with self._store.using():
            return call(self._store)

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
