"""A course's outline as a list: sections that fold, with their lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from api_client.rows import LessonRow, SectionRow
from widgets.course_list import marked
from widgets.folding_list import FoldingList
from widgets.marks import marks
from widgets.outline_rows import Gap, Narrowing, OutlineRow, SectionHead, flatten
from widgets.paint import Line, Piece, cells, cut_line
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence


def lesson_mark(lesson: LessonRow, owned: bool) -> tuple[str, str]:
    """A lesson's mark and its tone."""
    signs = marks()
    if lesson.locked:
        return signs.locked, "faint"
    if lesson.completed_at is not None:
        return signs.done, "success"
    return (signs.open, "muted") if owned else (signs.preview, "muted")


def state_piece(lesson: LessonRow, owned: bool, narrow: bool) -> Piece:
    """The word in the state column: what is unsaved first, for nobody expects it."""
    signs = marks()
    if lesson.sync == "refused":
        return Piece(signs.refused if narrow else f"{signs.refused} refused", "error")
    if lesson.sync == "waiting":
        return Piece(signs.waiting if narrow else f"{signs.waiting} waiting", "warning")
    if owned and lesson.is_next:
        return Piece("next", "accent")
    if narrow or owned:
        return Piece("")
    return Piece("locked" if lesson.locked else "preview", "muted")


class OutlineList(FoldingList[OutlineRow]):
    """Sections and lessons."""

    @dataclass
    class Ticked(Message):
        """A lesson's mark was clicked."""

        lesson: LessonRow

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.owned = True
        """Whether the viewer has access to the course: then no lesson is a preview."""
        self._sections: Sequence[SectionRow] = ()
        self._narrowing = Narrowing()
        self._digits = 2

    # --- what is listed

    def show(
        self,
        sections: Sequence[SectionRow],
        narrowing: Narrowing,
        *,
        folded: frozenset[str] | None = None,
        select: str | None = None,
    ) -> None:
        """List these sections; `folded` and `select` only where they are to change."""
        self._sections = sections
        self._narrowing = narrowing
        self._digits = max(2, len(str(sum(section.lesson_count for section in sections))))
        if folded is not None:
            self.folded = folded
        self.list_rows(select)

    def reveal(self, lesson_id: str) -> None:
        """Move the cursor to a lesson, unfolding its section."""
        section = next((s for s in self._sections if any(each.id == lesson_id for each in s.lessons)), None)
        if section is not None:
            self.fold(self.folded - {section.id}, select=lesson_id)

    def list_rows(self, select: str | None = None) -> None:
        """Show the rows that there are with these folds."""
        self.show_rows(flatten(self._sections, self.folded, self._narrowing, gaps=self.gaps), select)

    @property
    def section_ids(self) -> Sequence[str]:
        """The ids of all sections."""
        return [section.id for section in self._sections]

    def section_of(self, row: OutlineRow) -> str | None:
        """The id of the section that the row is, or is in."""
        if isinstance(row, LessonRow):
            return row.section_id
        return row.section.id if isinstance(row, SectionHead) else None

    @property
    def folds(self) -> bool:
        """Whether sections can be folded: not while only some lessons are listed."""
        return self._narrowing.shows_all

    def row_id(self, row: OutlineRow) -> str:
        """The lesson's id, or the section's with its prefix; empty for a blank line."""
        if isinstance(row, LessonRow):
            return row.id
        return row.row_id if isinstance(row, SectionHead) else ""

    @property
    def lesson(self) -> LessonRow | None:
        """The lesson under the cursor."""
        row = self.selected
        return row if isinstance(row, LessonRow) else None

    @property
    def section(self) -> SectionRow | None:
        """The section that the cursor is on or in."""
        section_id = self.selected_section
        return next((section for section in self._sections if section.id == section_id), None)

    # --- the mouse

    def action_tick(self, position: int) -> None:
        """A click on a lesson's mark."""
        for row in self.rows:
            if isinstance(row, LessonRow) and row.position == position:
                self.select_id(row.id)
                self.post_message(self.Ticked(row))
                return

    # --- drawing

    def draw(self, row: OutlineRow, width: int, selected: bool) -> Line:
        """One row."""
        match row:
            case SectionHead():
                return self._draw_section(row, width)
            case LessonRow():
                return self._draw_lesson(row, width, selected)
            case Gap():
                return []

    def _draw_section(self, head: SectionHead, width: int) -> Line:
        signs = marks()
        section = head.section
        count = Piece(f"{section.completed_count}/{section.lesson_count}", "muted")
        tick = Piece(" " * (len(signs.done) + 1))
        if not self.owned:
            count, tick = Piece(str(section.lesson_count), "muted"), Piece("")
        elif section.lesson_count and section.completed_count >= section.lesson_count:
            count, tick = Piece(count.text, "success"), Piece(f" {signs.done}", "success")
        right = [count, tick, Piece("" if self.narrow else "  ")]
        sign = Piece(signs.folded if head.folded else signs.unfolded, "muted", f"toggle_section({section.id!r})")
        left = [Piece("" if self.narrow else " "), sign, Piece(" ")]
        return self._join(left, [Piece(one_line(section.name), "strong")], right, width)

    def _draw_lesson(self, lesson: LessonRow, width: int, selected: bool) -> Line:
        signs = marks()
        number = Piece(str(lesson.position).rjust(self._digits), "muted" if selected else "faint")
        if self.narrow:
            left = [Piece(" "), number, Piece(" ")]
        else:
            following = Piece(signs.next, "accent") if self.owned and lesson.is_next else Piece(" ")
            left = [Piece("   "), following, Piece(" "), number, Piece("  ")]
        sign, tone = lesson_mark(lesson, self.owned)
        left += [Piece(sign, tone, f"tick({lesson.position})"), Piece(" ")]
        quiet = lesson.locked or lesson.completed_at is not None
        name_tone = "text strong" if selected else "muted" if quiet else "text"
        name = marked(one_line(lesson.name), list(self._narrowing.words), name_tone)
        right = [state_piece(lesson, self.owned, self.narrow), Piece("" if self.narrow else "  ")]
        return self._join(left, name, right, width)

    def _join(self, left: Line, name: Line, right: Line, width: int) -> Line:
        name = cut_line(name, width - cells(left) - cells(right) - 1)
        return [*left, *name, Piece(" " * (width - cells(left) - cells(name) - cells(right))), *right]
