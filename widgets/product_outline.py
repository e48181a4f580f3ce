"""What is in a product: its courses, which unfold into sections and lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from widgets.folding_list import SECTION_PREFIX, FoldingList
from widgets.marks import marks
from widgets.outline_list import lesson_mark, state_piece
from widgets.paint import Line, Piece, cells, cut_line
from widgets.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api_client.rows import LessonRow, SectionRow
    from api_client.shop_rows import SoldCourseRow


@dataclass(frozen=True, slots=True)
class CourseHead:
    """A course's own row."""

    course: SoldCourseRow
    folded: bool


@dataclass(frozen=True, slots=True)
class SectionName:
    """The name of a section above its lessons; the cursor passes over it. Without a name: a blank line."""

    name: str = ""
    lesson_count: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """A lesson with its course."""

    course: SoldCourseRow
    lesson: LessonRow


ProductRow = CourseHead | SectionName | Offered


class ProductOutline(FoldingList[ProductRow]):
    """Courses with their lessons; those of which the outline is not there yet say so."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.courses: Sequence[SoldCourseRow] = ()
        self._outlines: Mapping[str, Sequence[SectionRow]] = {}

    def show(self, courses: Sequence[SoldCourseRow], outlines: Mapping[str, Sequence[SectionRow]]) -> None:
        """List these courses with the outlines that are known, by the course's id; at first all but one are folded."""
        if not self.courses and courses:
            self.folded = frozenset(course.id for course in courses[1:])
        self.courses, self._outlines = courses, outlines
        self.list_rows()

    # --- what a FoldingList asks

    @property
    def section_ids(self) -> Sequence[str]:
        """Here courses are what folds."""
        return [course.id for course in self.courses]

    def section_of(self, row: ProductRow) -> str | None:
        """The course that the row is, or is in."""
        return None if isinstance(row, SectionName) else row.course.id

    @property
    def folds(self) -> bool:
        """All is listed at any time."""
        return True

    def row_id(self, row: ProductRow) -> str:
        """The lesson's id, or the course's with the prefix of what folds; empty for what cannot be selected."""
        match row:
            case CourseHead(course):
                return SECTION_PREFIX + course.id
            case Offered(_, lesson):
                return lesson.id
            case SectionName():
                return ""

    def list_rows(self, select: str | None = None) -> None:
        """Show the rows that there are with these folds."""
        rows: list[ProductRow] = []
        for course in self.courses:
            if rows and self.gaps:
                rows.append(SectionName())
            rows.append(CourseHead(course, course.id in self.folded))
            if course.id not in self.folded:
                rows += self._inside(course)
        self.show_rows(rows, select)

    def _inside(self, course: SoldCourseRow) -> Iterator[ProductRow]:
        sections = self._outlines.get(course.id)
        if sections is None:
            yield SectionName("Loading its lessons")
        for section in sections or ():
            yield SectionName(section.name, section.lesson_count)
            yield from (Offered(course, lesson) for lesson in section.lessons)

    # --- drawing

    def draw(self, row: ProductRow, width: int, selected: bool) -> Line:
        """One row."""
        match row:
            case CourseHead():
                return self._course(row, width)
            case SectionName():
                return self._section(row, width)
            case Offered():
                return self._lesson(row, width, selected)

    def _course(self, head: CourseHead, width: int) -> Line:
        signs, course = marks(), head.course
        sign = signs.folded if head.folded else signs.unfolded
        left = [Piece("" if self.narrow else " "), Piece(f"{sign} ", "muted", f"toggle_section({course.id!r})")]
        count = plural(course.lesson_count, "lesson")
        right = [Piece(f"{count} {signs.dot} owned" if course.owned else count, "muted"), self._margin]
        return _joined(left, Piece(one_line(course.name), "strong"), right, width)

    def _section(self, section: SectionName, width: int) -> Line:
        if not section.name:
            return []
        return cut_line([Piece("  " if self.narrow else "   "), Piece(one_line(section.name), "faint")], width)

    def _lesson(self, row: Offered, width: int, selected: bool) -> Line:
        lesson, owned = row.lesson, row.course.owned
        sign, tone = lesson_mark(lesson, owned)
        left = [Piece("  " if self.narrow else "     "), Piece(f"{sign} ", tone)]
        quiet = lesson.locked or lesson.completed_at is not None
        name = Piece(one_line(lesson.name), "text strong" if selected else "muted" if quiet else "text")
        return _joined(left, name, [state_piece(lesson, owned, self.narrow), self._margin], width)

    @property
    def _margin(self) -> Piece:
        return Piece("" if self.narrow else "  ")


def _joined(left: Line, name: Piece, right: Line, width: int) -> Line:
    fitting = cut_line([name], width - cells(left) - cells(right) - 1)
    return [*left, *fitting, Piece(" " * (width - cells(left) - cells(fitting) - cells(right))), *right]
