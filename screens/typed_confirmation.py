"""Something that cannot be undone: what goes with it in numbers, and a word to type before it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from screens.dialog import Dialog
from widgets.dialog_edge import DialogEdge
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.fields.field import Field
from widgets.fields.line_field import LineField

if TYPE_CHECKING:
    from textual.app import ComposeResult

LONGEST = 30
"""Characters of a name that are not too many to type."""


def word_for(name: str, otherwise: str = "delete") -> str:
    """The word to type for a thing: its name where a keyboard has it, else `otherwise`."""
    word = " ".join(name.casefold().split())
    plain = word.isascii() and word.isprintable() and any(character.isalnum() for character in word)
    return word if plain and len(word) <= LONGEST else otherwise


class TypedConfirmation(Dialog[bool]):
    """True only if the word was typed and enter pressed."""

    DEFAULT_CSS = """
    TypedConfirmation {
        LineField { margin: 1 0; }
        &.-flat LineField { margin: 0; }
    }
    """
    AUTO_FOCUS = "LineInput"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", "Keep", id="confirmation.keep", tooltip="Leave everything as it is"),
    ]

    field = getters.query_one(LineField)
    foot = getters.query_one(DialogFoot)

    def __init__(self, title: str, *sentences: str, word: str, verb: str = "Delete", keep: str = "Keep") -> None:
        """`title` asks (“Delete Calculus?”), `sentences` say what goes with it, in numbers."""
        super().__init__()
        self._title = title
        self._sentences = sentences
        self._word = word
        self._verb = verb
        self._keep = keep

    def compose(self) -> ComposeResult:
        """As every dialog, with the edge of what destroys."""
        with Vertical(classes="block"):
            yield DialogEdge("error")
            with Vertical(classes="inside"):
                yield from self.compose_inside()

    def compose_inside(self) -> ComposeResult:
        """What goes, the field, the keys."""
        yield DialogText(self._title, *self._sentences)
        yield LineField(f"Type {self._word} to {self._verb[:1].lower()}{self._verb[1:]}")
        yield DialogFoot([("enter", self._verb)], [("escape", self._keep)])

    def on_mount(self) -> None:
        """Nothing was typed yet."""
        self.foot.off = True

    @property
    def _matches(self) -> bool:
        return " ".join(self.field.input.value.casefold().split()) == self._word.casefold()

    @on(Field.Edited)
    def _compare(self, event: Field.Edited) -> None:
        event.stop()
        self.foot.off = not self._matches

    @on(Input.Submitted)
    def _confirm(self, event: Input.Submitted) -> None:
        event.stop()
        if self._matches:
            self.dismiss(True)
        else:
            self.field.fault = f"Type {self._word}, or press esc."

    def action_keep(self) -> None:
        """Do nothing."""
        self.dismiss(False)
