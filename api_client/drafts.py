"""What the screens keep of moves that are not saved: durable when it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.draft_rows import Draft
    from api_client.durable_thread import DurableThread
    from api_client.store import Store


class Drafts:
    """The drafts of one account. Each call raises StorageFailed, and Closed after the Library's end."""

    def __init__(self, thread: DurableThread, changed: Callable[[], None]) -> None:
        """`changed` is called when there may be more or fewer of them."""
        self._thread = thread
        self._changed = changed

    async def save(self, draft: Draft) -> None:
        """Keep a draft instead of what its course had. Raises SessionEnded if the account was signed out meanwhile."""

        def put(store: Store) -> None:
            with store.writing():
                store.sign_out.check()
                store.drafts.put(draft)

        await self._thread.run(put)
        self._changed()

    async def load(self, course_id: str) -> Draft | None:
        """The draft of a course."""
        return await self._thread.run(lambda store: store.drafts.of_course(course_id))

    async def all(self) -> list[Draft]:
        """Every draft, the latest first."""
        return await self._thread.run(lambda store: store.drafts.all())

    async def drop(self, course_id: str) -> None:
        """Forget the draft of a course, for it was saved at the server, or is not wanted."""

        def drop(store: Store) -> None:
            with store.writing():
                store.drafts.drop(course_id)

        await self._thread.run(drop)
        self._changed()
