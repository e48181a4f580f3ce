"""Which courses the catalog shows, and in which order."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Literal

from api_client.rows import CourseRow, CourseState

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


_STATES: dict[Status, frozenset[CourseState]] = {
    "all": frozenset(("begun", "new", "done", "preview", "locked")),
    "mine": frozenset(("begun", "new", "done")),
    "todo": frozenset(("begun", "new")),
    "done": frozenset(("done",)),
    "preview": frozenset(("preview",)),
}
"""Which courses belong to a view."""


def _recent(course: CourseRow) -> tuple[bool, float]:
    done_at = course.last_completed_at
    return (not course.owned, -done_at.timestamp() if done_at else 0.0)


def _progress(course: CourseRow) -> tuple[int, float]:
    """Begun by share, then not begun, then done, then what one does not have."""
    rank = {"begun": 0, "new": 1, "done": 2, "preview": 3, "locked": 4}[course.state]
    return (rank, -course.completed_count / course.lesson_count if course.lesson_count else 0.0)


_KEYS: dict[Sort, Callable[[CourseRow], tuple[int, float]]] = {"recent": _recent, "progress": _progress}


class CourseIndex:
    """The courses of the catalog, ready to be counted, filtered and sorted at every key.

    What depends on the courses alone is worked out once: at 10,000 of them folding every text took longer than a frame.
    """

    def __init__(self, courses: Sequence[CourseRow]) -> None:
        """`courses` are in the order of their names, which decides among equals."""
        self.courses = courses
        self._views: dict[tuple[Status, Sort], list[CourseRow]] = {}

    @cached_property
    def counts(self) -> dict[Status, int]:
        """How many courses each view has."""
        states = Counter(course.state for course in self.courses)
        return {status: sum(states[state] for state in members) for status, members in _STATES.items()}

    def arrange(self, status: Status, words: Sequence[str], sort: Sort) -> Sequence[CourseRow]:
        """The courses of a view in which every word occurs, casefolded already; those with all in the name first."""
        chosen = self._view(status, sort)
        if not words:
            return chosen
        chosen = [course for course in chosen if _all_in(self._texts[course.id], words)]
        chosen.sort(key=lambda course: not _all_in(self._texts[course.id].partition("\0")[0], words))
        return chosen

    def _view(self, status: Status, sort: Sort) -> list[CourseRow]:
        """A view without words, in order."""
        if (status, sort) not in self._views:
            if status == "all":
                view = sorted(self.courses, key=_KEYS[sort]) if sort in _KEYS else list(self.courses)
            else:
                members = _STATES[status]
                view = [course for course in self._view("all", sort) if course.state in members]
            self._views[status, sort] = view
        return self._views[status, sort]

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {course.id: f"{course.name}\0{course.description}".casefold() for course in self.courses}


def _all_in(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
