"""The outline as a text in the admin's own editor: read back, looked at, and saved in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from api_client.errors import ApiError, Invalid, VersionMismatch
from api_client.ordering.merge import merge
from api_client.ordering.outline_order import order_of
from api_client.outline_text.difference import difference
from api_client.outline_text.document import document_of
from api_client.outline_text.reading import LineFault, ReadOutline, UnreadableOutlineError, read_outline
from api_client.outline_text.rebasing import rebased
from api_client.outline_text.writing import write_outline
from screens.admin.course.course_rows import CourseRows
from screens.admin.course.editing import Editing
from screens.admin.course.review import ReviewScreen
from screens.admin.course.states import SaveState
from screens.admin.course.text_changes import arranged, change_rows, entries, fault_rows
from screens.typed_confirmation import TypedConfirmation
from widgets.text import plural

if TYPE_CHECKING:
    from api_client.models.admin import AdminOutline, CourseDocument
    from api_client.outline_text.difference import Difference
    from screens.edited_text import EditedText


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text under way, and the outline that it began as, in the order that was staged."""

    edited: EditedText
    outline: AdminOutline
    base: AdminOutline
    """What the server had then."""
    now: AdminOutline
    """What the server has, as far as is known: the same, unless another admin changed it meanwhile."""

    def document(self, read: ReadOutline) -> CourseDocument:
        """What the text makes of the course as it is now."""
        return read.document if self.now is self.base else rebased(read.document, self.base, self.now)


class TextEditing(Editing):
    """Hands the whole outline to `$EDITOR`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "E", "edit_outline", "Outline in $EDITOR", show=False, id="course.text",
            tooltip="Reorder, rename, add and delete in a text",
        ),
    ]  # fmt: skip

    @work(exclusive=True, group="form")
    async def action_edit_outline(self) -> None:
        """Edit the outline as a text."""
        known, copy = self.known, self.copy
        if known is None or copy is None or self.rows.grabbed:
            return
        outline = arranged(known.outline, copy.order)
        edited = self.app.edit_text(write_outline(outline), f"{self.course_name} outline")
        draft = _Draft(edited, outline, known.outline, known.outline) if edited else None
        faults: tuple[LineFault, ...] = ()
        while draft is not None:
            draft, faults = await self._review(draft, faults)

    async def _review(
        self, draft: _Draft, faults: tuple[LineFault, ...]
    ) -> tuple[_Draft | None, tuple[LineFault, ...]]:
        """Let one look at a text, and do what is wanted; the text to look at next, None at the end."""
        try:
            read = read_outline(draft.edited.text, draft.outline)
        except UnreadableOutlineError as error:
            read, faults = None, error.faults
        if read is None or faults:
            answer = await self._show_faults(draft, faults)
            return (self._again(draft) if answer == "edit" else None), ()
        changes = difference(draft.now, draft.document(read))
        if not changes.changes:
            draft.edited.discard()
            self.app.tell("The text changes nothing.")
            return None, ()
        answer = await self._show_changes(changes, draft)
        if answer == "edit":
            return self._again(draft), ()
        if answer == "save" and await self._confirmed(changes):
            return await self._put(draft, read)
        self._tell_kept(draft)
        return None, ()

    def _again(self, draft: _Draft) -> _Draft:
        """Another round in the editor; left as it is, the text stays what it was."""
        edited = self.app.edit_text(draft.edited.text, f"{self.course_name} outline")
        if edited is None:
            return draft
        draft.edited.discard()
        return replace(draft, edited=edited)

    async def _show_faults(self, draft: _Draft, faults: tuple[LineFault, ...]) -> str | None:
        title = f"{plural(len(faults), 'line')} cannot be read"
        where = f"Nothing was changed. The text is kept in {draft.edited.path}"
        return await self.app.push_screen_wait(ReviewScreen(title, where, list(fault_rows(faults)), saves=False))

    async def _show_changes(self, changes: Difference, draft: _Draft) -> str | None:
        title = f"{plural(len(changes.changes), 'change')} to {self.course_name}"
        where = f"All of it is saved at once, or nothing. The text is in {draft.edited.path}"
        rows = list(change_rows(changes.changes))
        return await self.app.push_screen_wait(ReviewScreen(title, where, rows, saves=True))

    async def _confirmed(self, changes: Difference) -> bool:
        if not changes.deletes:
            return True
        gone = sum(change.kind == "deleted" for change in changes.changes)
        learners = plural(self.known.outline.learner_count if self.known else 0, "learner")
        lost = (
            f"{plural(gone, 'row')} deleted; it affects {learners}, {plural(changes.completion_count, 'completion')}."
        )
        question = TypedConfirmation("Delete what the text leaves out?", lost, "It cannot be undone.", word="delete")
        return await self.app.push_screen_wait(question)

    async def _put(self, draft: _Draft, read: ReadOutline) -> tuple[_Draft | None, tuple[LineFault, ...]]:
        try:
            outline = await self.library.administer(
                lambda admin: admin.documents.put(self.course_id, draft.document(read), if_match=draft.now.version)
            )
        except Invalid as error:
            faults = tuple(found for each in error.faults if (found := read.fault(each.pointer, each.detail)))
            if faults and draft.now is draft.base:  # else the places are those of another document
                return draft, faults
            self._tell_kept(draft, str(error))
        except VersionMismatch:
            return await self._caught_up(draft), ()
        except ApiError as error:
            self._tell_kept(draft, str(error))
        else:
            draft.edited.discard()
            self._take_put(outline)
        return None, ()

    async def _caught_up(self, draft: _Draft) -> _Draft | None:
        """The text over what another admin has made of the course meanwhile, to be looked at again."""
        try:
            outline = await self.library.administer(lambda admin: admin.courses.outline(self.course_id))
        except ApiError as error:
            self._tell_kept(draft, str(error))
            return None
        if (copy := self.copy) is not None:
            merged = merge(copy.base, copy.order, order_of(outline), copy.staged)
            self.know(outline)
            self.stage(copy.merged(merged, outline.version))
        if document_of(outline) != document_of(draft.now):  # else it was an edit of one's own
            self.app.tell("Another admin changed this course meanwhile. This is what your text changes in it now.")
        return replace(draft, now=outline)

    def _take_put(self, outline: AdminOutline) -> None:
        """What was staged is in it, and saved with it."""
        if (copy := self.copy) is None or (known := self.known) is None:
            return
        journal = copy.journal
        for entry in entries(known, copy.order, CourseRows(outline)):
            journal = journal.add(entry)
        self.know(outline)
        self.save_state = SaveState()
        self.stage(replace(copy.following(order_of(outline), outline.version), journal=journal))
        self.app.tell("The outline was saved.", key="u undo")

    def _tell_kept(self, draft: _Draft, reason: str = "") -> None:
        why = f"Not saved: {reason} " if reason else "Nothing was saved. "
        self.app.tell(f"{why}The text is in {draft.edited.path}", severity="error" if reason else "warning")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a row is moved nothing is edited."""
        if action == "edit_outline":
            return self.is_mounted and self.known is not None and not self.rows.grabbed and not self.rows.drag
        return super().check_action(action, parameters)
