"""Asking for the number that a row is to have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from screens.dialog import Dialog
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.fields.line_field import LineField

if TYPE_CHECKING:
    from textual.app import ComposeResult


class NumberScreen(Dialog[int | None]):
    """The result is a number from 1 to `last`; None if none was chosen."""

    DEFAULT_CSS = """
    NumberScreen {
        .block { width: 56; }
        LineField { margin: 1 0; }
        &.-flat LineField { margin: 0; }
    }
    """
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="number.close", tooltip="Back without moving it"),
    ]

    field = getters.query_one(LineField)

    def __init__(self, name: str, now: int, last: int) -> None:
        """`name`: of what is moved, harmless for a terminal."""
        super().__init__()
        self._name = name
        self._now = now
        self._last = last

    def compose_inside(self) -> ComposeResult:
        """What moves, the field, the keys."""
        yield DialogText(f"Move {self._name}")
        yield LineField(f"To number, 1 to {self._last:,}", placeholder=f"now {self._now:,}")
        yield DialogFoot([("enter", "Move")], [("escape", "Close")])

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        if typed.isdecimal() and 1 <= int(typed[:9]) <= self._last:
            self.dismiss(int(typed))
        else:
            self.field.fault = f"A number from 1 to {self._last:,}."

    def action_close(self) -> None:
        """Do not move it."""
        self.dismiss(None)
