"""Moving rows of a course: staged, kept as a draft, undone and redone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from api_client.errors import ApiError
from api_client.ordering.journal import Reordered
from screens.admin.course.drafting import draft_of
from screens.admin.course.moving import landed, moved
from screens.admin.course.number import NumberScreen
from screens.admin.course.page import CoursePage
from screens.admin.course.states import SaveState
from screens.choice import ChoiceScreen
from widgets.reorder_list import ReorderList
from widgets.reorder_rows import section_id_of
from widgets.text import brief, one_line

if TYPE_CHECKING:
    from api_client.ordering.journal import Edited, Fields, Journal, Step, Together
    from api_client.ordering.order import Order
    from screens.admin.course.working_copy import WorkingCopy
    from widgets.paint import Piece

_OVER_THEIRS = "Undo it all the same"
_LEAVE_THEIRS = "Leave it as it is"
_KEPT_ELSEWHERE = "Another terminal of yours keeps moves in this course. Those made here are lost unless you save them."


class Staging(CoursePage):
    """Does to the working copy what the tree asks for."""

    SHORT: ClassVar[dict[str, str]] = {"reorder.put_back": "Back"}

    keeps = True
    """Whether what is staged is kept on this computer; not while another terminal keeps moves in the course."""
    _held: WorkingCopy | None = None
    """As it was before the row was grabbed that is being moved."""

    @property
    def held_order(self) -> Order:
        """The order that a row which is under way is put back to."""
        return self._held.order if self._held else super().held_order

    def stage(self, copy: WorkingCopy) -> None:
        """Show another working copy, and keep it."""
        self.copy = copy
        if self.save_state.kind != "saving":
            self.save_state = SaveState()
        self.show_moved()
        self.keep_draft()

    # --- what the tree asks for

    @on(ReorderList.Grabbed)
    def _grab(self, event: ReorderList.Grabbed) -> None:
        event.stop()
        self._held = self.copy
        if self.words:
            # Between which of the rows that are not listed it would land, nobody could see.
            self.select(event.key)
            self.filter_bar.clear()
        self.show_work_later()

    @on(ReorderList.Moved)
    def _move(self, event: ReorderList.Moved) -> None:
        event.stop()
        if self.copy is not None and self._held is not None:
            self.copy = self.copy.showing(moved(self.copy.order, event.key, event.to), _id(event.key))
            self.show_moved()

    @on(ReorderList.Dropped)
    def _drop(self, event: ReorderList.Dropped) -> None:
        event.stop()
        self.drop(event.key)

    def drop(self, key: str) -> None:
        """Stage the moves of a row that was grabbed as one."""
        held, self._held = self._held, None
        if held is not None and self.copy is not None:
            # Keys that came in one burst moved it when it was not grabbed any more, and so out of view.
            self.select(key)
            self.stage(held.moved(self.copy.order, _id(key)))
            self.let_go()

    @on(ReorderList.PutBack)
    def _put_back(self, event: ReorderList.PutBack) -> None:
        event.stop()
        held, self._held = self._held, None
        if held is not None:
            self.copy = held
            self.select(event.key)
            self.show_course()
            self.let_go()

    @on(ReorderList.Nudged)
    def _nudge(self, event: ReorderList.Nudged) -> None:
        event.stop()
        if self.copy is not None:
            self.stage(self.copy.moved(moved(self.copy.order, event.key, event.to), _id(event.key)))

    @on(ReorderList.Landed)
    def _land(self, event: ReorderList.Landed) -> None:
        event.stop()
        if self.copy is not None:
            self.stage(self.copy.moved(landed(self.copy.order, event.key, event.gap), _id(event.key)))

    @on(ReorderList.Dragged)
    def _drag(self, event: ReorderList.Dragged) -> None:
        event.stop()
        self.dragged = (event.key, event.landing)
        self.show_work()
        if not event.key:
            self.let_go()

    @on(ReorderList.NumberAsked)
    @work(exclusive=True, group="number")
    async def _ask_number(self, event: ReorderList.NumberAsked) -> None:
        event.stop()
        copy, known = self.copy, self.known
        if copy is None or known is None:
            return
        last = len(copy.order) if section_id_of(event.key) else len(known.lessons)
        question = NumberScreen(one_line(known.name(_id(event.key))), self.rows.number_of(event.key), last)
        number = await self.app.push_screen_wait(question)
        if number is None or self.copy is None:
            return
        order = moved(self.copy.order, event.key, number)
        if self.rows.grabbed:
            self.copy = self.copy.showing(order, _id(event.key))
            self.show_moved()
        else:
            self.select(event.key)
            self.stage(self.copy.moved(order, _id(event.key)))

    def let_go(self) -> None:
        """No row is under way any more: what waited for that can be done."""

    # --- the draft

    def keep_draft(self) -> None:
        """Store what is staged, so that nothing that ends this program loses it."""
        if self.copy is not None and self.known is not None:
            self.app.run_worker(self._store(self.copy), group="drafts", exit_on_error=False)

    async def _store(self, copy: WorkingCopy) -> None:
        # The app's worker, which the end of this page does not cancel.
        drafts, known = self.library.drafts, self.known
        were_kept = self.keeps
        try:
            if copy.unsaved and known is not None:
                draft = draft_of(self.course_id, known.outline.name, copy, datetime.now(UTC))
                self.keeps = await drafts.save(draft)
            else:
                await drafts.drop(self.course_id)
                self.keeps = True
        except ApiError as error:
            self.app.tell(f"The moves could not be kept on this computer: {error}", severity="error", key="f2 save")
        else:
            if were_kept and not self.keeps:
                self.app.tell(_KEPT_ELSEWHERE, severity="warning", key="f2 save")

    # --- undo and redo

    def undo(self) -> bool:
        """Take back what was done last in this course."""
        self._replay(redo=False)
        return True

    def redo(self) -> bool:
        """Do again what was taken back last in this course."""
        self._replay(redo=True)
        return True

    @work(group="undo")
    async def _replay(self, *, redo: bool) -> None:
        copy, known = self.copy, self.known
        if copy is None or known is None or self.rows.drag:
            return
        if self.rows.grabbed:
            self.rows.action_put_back()
            return
        step = (copy.journal.redo if redo else copy.journal.undo)(copy.order, self.fields_of)
        if step is None:
            self.app.tell("There is nothing to redo." if redo else "There is nothing to undo.")
        elif not step.clash or await self._may_clash(step):
            self.take_step(step)
        elif self.copy is not None:
            self.copy = replace(self.copy, journal=step.dropped)

    async def _may_clash(self, step: Step) -> bool:
        name = brief(self.known.name(step.clash[0])) if self.known else ""
        more = f" and {len(step.clash) - 1} more" if len(step.clash) > 1 else ""
        title = f"Another admin has changed {name}{more} since"
        return await self.app.push_screen_wait(ChoiceScreen(title, [_OVER_THEIRS, _LEAVE_THEIRS])) == _OVER_THEIRS

    def take_step(self, step: Step) -> None:
        """Do what undoes or redoes something."""
        if (copy := self.copy) is not None:
            self.stage(copy.stepped(step))
            if not isinstance(step.entry, Reordered):
                self.send_again(step.entry, copy.journal)

    def fields_of(self, id: str) -> Fields | None:
        """The present fields of a section or lesson; None if it is gone."""
        return self.known.fields(id) if self.known else None

    def send_again(self, entry: Edited | Together, before: Journal) -> None:
        """Send the fields of an edit that was undone or redone; `before` is the journal if they are refused."""
        raise NotImplementedError

    def trouble(self, *pieces: Piece) -> None:
        """Say in the status line what hinders, until something is done about it."""
        self.save_state = replace(self.save_state, trouble=pieces)
        self.show_work()


def _id(key: str) -> str:
    return section_id_of(key) or key
