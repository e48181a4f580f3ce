"""A text that was edited, before it is sent: what it changes, or what is wrong in which line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import getters
from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from widgets.change_list import ChangeList, ChangeRow
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

Answer = Literal["save", "edit"]


class ReviewScreen(Dialog["Answer | None"]):
    """None is to go back, with the text kept in its file."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "ChangeList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "answer('save')", "Save", id="review.save", tooltip="Save all of it in one transaction"),
        Binding("f4", "answer('edit')", "Edit again", id="review.edit", tooltip="Back to the text in $EDITOR"),
        Binding("escape", "answer('')", "Back", id="review.back", tooltip="Save nothing; the text is kept"),
    ]

    rows = getters.query_one(ChangeList)

    def __init__(self, title: str, sentence: str, rows: Sequence[ChangeRow], *, saves: bool) -> None:
        """`saves`: the text can be saved as it is."""
        super().__init__()
        self._texts = (title, sentence)
        self._rows = rows
        self._saves = saves

    def compose_inside(self) -> ComposeResult:
        """What it is, the lines, the keys."""
        yield DialogText(*self._texts)
        yield ChangeList()
        save = [("f2", "Save")] if self._saves else []
        yield DialogFoot([*save, ("f4", "Edit again")], [("escape", "Back")])

    def on_mount(self) -> None:
        """List the lines."""
        self.rows.show_changes(self._rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is wrong cannot be saved."""
        return self._saves or parameters != ("save",)

    def action_answer(self, answer: Answer | Literal[""]) -> None:
        """One of the answers."""
        self.dismiss(answer or None)
