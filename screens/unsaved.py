"""Leaving something that is not saved: save it, discard it, or stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText

if TYPE_CHECKING:
    from textual.app import ComposeResult


Answer = Literal["save", "keep", "discard"]


class UnsavedScreen(Dialog["Answer | None"]):
    """The result says what to do; None is to stay. An arrow does nothing: it may be what is left of `alt+up`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "answer('save')", "Save", id="unsaved.save", tooltip="Save it, then leave"),
        Binding("k", "answer('keep')", "Keep", id="unsaved.keep", tooltip="Keep it on this computer, then leave"),
        Binding("d", "answer('discard')", "Discard", id="unsaved.discard", tooltip="Leave it as it was before"),
        Binding("escape", "answer('')", "Stay", id="unsaved.stay", tooltip="Go on with it"),
    ]

    DEFAULT_CSS = """
    UnsavedScreen {
        .block { width: 56; }
        DialogFoot { margin-top: 1; }
        &.-flat DialogFoot { margin-top: 0; }
    }
    """

    def __init__(self, title: str, *sentences: str, keeps: bool = False) -> None:
        """`title` asks, `sentences` say what is not saved. `keeps`: it can be kept as a draft."""
        super().__init__()
        self._keeps = keeps
        self._title = title
        self._sentences = sentences

    def compose_inside(self) -> ComposeResult:
        """The question, and its answers."""
        yield DialogText(self._title, *self._sentences)
        keep = [("k", "Keep as draft")] if self._keeps else []
        yield DialogFoot([("f2", "Save"), *keep, ("d", "Discard")], [("escape", "Stay")])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Not everything can be kept."""
        return self._keeps or parameters != ("keep",)

    def action_answer(self, answer: Answer | Literal[""]) -> None:
        """One of the answers."""
        self.dismiss(answer or None)
