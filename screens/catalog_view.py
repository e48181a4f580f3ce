"""Which courses the catalog shows, and in which order: pure functions over the rows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from api_client.rows import CourseRow

Status = Literal["all", "mine", "todo", "done", "preview"]
Sort = Literal["recent", "name", "progress"]
STATUSES: dict[Status, str] = {
    "all": "All",
    "mine": "Mine",
    "todo": "To do",
    "done": "Done",
    "preview": "Preview",
}
SORTS: tuple[Sort, ...] = ("recent", "name", "progress")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def has_status(course: CourseRow, status: Status) -> bool:
    """Whether the course belongs to a view."""
    match status:
        case "all":
            return True
        case "mine":
            return course.owned
        case "todo":
            return course.state in ("new", "begun")
        case "done":
            return course.state == "done"
        case "preview":
            return course.state == "preview"


def count_by_status(courses: Sequence[CourseRow]) -> dict[Status, int]:
    """How many courses each view has."""
    counts: dict[Status, int] = dict.fromkeys(STATUSES, 0)
    for course in courses:
        for status in STATUSES:
            counts[status] += has_status(course, status)
    return counts


def matches(course: CourseRow, words: Sequence[str]) -> bool:
    """Whether every word, casefolded already, occurs in the name or the description."""
    text = f"{course.name}\n{course.description}".casefold()
    return all(word in text for word in words)


def _recent(course: CourseRow) -> tuple[bool, float]:
    done_at = course.last_completed_at or _LONG_AGO
    return (not course.owned, -done_at.timestamp() if course.last_completed_at else 0.0)


def _progress(course: CourseRow) -> tuple[int, float]:
    """Begun by share, then not begun, then done, then what one does not have."""
    rank = {"begun": 0, "new": 1, "done": 2, "preview": 3, "locked": 4}[course.state]
    return (rank, -course.completed_count / course.lesson_count if course.lesson_count else 0.0)


def arrange(courses: Sequence[CourseRow], status: Status, words: Sequence[str], sort: Sort) -> list[CourseRow]:
    """The courses of a view. `courses` come in the order of their names, which decides among equals."""
    chosen = [course for course in courses if has_status(course, status) and (not words or matches(course, words))]
    if sort == "recent":
        chosen.sort(key=_recent)
    elif sort == "progress":
        chosen.sort(key=_progress)
    return chosen
