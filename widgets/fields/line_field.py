"""A field for one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from api_client.escapes import shown
from widgets.fields.field import Field, FieldNote
from widgets.fields.spelling import NOTE, Spelling

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class LineInput(Input):
    """An input that never holds what a terminal would act on: what is pasted may be anything."""

    def validate_value(self, value: str) -> str:
        """Control characters as escapes."""
        return shown(value).replace("\n", " ")


class LineField(Field):
    """One line. `Input.Submitted` comes from it as from its input."""

    DEFAULT_CSS = """
    LineField {
        Input, Input:focus { height: 1; width: 1fr; border: none; padding: 0 1; background: $panel; }
        Input { border-left: outer $panel; }
        Input:focus { border-left: outer $accent; background: $block-cursor-background; }
        &.-invalid Input, &.-invalid Input:focus { border-left: outer $error; }
        &.-ascii Input { border-left: ascii $panel; }
        &.-ascii Input:focus { border-left: ascii $accent; }
        &.-ascii.-invalid Input, &.-ascii.-invalid Input:focus { border-left: ascii $error; }
    }
    """

    def __init__(
        self,
        label: str,
        value: str = "",
        placeholder: str = "",
        *,
        key: str = "",
        check: Callable[[str], str | None] | None = None,
    ) -> None:
        """`check` says in a sentence why a value cannot be sent; None if it can."""
        super().__init__(label, key)
        self._spelling = Spelling.of(value, one_line=True)
        self._check = check
        self.input = LineInput(self._spelling.write(value, one_line=True), placeholder, select_on_focus=False)
        self.input.cursor_blink = False
        self._initial = self.input.value

    def compose_value(self) -> ComposeResult:
        """The input, and how to read what is in it where that is not plain."""
        yield self.input
        yield FieldNote(NOTE if self._spelling.escaped else "")

    @property
    def changed(self) -> bool:
        """Whether something else was typed."""
        return self.input.value != self._initial

    def read(self) -> object:
        """The text. Raises ValueError."""
        value = self._spelling.read(self.input.value)
        if self._check is not None and (fault := self._check(value)):
            raise ValueError(fault)
        return value

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.edited()
