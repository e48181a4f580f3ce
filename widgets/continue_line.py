"""The line that leads back to where one was."""

from textual.reactive import reactive
from textual.strip import Strip

from api_client.rows import CourseRow
from widgets.marks import marks
from widgets.paint import Piece, Toned, cells, cut_line, spread
from widgets.text import one_line


class ContinueLine(Toned):
    """`▶ Continue`, the next lesson, its course, and the key. Narrow, it loses the course, then cuts the lesson."""

    DEFAULT_CSS = """
    ContinueLine { height: 1; width: 1fr; margin: 1 0 0 0; display: none; }
    ContinueLine.-shown { display: block; }
    """

    course: reactive[CourseRow | None] = reactive[CourseRow | None](None)

    def watch_course(self, course: CourseRow | None) -> None:
        """Without a course to go on with there is no line."""
        self.set_class(course is not None, "-shown")

    def render_line(self, y: int) -> Strip:
        """The line; a click anywhere on it goes there."""
        width = self.size.width
        course = self.course
        if course is None:
            return self.strip([], width)
        go = "app.continue_learning"
        left = [
            Piece(f"  {marks().next} Continue", "accent strong", go),
            Piece("   "),
            Piece(one_line(course.next_name), "text", go),
        ]
        where = Piece(one_line(course.name), "muted", go)
        position = Piece(f" {course.next_position}/{course.lesson_count}", "muted", go)
        key = [Piece(" c ", "chip", go), Piece("   ")]
        room = width - cells(key) - 1
        if not self.narrow and cells(left) + 3 + 12 <= room:
            left += [Piece("   "), *cut_line([where], room - cells(left) - 5 - len(position.text)), position]
        return self.strip(spread(left, key, width), width)
