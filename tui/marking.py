"""Marking lessons complete, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from api_client.documents import lesson, outline
from api_client.errors import ApiError
from api_client.rows import course_row
from screens import requests
from screens.journal import Marked
from screens.page import Page
from tui.signing import Signing
from tui.switching import STORING
from widgets.text import one_line, plural

if TYPE_CHECKING:
    from api_client.library import Library


class Marking(Signing):
    """The part of the app that marks."""

    @on(requests.MarkLessons)
    def _take_marks(self, request: requests.MarkLessons) -> None:
        change = Marked(request.lesson_ids, request.completed, request.names)
        if self.library.status.anonymous:
            self._mark_once_signed_in(change)
        else:
            self._record(change)

    def _record(self, change: Marked) -> None:
        self.journal.record(change)
        self._mark(change, self.library)

    @work(group="sign-in")
    async def _mark_once_signed_in(self, change: Marked) -> None:
        """Ask to sign in; the mark that was meant is made if whoever signed in can make it."""
        if not await self.sign_in(self.switchboard.server):
            return
        try:
            may_mark = [await _is_owned(self.library, each) for each in change.lesson_ids]
        except ApiError as error:
            self.tell(f"Not marked: {error}", severity="error")
            return
        if all(may_mark):
            self._record(change)
        else:
            self.tell("Not marked: this account has no access to the course.", severity="warning")

    @work(group=STORING)
    async def _mark(self, change: Marked, library: Library) -> None:
        # Not exclusive: a mark that is being stored must not be given up for the next one. And with the Library that
        # was in use when the key was pressed: the mark is that account's.
        try:
            await library.mark(change.lesson_ids, change.completed)
        except ApiError as error:
            self.tell(str(error), severity="error")

    def action_undo(self) -> None:
        """Take back what was done last on the page, else the last mark."""
        if not (isinstance(self.screen, Page) and self.screen.undo()):
            self._replay(self.journal.undo(), "There is nothing to undo.", "U redo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if not (isinstance(self.screen, Page) and self.screen.redo()):
            self._replay(self.journal.redo(), "There is nothing to redo.", "u undo")

    def _replay(self, change: Marked | None, nothing: str, key: str) -> None:
        if change is None:
            self.tell(nothing)
            return
        self._mark(change, self.library)
        state = "Complete" if change.completed else "Not complete"
        what = one_line(change.names[0]) if len(change.names) == 1 else plural(len(change.lesson_ids), "lesson")
        self.tell(f"{state} again: {what}", key=key)


async def _is_owned(library: Library, lesson_id: str) -> bool:
    """Whether the viewer has access to a lesson's course. Raises ApiError where that cannot be known."""
    found = (await library.fetch(lesson(lesson_id))).value
    course = (await library.fetch(outline(str(found.course_id)))).value if found else None
    return course is not None and course_row(course).owned
