"""The course manager: the whole tree of a course, reordered, edited, and saved once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from api_client.errors import ApiError
from api_client.ordering.journal import Journal
from api_client.ordering.merge import merge
from api_client.ordering.outline_order import order_of
from screens.admin.course.drafting import recovered
from screens.admin.course.looking import Looking
from screens.admin.course.recovery import RecoveryScreen
from screens.admin.course.working_copy import WorkingCopy
from screens.unsaved import UnsavedScreen
from widgets.marks import marks
from widgets.row_list import RowList
from widgets.text import brief, plural

if TYPE_CHECKING:
    from textual.binding import Binding

    from api_client.draft_rows import Draft
    from api_client.library import Library


class CourseManager(Looking):
    """One course as an admin sees it."""

    CSS_PATH = "course.tcss"
    AUTO_FOCUS = "ReorderList"
    FOOTER = (
        "filter.leave", "filter.clear", "list.open", "reorder.put_back", "reorder.grab", "reorder.number",
        "course.save", "app.undo", "app.redo", "course.visibility", "course.edit", "course.add_lesson",
        "course.filter", "page.details",
    )  # fmt: skip
    SHORT: ClassVar[dict[str, str]] = {**Looking.SHORT, "course.save": "Save", "page.details": "Info"}

    def on_mount(self) -> None:
        """Follow the course."""
        self._mode = self.app.current_mode
        self.follow_outline()

    def again(self, library: Library) -> CourseManager:
        """The same course as another account sees it; what is staged stays the other account's draft."""
        return CourseManager(library, self.course_id, self.rows.selected_id)

    # --- what was staged before

    def opened(self) -> None:
        """Offer what was staged and not saved."""
        self._offer_draft()

    @work(exclusive=True, group="draft")
    async def _offer_draft(self) -> None:
        try:
            draft = await self.library.drafts.load(self.course_id)
        except ApiError as error:
            self.app.tell(f"Whether moves were kept here is not known: {error}", severity="warning")
            return
        if draft is not None and not await self._recovered(draft):
            self.dismiss()

    async def _recovered(self, draft: Draft) -> bool:
        """Take up a draft, or throw it away; False to leave it and the course."""
        copy = recovered(draft)
        question = RecoveryScreen(self.course_name, len(copy.moves), draft.saved_at)
        answer = await self.app.push_screen_wait(question) if copy.unsaved else "discard"
        if answer == "recover":
            return await self._taken_up(copy)
        if answer == "discard":
            self.keep_draft()
        return answer is not None

    async def _taken_up(self, copy: WorkingCopy) -> bool:
        if self.known is None:
            return False
        outline = self.known.outline
        merged = merge(copy.base, copy.order, order_of(outline), copy.staged)
        decided = await self.decided(merged, outline) if merged.decisions else merged
        if decided is not None:
            fresh = WorkingCopy.of(decided.theirs, outline.version)
            self.stage(fresh.moved(decided.order, *copy.staged))
        return decided is not None

    # --- leaving

    def action_back(self) -> None:
        """Show all rows again; if all are shown, leave, and ask about what is staged first."""
        if not self.show_all():
            self.leave()

    @work(exclusive=True, group="leave")
    async def leave(self) -> None:
        """Go back; what is staged is asked about first."""
        if self.copy is None or not self.copy.unsaved:
            self.dismiss()
            return
        count = len(self.copy.moves)
        unsaved = f"{plural(count, 'move')} in {brief(self.course_name)} {'is' if count == 1 else 'are'} not saved yet."
        question = UnsavedScreen("Leave without saving?", unsaved, keeps=self.keeps)
        answer = await self.app.push_screen_wait(question)
        if answer == "discard":
            self.copy = self.copy.following(self.copy.base, self.copy.version)
            await self._store(self.copy)
        elif answer == "save" and not await self.saved():
            return
        if answer is not None:
            self.dismiss()

    def on_screen_suspend(self) -> None:
        """One went to another place: what is staged is still here, and not saved."""
        if self.app.current_mode != self._mode:
            self._tell_unsaved()

    def on_unmount(self) -> None:
        """Nothing is lost by leaving: say so."""
        self._tell_unsaved()

    def _tell_unsaved(self) -> None:
        if self.copy is not None and self.copy.unsaved:
            moves = plural(len(self.copy.moves), "move")
            fate = "kept, not saved" if self.keeps else "neither saved nor kept"
            self.app.tell(f"{moves} in {brief(self.course_name)} {fate}.", severity="warning", key="5 admin")

    # --- rows and keys

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        """Edit the lesson; fold or unfold the section."""
        event.stop()
        section_id = self.rows.selected_section
        if self.rows.selected is not None and self.rows.is_head(self.rows.selected) and section_id is not None:
            self.rows.action_toggle_section(section_id)
        else:
            self.action_edit()

    def offers(self, binding_id: str) -> bool:
        """What there is to undo and to redo; on a lesson `enter` edits, too."""
        journal = self.copy.journal if self.copy is not None else Journal()
        match binding_id:
            case "app.undo":
                return bool(journal.done)
            case "app.redo":
                return bool(journal.undone)
            case "course.edit":
                return self.rows.selected is None or self.rows.is_head(self.rows.selected)
            case _:
                return True

    def label_of(self, binding: Binding) -> tuple[str, str]:
        """`enter` drops, edits or folds; how many moves would be saved."""
        row = self.rows.selected if self.is_mounted else None
        if binding.id == "list.open" and row is not None:
            if self.rows.grabbed:
                return "Drop", ""
            if self.rows.is_head(row):
                return ("Unfold" if self.rows.section_of(row) in self.rows.folded else "Fold"), ""
            return "Edit", ""
        if binding.id == "course.save" and self.copy is not None and (count := len(self.copy.moves)):
            return f"Save {plural(count, 'move')}", "Save"
        if binding.id == "reorder.number":
            return f"To{marks().ellipsis}", ""
        return super().label_of(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without anything staged there is nothing to save."""
        if action == "save":
            return self.is_mounted and self.copy is not None and (self.copy.unsaved or bool(self.rows.grabbed))
        return super().check_action(action, parameters)
