"""The top of a lesson's page: where it is, what it is called, and whether it is complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.block import Block
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, first_lines, spread, wrap
from widgets.text import one_line
from widgets.times import ago

if TYPE_CHECKING:
    from datetime import datetime

    from api_client.rows import Sync

TITLE_LINES = 3
CRUMBS_FROM = 16
"""Rows of the screen."""
BLANK_FROM = 30


@dataclass(frozen=True, slots=True)
class LessonState:
    """What the top of the page says."""

    course_name: str
    section_name: str
    position: int
    total: int
    name: str
    locked: bool
    completed_at: datetime | None
    owned: bool
    sync: Sync = "saved"


def state_pieces(state: LessonState) -> Line:
    """The lesson's state as mark and word."""
    signs = marks()
    if state.locked:
        return [Piece(f"{signs.locked} ", "faint"), Piece("locked", "muted")]
    if state.sync == "refused":
        return [Piece(f"{signs.refused} refused", "error")]
    if state.completed_at is not None:
        unsent = [Piece(f" {signs.dot} {signs.waiting} waiting", "warning")] if state.sync == "waiting" else []
        return [Piece(f"{signs.done} ", "success"), Piece(f"complete, {ago(state.completed_at)}", "muted"), *unsent]
    if not state.owned:
        return [Piece(f"{signs.preview} preview", "muted")]
    unsent = [Piece(f" {signs.dot} {signs.waiting} waiting", "warning")] if state.sync == "waiting" else []
    return [Piece(f"{signs.open} not complete", "muted"), *unsent]


class LessonHead(Block):
    """Crumbs and number, then the name with the state at its right."""

    state: reactive[LessonState | None] = reactive[LessonState | None](None, layout=True)

    def compose_lines(self, width: int) -> list[Line]:
        """Only a tall screen has a blank line below the crumbs, and a flat one no crumbs."""
        state = self.state
        if state is None:
            return []
        place = Piece(f"{state.position} of {state.total}", "faint")
        crumbs = spread(self._crumbs(state), [place], width)
        title = self._title(state, width)
        if self.app.size.height < CRUMBS_FROM:
            return title
        return [crumbs, [], *title] if self.app.size.height >= BLANK_FROM else [crumbs, *title]

    def _crumbs(self, state: LessonState) -> Line:
        then = Piece(f" {marks().forward} ", "faint")
        course = Piece(one_line(state.course_name), "faint", "screen.open_course")
        section = Piece(one_line(state.section_name), "faint")
        if self.narrow:
            return [section]
        return [Piece("Catalog", "faint", "app.show_tab('catalog')"), then, course, then, section]

    def _title(self, state: LessonState, width: int) -> list[Line]:
        words = state_pieces(state)
        room = width - cells(words) - 3
        name = one_line(state.name)
        if room < 30:
            return [*first_lines(wrap(name, width, "strong"), 2), words]
        first, *others = first_lines(wrap(name, room, "strong"), TITLE_LINES)
        return [spread(first, words, width), *others]
