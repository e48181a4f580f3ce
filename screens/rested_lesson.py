"""The lesson that the cursor rests on: read only then, or holding an arrow would ask for every one on the way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client.documents import lesson

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from api_client.models import Lesson
    from screens.page import Page

REST = 0.2
"""Seconds that the cursor rests on a row before more of it is asked for."""


class RestedLesson:
    """Reads one lesson at a time, and calls back whenever there is something new of it."""

    def __init__(self, page: Page, changed: Callable[[], None]) -> None:
        """`page`: whose worker reads, and that ends with it."""
        self._page = page
        self._changed = changed
        self._timer: Timer | None = None
        self._read: Lesson | None = None

    def get(self, lesson_id: str) -> Lesson | None:
        """The lesson, if it is there; if not, it is read unless another one is asked for meanwhile."""
        if self._timer is not None:
            self._timer.stop()
        if self._read is not None and str(self._read.id) == lesson_id:
            return self._read
        self._timer = self._page.set_timer(REST, lambda: self._start(lesson_id))
        return None

    def _start(self, lesson_id: str) -> None:
        # Not the coroutine itself: of one that is cancelled before its first step Python says that nobody awaited it.
        self._page.run_worker(partial(self._follow, lesson_id), exclusive=True, group="rested lesson")

    async def _follow(self, lesson_id: str) -> None:
        async for snapshot in self._page.follow(lesson(lesson_id)):
            if snapshot.value is not None:
                self._read = snapshot.value
                self._changed()
