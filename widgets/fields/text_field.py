"""A field for text of many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import TextArea

from api_client.escapes import shown
from widgets.fields.field import Field, FieldNote
from widgets.fields.spelling import NOTE, Spelling

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widgets.text_area import Edit, EditResult


class TextInput(TextArea):
    """A text area that never holds what a terminal would act on: what is pasted may be anything."""

    def edit(self, edit: Edit) -> EditResult:
        """Control characters become escapes as they come in."""
        edit.text = shown(edit.text)
        return super().edit(edit)


class TextField(Field):
    """Many lines, as Markdown."""

    DEFAULT_CSS = """
    TextField {
        TextInput, TextInput:focus {
            height: 10; width: 1fr; border: none; padding: 0 1; background: $panel;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            scrollbar-background-hover: $panel; scrollbar-background-active: $panel;
        }
        TextInput { border-left: outer $panel; }
        TextInput:focus { border-left: outer $accent; }
        &.-invalid TextInput, &.-invalid TextInput:focus { border-left: outer $error; }
        &.-ascii TextInput { border-left: ascii $panel; }
        &.-ascii TextInput:focus { border-left: ascii $accent; }
        &.-ascii.-invalid TextInput, &.-ascii.-invalid TextInput:focus { border-left: ascii $error; }
    }
    """

    def __init__(
        self, label: str, value: str = "", *, key: str = "", check: Callable[[str], str | None] | None = None
    ) -> None:
        """`check` says in a sentence why a value cannot be sent; None if it can."""
        super().__init__(label, key)
        self._spelling = Spelling.of(value, one_line=False)
        self._check = check
        self._initial = self._spelling.write(value, one_line=False)
        self.input = TextInput(self._initial, highlight_cursor_line=False)
        self.input.cursor_blink = False

    def compose_value(self) -> ComposeResult:
        """The text, and how to read it where that is not plain."""
        yield self.input
        yield FieldNote(NOTE if self._spelling.escaped else "")

    @property
    def text(self) -> str:
        """As it stands in the field, and as an editor gets it."""
        return self.input.text

    @text.setter
    def text(self, text: str) -> None:
        self.input.text = shown(text)

    @property
    def changed(self) -> bool:
        """Whether something else was typed."""
        return self.input.text != self._initial

    def read(self) -> object:
        """The text. Raises ValueError."""
        value = self._spelling.read(self.input.text)
        if self._check is not None and (fault := self._check(value)):
            raise ValueError(fault)
        return value

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.edited()
