"""Moves that were staged and not saved when the program ended: taken up again, or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.text import brief, plural
from widgets.times import day_and_time

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult


class RecoveryScreen(Dialog['Literal["recover", "discard"] | None']):
    """None is to leave the course, with the moves still kept."""

    DEFAULT_CSS = """
    RecoveryScreen {
        .block { width: 64; }
        DialogFoot { margin-top: 1; }
        &.-flat DialogFoot { margin-top: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer('recover')", "Recover", id="recovery.recover", tooltip="Go on with these moves"),
        Binding("d", "answer('discard')", "Discard", id="recovery.discard", tooltip="Throw these moves away"),
        Binding("escape", "answer('')", "Leave", id="recovery.leave", tooltip="Leave the course; the moves are kept"),
    ]

    def __init__(self, course_name: str, moves: int, saved_at: datetime) -> None:
        """`course_name`: harmless for a terminal."""
        super().__init__()
        kept = "It is" if moves == 1 else "They are"
        self._texts = (
            f"{plural(moves, 'move')} in {brief(course_name)}",
            f"Staged, and not saved, {day_and_time(saved_at)}. {kept} kept on this computer alone.",
        )

    def compose_inside(self) -> ComposeResult:
        """What there is, and what can be done with it."""
        yield DialogText(*self._texts)
        yield DialogFoot([("enter", "Recover"), ("d", "Discard")], [("escape", "Leave")])

    def action_answer(self, answer: Literal["recover", "discard", ""]) -> None:
        """One of the answers."""
        self.dismiss(answer or None)
