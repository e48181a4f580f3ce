"""Editing what a course is made of: forms, visibility, new rows, deleting; each goes to the server at once."""

from __future__ import annotations

from asyncio import Lock
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from textual import work
from textual.binding import Binding, BindingType

from api_client.errors import ApiError
from api_client.ordering.journal import Edited, Together
from screens.admin.content_forms import lesson_form, section_form
from screens.admin.course.deleting import deletion
from screens.admin.course.edits import send, stored, with_row
from screens.admin.course.saving import Saving
from screens.admin.course.visibility import effect_for_all, next_visibility
from screens.admin.form import versioned
from screens.typed_confirmation import TypedConfirmation
from widgets.reorder_rows import head, section_id_of
from widgets.text import brief

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from api_client.library import Library
    from api_client.models.admin import AdminLesson, AdminOutline, AdminSection, SectionFields
    from api_client.ordering.journal import Fields, Journal
    from api_client.resources.admin.admin import Admin

_OF_A_ROW = ("edit", "cycle_visibility", "delete", "duplicate")


class Editing(Saving):
    """Changes sections and lessons: shown at once, marked until it is answered, taken back where it is refused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "v", "cycle_visibility", "Visibility", id="course.visibility",
            tooltip="The next visibility, of all marked rows at once",
        ),
        Binding("e", "edit", "Edit", id="course.edit", tooltip="Edit the row in a form"),
        Binding("a", "add_lesson", "New lesson", id="course.add_lesson", tooltip="Add a lesson to the section"),
        Binding("A", "add_section", "New section", show=False, id="course.add_section", tooltip="Add a section"),
        Binding("d", "duplicate", "Duplicate", show=False, id="course.duplicate", tooltip="Make a private copy of it"),
        Binding("D", "delete", "Delete", show=False, id="course.delete", tooltip="Delete the row, or all marked rows"),
    ]  # fmt: skip

    def __init__(self, library: Library, course_id: str, row_key: str | None = None) -> None:
        """`row_key`: the row to select."""
        super().__init__(library, course_id, row_key)
        self.writing = Lock()
        self._pending: dict[str, Fields] = {}
        """Fields by id that are on their way."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a row is moved nothing is edited; without a row there is nothing to edit."""
        if action in (*_OF_A_ROW, "add_lesson", "add_section"):
            if not self.is_mounted or self.rows.grabbed or self.rows.drag or self.known is None:
                return False
            if action == "duplicate":
                return self.rows.selected_id in self.known.lessons
            return action == "add_section" or self.rows.selected is not None
        return super().check_action(action, parameters)

    # --- edits that are shown before they are answered

    def action_cycle_visibility(self) -> None:
        """The next visibility of the row, or of all marked rows: one step to undo."""
        known, keys = self.known, self.rows.acted_on
        if known is None or not keys:
            return
        edits = next_visibility(known, keys)
        self.changed = frozenset(keys)
        self.send_edit(edits[0] if len(edits) == 1 else Together(tuple(edits)))
        if len(keys) > 1:
            self.app.tell(effect_for_all(known, edits, self.rows.homes), key="u undo")

    def send_edit(self, entry: Edited | Together) -> None:
        """Send an edit that was made here, to be undone later."""
        if self.copy is not None:
            before = self.copy
            self.copy = replace(before, journal=before.journal.add(entry))
            self._send(entry)

    def send_again(self, entry: Edited | Together, before: Journal) -> None:
        """Send the fields of an edit that was undone or redone; `before` is the journal if they are refused."""
        self._send(entry, before)

    def _send(self, entry: Edited | Together, before: Journal | None = None) -> None:
        edits = entry.edits if isinstance(entry, Together) else (entry,)
        for edit in edits:
            self.saving[edit.id] += 1
            self._pending[edit.id] = {**self._pending.get(edit.id, {}), **edit.after}
        if self.known is not None:
            self.known.lay_over(self._pending)
        self.show_course()
        self._send_each(edits, self.copy.journal if self.copy else None, before)

    @work(group="edits")
    async def _send_each(self, edits: Sequence[Edited], after: Journal | None, before: Journal | None) -> None:
        # One after the other, and never two at once: the last that was asked for must be the last that arrives.
        async with self.writing:
            for edit in edits:
                try:
                    row = await self.library.administer(partial(send, edit=edit))
                except ApiError as error:
                    self._take_back(edit, error)
                    if before is not None and self.copy is not None and self.copy.journal is after:
                        self.copy = replace(self.copy, journal=before)
                else:
                    self._settle(edit, row)
        self.show_course()

    def _settle(self, edit: Edited, row: AdminLesson | SectionFields) -> None:
        self._sent(edit)
        if self.known is not None:
            self.know(with_row(self.known.outline, row))

    def _take_back(self, edit: Edited, error: ApiError) -> None:
        self._sent(edit)
        if self.known is not None:
            self.know(self.known.outline)
            name = brief(self.known.name(edit.id))
            self.app.tell(f"Taken back: {name}. {error}", severity="error")

    def _sent(self, edit: Edited) -> None:
        self.saving[edit.id] -= 1
        if not self.saving[edit.id]:
            del self.saving[edit.id]
            self._pending.pop(edit.id, None)

    def know(self, outline: AdminOutline) -> None:
        """Draw what is stored, and over it what is still on its way."""
        super().know(outline)
        if self.known is not None:
            self.known.lay_over(self._pending)

    def fields_of(self, id: str) -> Fields | None:
        """As they are shown: what is on its way counts."""
        fields = super().fields_of(id)
        return None if fields is None else {**fields, **self._pending.get(id, {})}

    # --- forms

    @work(exclusive=True, group="form")
    async def action_edit(self) -> None:
        """Edit the selected row."""
        known, key = self.known, self.rows.selected_id
        if known is None or key is None:
            return
        section_id = section_id_of(key)
        if section_id is None:
            await self._edit_lesson(key)
        elif (section := known.section(section_id)) is not None:
            save = versioned(partial(self._save_section, section), section.version)
            await self.app.push_screen_wait(section_form(save, section))

    async def _edit_lesson(self, lesson_id: str) -> None:
        known = self.known
        lesson = known.lesson(lesson_id) if known else None
        section = known.section(self.rows.homes.get(lesson_id, "")) if known else None
        if lesson is not None and section is not None:
            save = versioned(partial(self._save_lesson, lesson), lesson.version)
            await self.app.push_screen_wait(lesson_form(save, section, lesson))

    async def _save_lesson(self, lesson: AdminLesson, changes: Any, version: str | None) -> AdminLesson:  # noqa: ANN401
        saved = await self.library.administer(
            lambda admin: admin.lessons.change(str(lesson.id), changes, if_match=version)
        )
        self._record(Edited("lesson", str(lesson.id), stored(lesson, changes), stored(saved, changes)), saved)
        return saved

    async def _save_section(self, section: AdminSection, changes: Any, version: str | None) -> SectionFields:  # noqa: ANN401
        saved = await self.library.administer(
            lambda admin: admin.sections.change(str(section.id), changes, if_match=version)
        )
        self._record(Edited("section", str(section.id), stored(section, changes), stored(saved, changes)), saved)
        return saved

    def _record(self, entry: Edited, row: AdminLesson | SectionFields) -> None:
        """An edit that was answered: it can be undone, and shows."""
        if self.copy is not None and self.known is not None:
            self.copy = replace(self.copy, journal=self.copy.journal.add(entry))
            self.know(with_row(self.known.outline, row))
            self.show_course()

    @work(exclusive=True, group="form")
    async def action_add_lesson(self) -> None:
        """Add a lesson to the section that one is on or in; it goes last."""
        known, section_id = self.known, self.rows.selected_section
        section = known.section(section_id or "") if known else None
        if section is None:
            return
        new_id = str(uuid4())

        def save(changes: Any) -> Awaitable[AdminLesson]:  # noqa: ANN401  # the form's fields
            return self.library.administer(lambda admin: admin.lessons.create(str(section.id), changes, new_id=new_id))

        if (lesson := await self.app.push_screen_wait(lesson_form(save, section))) is not None:
            self.select(str(lesson.id))

    @work(exclusive=True, group="form")
    async def action_add_section(self) -> None:
        """Add a section to the course; it goes last."""
        new_id = str(uuid4())

        def save(changes: Any) -> Awaitable[SectionFields]:  # noqa: ANN401  # the form's fields
            return self.library.administer(lambda admin: admin.sections.create(self.course_id, changes, new_id=new_id))

        if (section := await self.app.push_screen_wait(section_form(save))) is not None:
            self.select(head(str(section.id)))

    @work(exclusive=True, group="form")
    async def action_duplicate(self) -> None:
        """Make a private copy of the selected lesson, the last of its section."""
        known = self.known
        lesson = known.lesson(self.rows.selected_id or "") if known else None
        section_id = self.rows.selected_section
        if lesson is None or section_id is None:
            return
        name = f"Copy of {lesson.name}"[:500]
        copied: Any = {
            "name": name, "youtube_video_id": lesson.youtube_video_id, "description": lesson.description,
            "status": "private",
        }  # fmt: skip
        new_id = str(uuid4())
        try:
            await self.library.administer(lambda admin: admin.lessons.create(section_id, copied, new_id=new_id))
        except ApiError as error:
            self.app.tell(f"Not copied: {error}", severity="error")
            return
        self.select(new_id)
        self.app.tell("A private copy was made; it is the last of its section.")

    @work(exclusive=True, group="form")
    async def action_delete(self) -> None:
        """Delete the row, or all marked rows, once a word was typed; it cannot be undone."""
        known, keys = self.known, self.rows.acted_on
        if known is None or not keys or self.copy is None:
            return
        what = deletion(known, self.copy.order, keys)
        if not await self.app.push_screen_wait(TypedConfirmation(what.title, *what.sentences, word=what.word)):
            return
        gone = 0

        async def delete(admin: Admin) -> None:
            nonlocal gone
            for call in what.calls:
                await call(admin)
                gone += 1

        try:
            await self.library.administer(delete)
        except ApiError as error:
            done = f" {gone} of {len(what.calls)} were deleted." if gone else ""
            self.app.tell(f"Not deleted: {error}{done}", severity="error")
        else:
            self.rows.unmark()
            self.app.tell(what.done)
