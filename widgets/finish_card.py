"""What is said after the last lesson: what is complete, and what is left elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.reactive import reactive

from api_client.rows import CourseRow, continue_course
from widgets.block import Block
from widgets.marks import marks
from widgets.paint import Line, Piece, cut_line, first_lines, wrap
from widgets.text import one_line, plural

NAMED = 3
"""Courses that are named; of more there is a number."""


def left_elsewhere(courses: Sequence[CourseRow], course_id: str) -> list[CourseRow]:
    """The owned courses that are not complete, without this one; those begun first."""
    others = [course for course in courses if course.owned and course.next_id and course.id != course_id]
    return sorted(others, key=lambda course: not course.completed_count)


class FinishCard(Block):
    """Two or three lines on surface."""

    DEFAULT_CSS = """
    FinishCard { background: $surface; padding: 0 2; display: none; }
    FinishCard.-shown { display: block; }
    """

    courses: reactive[tuple[CourseRow, ...]] = reactive[tuple[CourseRow, ...]]((), layout=True)
    """The catalog."""
    course_id: reactive[str | None] = reactive[str | None](None, layout=True)
    """The course whose last lesson is shown and complete; None to show nothing."""
    keys: reactive[Mapping[str, str]] = reactive[Mapping[str, str]]({})
    """How the keys are written, by binding id."""

    def watch_course_id(self) -> None:
        """Be there only at the end of a course."""
        self._show()

    def watch_courses(self) -> None:
        """The counts are there."""
        self._show()

    def _show(self) -> None:
        self.set_class(self._course is not None, "-shown")

    @property
    def _course(self) -> CourseRow | None:
        return next((course for course in self.courses if course.id == self.course_id), None)

    def compose_lines(self, width: int) -> list[Line]:
        """What is done, what is left, and the key that goes on."""
        course = self._course
        if course is None:
            return []
        return [*self._done(course, width), *self._left(course, width), *self._go_on(width)]

    def _done(self, course: CourseRow, width: int) -> list[Line]:
        name = one_line(course.name)
        missing = course.lesson_count - course.completed_count
        if missing > 0:
            words = f"That was the last lesson of {name}; {plural(missing, 'lesson')} before it {_is(missing)} open."
            return wrap(words, width)
        first, *others = wrap(f"{name} is complete: {plural(course.lesson_count, 'lesson')}.", width - 4, "strong")
        return [[Piece(f"{marks().done} ", "success"), *first], *others]

    def _left(self, course: CourseRow, width: int) -> list[Line]:
        others = left_elsewhere(self.courses, course.id)
        if not others:
            return wrap("Nothing is left in your other courses.", width, "muted")
        names = ", ".join(one_line(other.name) for other in others[:NAMED])
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        count = plural(len(others), "other course")
        return first_lines(wrap(f"{count} {_is(len(others))} open: {names}{more}.", width, "muted"), 2)

    def _go_on(self, width: int) -> list[Line]:
        following = continue_course(self.courses)
        key = self.keys.get("app.continue")
        if following is None or not key:
            return []
        action = "app.continue_learning"
        where = f" continue with {one_line(following.next_name)} in {one_line(following.name)}"
        return [cut_line([Piece(key, "strong", action), Piece(where, "muted", action)], width)]


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
