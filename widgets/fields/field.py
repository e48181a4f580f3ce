"""What every field of a form has: its label above, and below it what is wrong with the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from widgets.block import Block
from widgets.marks import ASCII, marks
from widgets.paint import Line, Piece, wrap

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FieldLabel(Block):
    """What is to be typed; accent while it is typed."""

    active: reactive[bool] = reactive(False)
    text: reactive[str] = reactive("", layout=True)

    def __init__(self, label: str) -> None:
        super().__init__()
        self.set_reactive(FieldLabel.text, label)

    def compose_lines(self, width: int) -> list[Line]:
        """The label."""
        return wrap(self.text, width, "accent strong" if self.active else "muted")


class FieldNote(Block):
    """A sentence below the value, indented as the value is; nothing takes no line."""

    text: reactive[str] = reactive("", layout=True)

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.set_reactive(FieldNote.text, text)

    def compose_lines(self, width: int) -> list[Line]:
        """The sentence."""
        return [[Piece("  "), *line] for line in wrap(self.text, width - 2, "muted")] if self.text else []


class FieldFault(Block):
    """What is wrong, and what would be right; nothing takes no line."""

    text: reactive[str] = reactive("", layout=True)

    def compose_lines(self, width: int) -> list[Line]:
        """The sentence, indented as the value is."""
        lines = wrap(f"{marks().refused} {self.text}", width - 2, "error") if self.text else []
        return [[Piece("  "), *line] for line in lines]


class Field(Vertical):
    """One value of a form. Subclasses bring what it is typed or chosen in, and post `Edited`."""

    DEFAULT_CSS = """
    Field { height: auto; }
    """

    fault: reactive[str] = reactive("")
    """Why the value cannot be taken; empty: it can, or was not looked at yet."""

    @dataclass
    class Edited(Message):
        """The value is another one than a moment ago."""

        field: Field

        @property
        def control(self) -> Field:
            """The field."""
            return self.field

    def __init__(self, label: str, key: str = "") -> None:
        """`key` names the value in what is sent."""
        super().__init__(classes="-ascii" if marks() is ASCII else None)
        self.key = key
        self.label = FieldLabel(label)
        self._fault = FieldFault()

    def compose(self) -> ComposeResult:
        """Label, value, fault."""
        yield self.label
        yield from self.compose_value()
        yield self._fault

    def compose_value(self) -> ComposeResult:
        """What the value is typed or chosen in."""
        raise NotImplementedError

    @property
    def changed(self) -> bool:
        """Whether the value is another one than at the beginning."""
        raise NotImplementedError

    def read(self) -> object:
        """The value as it is sent. Raises ValueError with a sentence for people where it cannot be."""
        raise NotImplementedError

    def edited(self) -> None:
        """The value changed: what was wrong with the one before is forgotten."""
        self.fault = ""
        self.post_message(self.Edited(self))

    def watch_fault(self, fault: str) -> None:
        """Show it, or that there is none any more."""
        self.set_class(bool(fault), "-invalid")
        self._fault.text = fault

    def on_descendant_focus(self) -> None:
        """It is typed in."""
        self.label.active = True

    def on_descendant_blur(self) -> None:
        """It is not."""
        self.label.active = False
