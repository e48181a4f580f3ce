"""What was said in toasts, newest first, and the selected message in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line, wrap
from widgets.row_list import RowList
from widgets.text import one_line
from widgets.times import day_and_time

if TYPE_CHECKING:
    from datetime import datetime

TIME_WIDTH = 14


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it was said."""

    number: int
    at: datetime
    severity: Literal["information", "warning", "error"]
    text: str


def severity_piece(severity: Literal["information", "warning", "error"]) -> Piece:
    """The sign of a message, as its toast has it."""
    return {
        "information": Piece(f"{marks().done} ", "success"),
        "warning": Piece(f"{marks().waiting} ", "warning"),
        "error": Piece(f"{marks().refused} ", "error"),
    }[severity]


class MessageList(RowList[MessageRow]):
    """Sign, text, time."""

    def row_id(self, row: MessageRow) -> str:
        """The message's number."""
        return str(row.number)

    def draw(self, row: MessageRow, width: int, selected: bool) -> Line:
        """One message."""
        left = [Piece(" " if width >= 58 else ""), severity_piece(row.severity)]
        time = day_and_time(row.at) if width >= 58 else f"{row.at.astimezone():%H:%M}"
        right = [Piece(f"{time:>{TIME_WIDTH}}" if width >= 58 else f" {time}", "muted"), Piece("  ")]
        room = width - cells(left) - cells(right)
        text = cut_line([Piece(one_line(row.text), "text strong" if selected else "text")], room)
        return [*left, *text, Piece(" " * (room - cells(text))), *right]


class MessagePane(Lines):
    """A message in full."""

    message: reactive[MessageRow | None] = reactive[MessageRow | None](None, repaint=False)

    def watch_message(self) -> None:
        """Another message."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """When, how serious, and every word."""
        message = self.message
        if message is None:
            return []
        kind = {"information": "Message", "warning": "Warning", "error": "Error"}[message.severity]
        head = [
            severity_piece(message.severity),
            Piece(kind, "strong"),
            Piece(f"   {day_and_time(message.at)}", "faint"),
        ]
        return [head, [], *wrap(message.text, width, "text")]
