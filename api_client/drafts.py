"""What the screens keep of moves that are not saved: durable when it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from api_client.draft_rows import Draft
    from api_client.durable_thread import DurableThread
    from api_client.store import Store


class Drafts:
    """The drafts of one account. Each call raises StorageFailed, and Closed after the Library's end.

    Two processes of the account may stage moves in one course, which has one draft: what one of them keeps, the other
    replaces or forgets only if it has read it.
    """

    def __init__(self, thread: DurableThread, changed: Callable[[], None]) -> None:
        """`changed` is called when there may be more or fewer of them."""
        self._thread = thread
        self._changed = changed
        self._known: dict[str, datetime] = {}
        """When the drafts that this process has written or read were saved, by course; of the thread alone."""

    async def save(self, draft: Draft) -> bool:
        """Keep a draft instead of what its course had; False, and nothing kept, where that is of another process.

        Raises SessionEnded if the account was signed out meanwhile.
        """

        def put(store: Store) -> bool:
            with store.writing():
                store.sign_out.check()
                if is_ours := self._is_ours(store, draft.course_id):
                    store.drafts.put(draft)
            if is_ours:
                self._known[draft.course_id] = draft.saved_at
            return is_ours

        is_kept = await self._thread.run(put)
        self._changed()
        return is_kept

    async def load(self, course_id: str) -> Draft | None:
        """The draft of a course, to be replaced or dropped from now on."""

        def read(store: Store) -> Draft | None:
            if (draft := store.drafts.of_course(course_id)) is not None:
                self._known[course_id] = draft.saved_at
            return draft

        return await self._thread.run(read)

    async def all(self) -> list[Draft]:
        """Every draft, the latest first."""
        return await self._thread.run(lambda store: store.drafts.all())

    async def drop(self, course_id: str) -> None:
        """Forget the draft of a course, for it was saved at the server, or is not wanted; not another process's."""

        def drop(store: Store) -> None:
            with store.writing():
                if self._is_ours(store, course_id):
                    store.drafts.drop(course_id)

        await self._thread.run(drop)
        self._changed()

    def _is_ours(self, store: Store, course_id: str) -> bool:
        """Whether there is no draft of the course that another process has kept since this one last looked."""
        there = store.drafts.of_course(course_id)
        return there is None or there.saved_at == self._known.get(course_id)
