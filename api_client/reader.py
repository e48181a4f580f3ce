"""Documents: read from the cache, and asked of the server into it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from api_client.client import decode, document_adapter
from api_client.documents import ADMIN_KINDS, LIST_KINDS, is_admins, is_public
from api_client.errors import Forbidden, NotFound, ServerFailed
from api_client.fetching import fetch_catalog, fetch_document, fetch_lessons, fetch_list

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from api_client.client import Client
    from api_client.documents import Document
    from api_client.errors import ApiError
    from api_client.fetching import Keep
    from api_client.store import Store

T = TypeVar("T")

_ATTEMPTS = 3
_LOOKS = 100
_LOOK_EVERY = 0.05
"""Seconds between looks at whether marks are still on their way."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A document of the cache, decoded."""

    value: T
    fetched_at: datetime
    revision: int


class Reader:
    """Reads through the cache."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changes = 0

    def changed(self) -> None:
        """Something was changed at the server: what it is just answering may be from before, and is asked for again."""
        self._changes += 1

    def load(self, document: Document[T]) -> Loaded[T] | None:
        """The document as cached. Raises StorageFailed."""
        with self._store.using():
            entry = self._store.cache.entry(document.path)
            if entry is None:
                return None
            if document.kind == "catalog":
                return Loaded(cast("T", self._store.cache.catalog.all()), entry.fetched_at, entry.revision)
        try:
            value = decode(document_adapter(document), entry.body)
        except ServerFailed:  # cached by a Syllabus with another idea of it
            return None
        return Loaded(value, entry.fetched_at, entry.revision)

    def reload(self, document: Document[T], loaded: Loaded[T] | None) -> Loaded[T] | None:
        """The document as cached, decoded only if it says something else than what was loaded."""
        with self._store.using():
            stamp = self._store.cache.stamp(document.path)
        if loaded and stamp and stamp[0] == loaded.revision:
            return loaded if stamp[1] == loaded.fetched_at else replace(loaded, fetched_at=stamp[1])
        return self.load(document) if stamp else None

    def touch(self, document: Document[Any]) -> None:
        """Note that the document is in use."""
        with self._store.using():
            self._store.cache.touch(document.path)

    async def ask(self, document: Document[Any], client: Client) -> None:
        """Ask the server for the document and cache what it says. Raises ApiError."""
        try:
            if document.kind == "catalog":
                await self._keep(partial(fetch_catalog, self._store, document, client))
            else:
                # What cannot be decoded any more is of no use, even if the server still says the same.
                usable = self.load(document) is not None
                fetcher = fetch_list if document.kind in LIST_KINDS else fetch_document
                fetch = partial(fetcher, self._store, document, client, usable=usable)
                counted = document.kind not in ("me", "server", "purchases", *ADMIN_KINDS)
                await self._keep(fetch, counted=counted, private=not is_public(document))
        except (NotFound, Forbidden) as error:
            self._forget(document, error)
            raise

    async def read_ahead(self, course_id: str, client: Client) -> None:
        """Cache all the lessons of a course. Raises ApiError."""
        await self._keep(partial(fetch_lessons, self._store, course_id, client))

    async def _keep(self, fetch: Callable[[], Awaitable[Keep]], *, counted: bool = True, private: bool = True) -> None:
        """Fetch and put into the cache what came.

        What crossed a batch of marks on its way may or may not contain them. It is asked for again, or the marks
        would be counted twice, or seem undone. So is what crossed an admin's change: it would show what was before it.
        Some is kept after a while nevertheless, but with an admin's change that is not the end of it.
        """
        attempt = 0
        while True:
            attempt += 1
            last = attempt >= _ATTEMPTS
            epoch = await self._epoch() if counted and not last else None
            changes = self._changes
            keep = await fetch()
            crossed = changes != self._changes
            if crossed and not last:
                continue
            with self._store.writing():
                if private:
                    self._store.sign_out.check()
                fits = epoch is None or epoch == self._store.queue.epoch()
                if fits:
                    keep(self._store.cache, self._store.queue)
            if fits and not crossed:
                return

    async def _epoch(self) -> int:
        """The queue's epoch, once no marks are on their way; a process that died sending does not hold us up long."""
        looks = 0
        while True:
            with self._store.using():
                epoch = self._store.queue.epoch()
            looks += 1
            if not epoch % 2 or looks > _LOOKS:
                return epoch
            await asyncio.sleep(_LOOK_EVERY)

    def _forget(self, document: Document[Any], error: ApiError) -> None:
        cache = self._store.cache
        with self._store.writing():
            if is_admins(document) and isinstance(error, Forbidden):
                cache.forget_kinds(ADMIN_KINDS)
            own_id = cache.own_id(document.path)
            if document.kind == "outline" and own_id:
                cache.forget_course(own_id)
            elif document.kind == "lesson" and own_id:
                cache.forget_lesson(own_id)
            cache.forget(document.path)
