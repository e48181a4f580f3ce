"""A course's outline as a list: sections that fold, with their lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from api_client.rows import LessonRow, SectionRow
from widgets.course_list import marked
from widgets.marks import marks
from widgets.outline_rows import Gap, Narrowing, OutlineRow, SectionHead, flatten
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

GAPS_FROM = 30
"""Rows of the screen from which sections are set apart by a blank line."""


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


class OutlineList(RowList[OutlineRow]):
    """Sections and lessons; it keeps which sections are folded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "fold", "Fold", show=False, id="outline.fold", tooltip="Fold the section, or go to it"),
        Binding("right,l", "unfold", "Unfold", show=False, id="outline.unfold", tooltip="Unfold the section"),
        Binding(
            "equals_sign", "fold_all(False)", "Unfold all", id="outline.unfold_all", tooltip="Unfold every section"
        ),
        Binding("minus", "fold_all(True)", "Fold all", id="outline.fold_all", tooltip="Fold every section"),
        Binding(
            "right_square_bracket", "section(1)", "Next section", show=False, id="outline.next_section",
            tooltip="Go to the next section",
        ),
        Binding(
            "left_square_bracket", "section(-1)", "Previous section", show=False, id="outline.previous_section",
            tooltip="Go to the section, or to the one before it",
        ),
    ]  # fmt: skip

    @dataclass
    class Folded(Message):
        """Other sections are folded now."""

        folded: frozenset[str]

    @dataclass
    class Ticked(Message):
        """A lesson's mark was clicked."""

        lesson: LessonRow

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.owned = True
        """Whether the viewer has access to the course: then no lesson is a preview."""
        self.folded: frozenset[str] = frozenset()
        self._sections: Sequence[SectionRow] = ()
        self._narrowing = Narrowing()
        self._gaps = False
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
        self._list(select)

    def reveal(self, lesson_id: str) -> None:
        """Move the cursor to a lesson, unfolding its section."""
        section = next((s for s in self._sections if any(each.id == lesson_id for each in s.lessons)), None)
        if section is not None:
            self._fold(self.folded - {section.id}, select=lesson_id)

    def _list(self, select: str | None = None) -> None:
        self.show_rows(flatten(self._sections, self.folded, self._narrowing, gaps=self._gaps), select)

    def _fold(self, folded: frozenset[str], select: str | None = None) -> None:
        changed = folded != self.folded
        self.folded = folded
        self._list(select)
        if changed:
            self.post_message(self.Folded(folded))

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
        row = self.selected
        if isinstance(row, SectionHead):
            return row.section
        if isinstance(row, LessonRow):
            return next((section for section in self._sections if section.id == row.section_id), None)
        return None

    def on_resize(self) -> None:
        """Only a tall screen has room for blank lines."""
        gaps = self.app.size.height >= GAPS_FROM
        if gaps != self._gaps:
            self._gaps = gaps
            self._list()

    # --- keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While only some lessons are listed, nothing folds."""
        if action in ("fold", "unfold", "fold_all", "toggle_section"):
            return self._narrowing.shows_all and bool(self.rows)
        return super().check_action(action, parameters)

    def action_fold(self) -> None:
        """Fold the section; from a lesson, go to its section first."""
        row, section = self.selected, self.section
        if section is None:
            return
        if isinstance(row, LessonRow):
            self.select_id(SectionHead(section, folded=False).row_id)
        else:
            self._fold(self.folded | {section.id})

    def action_unfold(self) -> None:
        """Unfold the section; where it is unfolded, go to its first lesson."""
        row = self.selected
        if isinstance(row, SectionHead):
            if row.folded:
                self._fold(self.folded - {row.section.id})
            elif row.section.lessons:
                self.select_id(row.section.lessons[0].id)

    def action_toggle_section(self, section_id: str) -> None:
        """Fold a section, or unfold it."""
        self._fold(self.folded ^ {section_id})

    def action_fold_all(self, fold: bool) -> None:
        """Fold every section, then stand on the one that one was in; or unfold every one."""
        section = self.section
        if fold and section is not None:
            head = SectionHead(section, folded=True).row_id
            self._fold(frozenset(each.id for each in self._sections), select=head)
        else:
            self._fold(frozenset(), select=self.selected_id)

    def action_section(self, step: int) -> None:
        """Go to the next section head in a direction."""
        place = self.cursor + step
        while 0 <= place < len(self.rows):
            if isinstance(self.rows[place], SectionHead):
                self.cursor = place
                return
            place += step

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
