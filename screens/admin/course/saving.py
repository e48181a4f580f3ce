"""Saving the staged moves in one request, and following what the server has meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from api_client.documents import Snapshot, admin_outline
from api_client.errors import ApiError, VersionMismatch
from api_client.ordering.merge import merge
from api_client.ordering.outline_order import order_of
from screens.admin.course.conflict import ConflictScreen
from screens.admin.course.course_rows import CourseRows
from screens.admin.course.staging import Staging
from screens.admin.course.states import SaveState
from screens.admin.course.told import what_they_did
from screens.admin.course.working_copy import WorkingCopy
from widgets.marks import marks
from widgets.paint import Piece
from widgets.text import one_line

if TYPE_CHECKING:
    from api_client.models.admin import AdminOutline
    from api_client.ordering.merge import Merge


class Saving(Staging):
    """Brings the working copy to the server, and what the server has into the working copy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "Save", id="course.save", tooltip="Save every staged move in one request"),
    ]

    _newest: AdminOutline | None = None
    """What came while a row was under way, and is looked at afterwards."""

    # --- what the server has

    @work(exclusive=True, group="outline")
    async def follow_outline(self) -> None:
        """Take every new state of the course."""
        async for snapshot in self.follow(admin_outline(self.course_id)):
            self.take(snapshot)

    def take(self, snapshot: Snapshot[AdminOutline]) -> None:
        """Show what the server has, with what is staged over it."""
        self.snapshot = snapshot
        if snapshot.value is None:
            self.show_course()
        elif self.rows.grabbed or self.rows.drag or self.save_state.kind == "saving":
            self._newest = snapshot.value
        else:
            self._take_outline(snapshot.value)

    def let_go(self) -> None:
        """Look at what came while a row was under way."""
        if (outline := self._newest) is not None and not self.rows.grabbed and not self.rows.drag:
            self._newest = None
            self._take_outline(outline)

    def _take_outline(self, outline: AdminOutline) -> None:
        order, copy = order_of(outline), self.copy
        if copy is None:
            self.copy = WorkingCopy.of(order, outline.version)
            self.opened()
        elif order == copy.base:
            self.copy = replace(copy, version=outline.version)
        elif not copy.unsaved:
            self.copy = copy.following(order, outline.version)
        else:
            merged = merge(copy.base, copy.order, order, copy.staged)
            if merged.decisions or merged.they_did.moved_lessons or merged.they_did.moved_sections:
                # Theirs is merged when ours is saved, with both before one's eyes: not below one's hands.
                self.trouble(
                    Piece(f"{marks().refused} ", "warning"),
                    Piece("Another admin moved something in this course meanwhile.  "),
                    Piece("f2", "strong", "screen.save"), Piece(" shows it, and merges", "muted", "screen.save"),
                )  # fmt: skip
                return
            self.copy = copy.merged(merged, outline.version)
        self.know(outline)
        self.show_course()

    def know(self, outline: AdminOutline) -> None:
        """Draw from these sections and lessons from now on."""
        self.known = CourseRows(outline)

    def opened(self) -> None:
        """The course was read for the first time."""

    # --- saving

    def action_save(self) -> None:
        """Save what is staged; a grabbed row is dropped where it is."""
        if key := self.rows.grabbed:
            self.rows.let_go()
            self.drop(key)
        if self.copy is None or self.save_state.kind == "saving":
            return
        if self.copy.unsaved:
            self.save_order()
        else:
            self.app.tell("Everything is saved.")

    @work(group="save")
    async def save_order(self) -> None:
        """Save, without leaving."""
        await self.saved()

    async def saved(self) -> bool:
        """Save what is staged, through as many conflicts as there are; whether it was."""
        while (copy := self.copy) is not None and copy.unsaved:
            count = len(copy.moves)
            self.save_state = SaveState("saving", count)
            self.show_work()
            try:
                outline = await self.library.administer(
                    lambda admin, copy=copy: admin.courses.reorder(self.course_id, copy.order, if_match=copy.version)
                )
            except VersionMismatch:
                if not await self._resolved():
                    return False
            except ApiError as error:
                self._refused(str(error), count)
                return False
            else:
                self._take_saved(copy, outline, count)
        return True

    def _take_saved(self, sent: WorkingCopy, outline: AdminOutline, count: int) -> None:
        base = order_of(outline)
        if self.copy is not None:
            self.copy = self.copy.saved(sent.order, base, outline.version)
        if self._held is not None:
            self._held = self._held.saved(sent.order, base, outline.version)
        self.save_state = SaveState("saved", count)
        self._newest = None
        self.know(outline)
        self.show_course()
        self.keep_draft()

    def _refused(self, reason: str, count: int) -> None:
        self.save_state = SaveState("refused", count, (Piece(f"{marks().refused} ", "error"), Piece(reason)))
        self.show_work()

    # --- two admins

    async def _resolved(self) -> bool:
        """Show what another admin did, merged with what is staged; whether the result is to be saved."""
        copy = self.copy
        try:
            outline = await self.library.administer(lambda admin: admin.courses.outline(self.course_id))
        except ApiError as error:
            self._refused(str(error), 0)
            return False
        if copy is None:
            return False
        merged = merge(copy.base, copy.order, order_of(outline), copy.staged)
        answer = await self.decided(merged, outline)
        if answer is None:
            self._refused("Not saved: another admin changed this course meanwhile. What you moved is still here.", 0)
            return False
        self.save_state = SaveState()
        self._newest = None
        self.know(outline)
        self.stage(self.copy.merged(answer, outline.version) if self.copy else copy)
        if not copy.merged(answer, outline.version).unsaved:
            self.app.tell("Nothing was left to save: the course is as you wanted it.")
        return True

    async def decided(self, merged: Merge, outline: AdminOutline) -> Merge | None:
        """Both sets of moves, and every decision taken; None to go back to editing. Asks where there is what to see."""
        before, now = self.known, CourseRows(outline)

        def name(id: str) -> str:
            known = now if id in now.lessons or id in now.sections or before is None else before
            return one_line(known.name(id))

        summary = what_they_did(merged, before, now)
        if not summary and not merged.decisions:
            # The version is another one because of an edit made here, or of a text that no row shows.
            return merged
        return await self.app.push_screen_wait(ConflictScreen(merged, name, summary))
