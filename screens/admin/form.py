"""A form: fields that are saved together, with what is wrong with each under it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from api_client.errors import ApiError, Invalid, VersionMismatch
from screens.dialog import Dialog
from screens.unsaved import UnsavedScreen
from widgets.dialog_edge import DialogEdge
from widgets.fields.field import Field, FieldFault
from widgets.fields.text_field import TextField
from widgets.form_foot import FormFoot
from widgets.form_head import FormHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from screens.edited_text import EditedText

T = TypeVar("T")

Changes = dict[str, Any]
"""What was changed, by the names of the request's fields; of something new, everything."""
Save = Callable[[Any], Awaitable[T]]
"""Saves Changes. What it raises as ApiError is shown in the form, which stays."""


def versioned(save: Callable[[Any, str | None], Awaitable[T]], version: str) -> Save[T]:
    """Saves over the version that the form began with; once the form told of a VersionMismatch, over the newest."""
    expected: str | None = version

    async def save_once(changes: Any) -> T:  # noqa: ANN401  # each request has its own fields
        nonlocal expected
        try:
            return await save(changes, expected)
        except VersionMismatch as error:
            expected = error.version
            raise

    return save_once


class FormScreen(Dialog[T | None]):
    """The result is what `save` answered; None if nothing was saved."""

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "LineInput"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "Save", id="form.save", tooltip="Save what was changed"),
        Binding("f4", "edit_text", "$EDITOR", id="form.editor", tooltip="Edit the long text in $EDITOR"),
        Binding("escape", "leave", "Discard", id="form.leave", tooltip="Back; what was typed is asked about"),
        Binding("f1", "app.show_help", "Help", show=False, id="form.help", tooltip="Every key that works here"),
    ]

    head = getters.query_one(FormHead)
    foot = getters.query_one(FormFoot)
    trouble = getters.query_one("#trouble", FieldFault)

    def __init__(self, title: str, fields: Sequence[Field], save: Save[T], *, new: bool = False) -> None:
        """`new`: what is saved is not there yet, so that every field is sent."""
        super().__init__()
        self._title = title
        self._fields = fields
        self._save = save
        self._new = new
        self._saving = False
        self._edited: list[EditedText] = []
        """What came from an editor; its files are kept until the form is saved or given up."""

    def compose(self) -> ComposeResult:
        """Title, fields, what is wrong with all of it, buttons."""
        with Vertical(classes="block"):
            yield DialogEdge()
            with Vertical(classes="inside"):
                yield FormHead(self._title)
                with VerticalScroll(can_focus=False):
                    yield from self._fields
                yield FieldFault(id="trouble")
                yield FormFoot("Create" if self._new else "Save", edits_text=self._text_field is not None)

    @property
    def _text_field(self) -> TextField | None:
        return next((field for field in self._fields if isinstance(field, TextField)), None)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(field.changed for field in self._fields)

    @on(Field.Edited)
    def _show_state(self, event: Field.Edited) -> None:
        event.stop()
        self._say()

    def _say(self, trouble: str = "") -> None:
        self.head.state = "saving" if self._saving else "unsaved" if self.dirty else ""
        self.foot.leave = "Discard" if self.dirty else "Close"
        self.trouble.text = trouble

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    # --- saving

    def action_save(self) -> None:
        """Save what was changed, and close; without a change, close."""
        if self._saving:
            return
        if not self._new and not self.dirty:
            self._close(None)
        elif (changes := self._changes()) is not None:
            self._saving = True
            self._say()
            self.save(changes)

    def _changes(self) -> Changes | None:
        """What is to be sent; None where a field cannot be, which it says itself."""
        changes: Changes = {}
        for field in self._fields:
            if self._new or field.changed:
                try:
                    changes[field.key] = field.read()
                except ValueError as error:
                    field.fault = str(error)
        faulty = [field for field in self._fields if field.fault]
        if faulty:
            self._visit(faulty[0])
        return None if faulty else changes

    def _visit(self, field: Field) -> None:
        self.set_focus(next((each for each in field.query("*") if each.focusable), None))
        self.call_after_refresh(field.scroll_visible, animate=False)

    @work(group="save")
    async def save(self, changes: Changes) -> None:
        """Send it; what the server refuses stays in the form with its reason."""
        try:
            result = await self._save(changes)
        except ApiError as error:
            self._saving = False
            self._say(self._place(error))
        else:
            self._close(result)

    def _place(self, error: ApiError) -> str:
        """Put what is wrong under its field; the result is what belongs to none."""
        if isinstance(error, VersionMismatch):
            return "Another admin changed this meanwhile. f2 saves what you changed over it; the rest stays theirs."
        faults = {_key_of(each.pointer): each.detail for each in error.faults} if isinstance(error, Invalid) else {}
        fields = {field.key: field for field in self._fields}
        known = {key: fault for key, fault in faults.items() if key in fields}
        for key, fault in known.items():
            fields[key].fault = fault
        if known:
            self._visit(fields[next(iter(known))])
        rest = [fault for key, fault in faults.items() if key not in known]
        return " ".join(rest) if faults else str(error)

    # --- leaving

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Close; what was typed is asked about first."""
        if self._saving:
            return
        if not self.dirty:
            self._close(None)
            return
        question = UnsavedScreen("Leave without saving?", "What you typed is not saved yet.")
        answer = await self.app.push_screen_wait(question)
        if answer == "discard":
            self._close(None)
        elif answer == "save":
            self.action_save()

    def _close(self, result: T | None) -> None:
        for edited in self._edited:
            edited.discard()
        self.dismiss(result)

    # --- long text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a long text there is none to edit."""
        return not (action == "edit_text" and self._text_field is None)

    def action_edit_text(self) -> None:
        """Edit the long text in `$EDITOR`."""
        field = self._text_field
        if field is not None and not self._saving and (edited := self.app.edit_text(field.text, self._title)):
            self._edited.append(edited)
            field.text = edited.text
            self.set_focus(field.input)


def _key_of(pointer: str) -> str:
    """The name of a request's field: `/youtubeVideoId` is `youtube_video_id`, `/courseIds/0` is `course_ids`."""
    first = pointer.lstrip("/").partition("/")[0]
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in first)
