"""All courses, as admins list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.admin_rows import AdminCourseRow
from widgets.admin.cells import ROOMY, cell, named_row
from widgets.facts_pane import FactGroup, Facts
from widgets.marks import marks
from widgets.paint import Line, Piece
from widgets.row_list import RowList
from widgets.text import plural
from widgets.times import ago

if TYPE_CHECKING:
    from widgets.facts_pane import Pair


def hidden_words(course: AdminCourseRow) -> str:
    """What learners do not see of a course, in words."""
    if not course.lesson_count:
        return "empty"
    if course.hidden_lesson_count == course.lesson_count:
        return "all private"
    return f"{course.hidden_lesson_count} private" if course.hidden_lesson_count else ""


class AdminCourseList(RowList[AdminCourseRow]):
    """Name, lessons, learners, products, and what is private."""

    def row_id(self, row: AdminCourseRow) -> str:
        """The course's id."""
        return row.id

    def draw(self, row: AdminCourseRow, width: int, selected: bool) -> Line:
        """One course; muted where learners see nothing of it."""
        hidden = row.hidden_lesson_count == row.lesson_count
        tone = "text strong" if selected else "muted" if hidden else "text"
        mark = Piece(marks().locked if hidden else " " * marks().width, "faint")
        columns = (
            *([cell(hidden_words(row), 13, "faint")] if width >= ROOMY else []),
            cell(plural(row.lesson_count, "lesson"), 12),
            cell(plural(row.learner_count, "learner"), 15),
            cell(plural(len(row.products), "product") if row.products else "not sold", 13),
        )
        return named_row(mark, row.name, tone, columns, width)


def course_facts(course: AdminCourseRow) -> Facts:
    """What the pane says of a course."""
    hidden: tuple[Pair, ...] = (("Hidden", hidden_words(course)),) if hidden_words(course) else ()
    facts = (
        ("Sections", f"{course.section_count:,}"),
        ("Lessons", f"{course.lesson_count:,}"),
        *hidden,
        ("Learners", f"{course.learner_count:,}"),
        ("Completions", f"{course.completion_count:,}"),
        ("Changed", ago(course.updated_at)),
    )
    sold = tuple((product.name, product.status) for product in course.products)
    return Facts(course.name, course.description, facts, (FactGroup("Sold in", sold),) if sold else ())
