"""The outline's main column: the course, which of its lessons are listed, and the list; a panel where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from widgets.course_line import CourseLine
from widgets.filter_bar import FilterBar, MatchCount, ViewChoice, ViewLine, WordsInput
from widgets.outline_list import OutlineList
from widgets.outline_rows import LessonView, Narrowing, in_view
from widgets.state_panel import StatePanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from api_client.rows import CourseRow, SectionRow

VIEWS: dict[LessonView, str] = {"all": "All", "todo": "To do", "done": "Done", "preview": "Preview"}


class OutlineColumn(Vertical):
    """Keeps by what the lessons are narrowed, and posts when that changes; whoever has the lessons shows them again."""

    view: reactive[LessonView] = reactive[LessonView]("all", init=False)
    words: reactive[str] = reactive("", init=False)

    rows = getters.query_one(OutlineList)
    panel = getters.query_one(StatePanel)
    filter_bar = getters.query_one(FilterBar)

    class Narrowed(Message):
        """Other lessons are to be listed."""

    def compose(self) -> ComposeResult:
        """From the top."""
        yield CourseLine()
        yield FilterBar()
        yield OutlineList()
        yield StatePanel()

    def on_mount(self) -> None:
        """While nothing is known there is nothing to say."""
        self.panel.display = False

    @property
    def narrowing(self) -> Narrowing:
        """By what the lessons are narrowed."""
        return Narrowing(self.view, tuple(self.words.casefold().split()))

    def show(
        self,
        course: CourseRow | None,
        sections: Sequence[SectionRow],
        *,
        folded: frozenset[str] | None = None,
        select: str | None = None,
    ) -> None:
        """List the lessons of a course; `folded` and `select` only where they are to change."""
        if course is not None:
            self.query_one(CourseLine).course = course
        self.rows.owned = course is None or course.owned
        self.rows.show(sections, self.narrowing, folded=folded, select=select)
        self._show_views(sections)
        shown = bool(self.rows.rows)
        came_back = shown and not self.rows.display
        self.rows.display = shown
        self.panel.display = not shown
        if came_back and self.screen.focused is None:
            self.rows.focus()

    @property
    def _offered(self) -> list[LessonView]:
        """In a course that one has, a preview is a lesson like any other."""
        return [view for view in VIEWS if view != "preview" or not self.rows.owned]

    def _show_views(self, sections: Sequence[SectionRow]) -> None:
        lessons = [each for section in sections for each in section.lessons]
        counts = {view: sum(in_view(each, view) for each in lessons) for view in VIEWS}
        line = self.query_one(ViewLine)
        line.choices = tuple(ViewChoice(view, VIEWS[view], counts[view]) for view in self._offered)
        line.current = self.view
        found = sum(self.narrowing.has(each) for each in lessons)
        self.query_one(MatchCount).count = (found, counts[self.view])
        self.filter_bar.set_class(not self.narrowing.shows_all, "-on")

    # --- narrowing

    def watch_view(self) -> None:
        """Another view."""
        self.post_message(self.Narrowed())

    def watch_words(self) -> None:
        """Other words."""
        self.post_message(self.Narrowed())

    def next_view(self) -> None:
        """The next view in turn, of those that the course has."""
        views = self._offered
        self.view = views[(views.index(self.view) + 1) % len(views)]

    def show_all(self) -> bool:
        """Clear the words, else the view; False where all lessons are shown already."""
        if self.narrowing.shows_all:
            return False
        if self.words:
            self.filter_bar.clear()
        else:
            self.view = "all"
        return True

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        event.stop()
        self.words = event.words

    @on(WordsInput.Left)
    def _leave_filter(self) -> None:
        self.rows.focus()
