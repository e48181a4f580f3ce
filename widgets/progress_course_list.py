"""The courses in the progress: those one has, with bars at half the width of the catalog."""

from widgets.course_list import Columns, CourseList


class ProgressCourseList(CourseList):
    """Beside another list the names are short, and the bars are what one looks for."""

    def columns(self, width: int) -> Columns:
        """Bars down to the width that the list has in a terminal of 100 columns."""
        if 50 <= width < 70 and self.app.size.width >= 100:
            return Columns(16 if width >= 58 else 12, 7, 6, 2)
        return super().columns(width)
