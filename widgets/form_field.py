"""A field of a form: its label above, one line to type in, and below it what is wrong with what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.reactive import reactive
from textual.widgets import Input

from widgets.block import Block
from widgets.marks import ASCII, marks
from widgets.paint import Line, Piece, wrap

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FieldLabel(Block):
    """What is to be typed; accent while it is typed."""

    active: reactive[bool] = reactive(False)

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label

    def compose_lines(self, width: int) -> list[Line]:
        """The label."""
        return wrap(self._label, width, "accent strong" if self.active else "muted")


class FieldFault(Block):
    """What is wrong, and what would be right; nothing takes no line."""

    text: reactive[str] = reactive("", layout=True)

    def compose_lines(self, width: int) -> list[Line]:
        """The sentence, indented as the value is."""
        lines = wrap(f"{marks().refused} {self.text}", width - 2, "error") if self.text else []
        return [[Piece("  "), *line] for line in lines]


class FormField(Vertical):
    """One value. `Input.Changed` and `Input.Submitted` come from it as from its input."""

    DEFAULT_CSS = """
    FormField {
        height: auto;
        Input, Input:focus { height: 1; width: 1fr; border: none; padding: 0 1; background: $panel; }
        Input { border-left: outer $panel; }
        Input:focus { border-left: outer $accent; background: $block-cursor-background; }
        &.-invalid Input, &.-invalid Input:focus { border-left: outer $error; }
        &.-ascii Input { border-left: ascii $panel; }
        &.-ascii Input:focus { border-left: ascii $accent; }
        &.-ascii.-invalid Input, &.-ascii.-invalid Input:focus { border-left: ascii $error; }
    }
    """

    fault: reactive[str] = reactive("")
    """Why the value cannot be taken; empty: it can, or was not looked at yet."""

    def __init__(self, label: str, value: str = "", placeholder: str = "") -> None:
        super().__init__(classes="-ascii" if marks() is ASCII else None)
        self._label = FieldLabel(label)
        self._fault = FieldFault()
        self.input = Input(value, placeholder)
        self.input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Label, value, fault."""
        yield self._label
        yield self.input
        yield self._fault

    def watch_fault(self, fault: str) -> None:
        """Show it, or that there is none any more."""
        self.set_class(bool(fault), "-invalid")
        self._fault.text = fault

    def on_descendant_focus(self) -> None:
        """It is typed in."""
        self._label.active = True

    def on_descendant_blur(self) -> None:
        """It is not."""
        self._label.active = False
