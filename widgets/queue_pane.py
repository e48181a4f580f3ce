"""The queue's side pane: the selected mark with its reason in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.paint import Line, Piece, spread, wrap
from widgets.queue_list import state_piece
from widgets.text import cut, one_line
from widgets.times import day_and_time

if TYPE_CHECKING:
    from api_client.rows import PendingMark


class QueuePane(Lines):
    """Lesson, what was marked, where that is, and why."""

    mark: reactive[PendingMark | None] = reactive["PendingMark | None"](None, repaint=False)

    def watch_mark(self) -> None:
        """Another mark."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """Title, facts, reason."""
        mark = self.mark
        if mark is None:
            return []
        facts = (
            ("Course", one_line(mark.course_name)),
            ("Marked", "complete" if mark.completed else "not complete"),
            ("When", day_and_time(mark.at)),
        )
        lines: list[Line] = [
            *wrap(one_line(mark.lesson_name)[:400], width, "strong"),
            [],
            *(
                spread([Piece(label, "faint")], [Piece(cut(value, width - len(label) - 2), "muted")], width)
                for label, value in facts
            ),
            spread([Piece("State", "faint")], [state_piece(mark)], width),
            [],
        ]
        if mark.refusal is None:
            return [*lines, *wrap("It is kept on this computer and sent by itself.", width, "muted")]
        return [*lines, *wrap(mark.refusal, width, "text")]
