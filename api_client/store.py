"""The cache, the queue and the drafts on one connection to their file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from api_client.cache import Cache
from api_client.draft_rows import DraftRows
from api_client.queue import Queue
from api_client.sign_out import SignOut
from api_client.storage import storage_errors
from api_client.transactions import reading, writing

if TYPE_CHECKING:
    from collections.abc import Generator

    from api_client.storage import Storage


class Store:
    """To be used in one thread, and within one of the three blocks: each raises StorageFailed."""

    def __init__(self, storage: Storage, *, durable: bool = False) -> None:
        """`durable`: what was written is on the disk when the block ends. Raises StorageFailed."""
        self._path = storage.path
        self._connection = storage.connect(durable=durable)
        self.cache = Cache(self._connection)
        self.queue = Queue(self._connection)
        self.drafts = DraftRows(self._connection)
        self.sign_out = SignOut(self._connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def using(self) -> Generator[None]:
        """Single reads, or what makes transactions of its own."""
        with storage_errors(self._path):
            yield

    @contextmanager
    def reading(self) -> Generator[None]:
        """Several reads of one state of the file."""
        with storage_errors(self._path), reading(self._connection):
            yield

    @contextmanager
    def writing(self) -> Generator[None]:
        """All or nothing."""
        with storage_errors(self._path), writing(self._connection):
            yield

    def version(self) -> int:
        """Another number after another connection wrote."""
        with self.using():
            return self._connection.execute("PRAGMA data_version").fetchone()[0]
