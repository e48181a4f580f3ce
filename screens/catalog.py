"""The catalog: every course, how far one is in it, and the way back to the next lesson."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.documents import Snapshot, catalog, outline, progress
from api_client.rows import CourseRow, continue_course, section_rows
from screens.catalog_states import state_of
from screens.catalog_view import SORTS, STATUSES, CourseIndex, Sort, Status
from screens.pace import course_finish, weekly_pace
from screens.page import Page
from screens.requests import CopyText
from screens.rested_lesson import REST
from widgets.continue_line import ContinueLine
from widgets.course_list import CourseList
from widgets.course_pane import CourseDetails, CoursePane
from widgets.filter_bar import FilterBar, MatchCount, ViewChoice, ViewLine, WordsInput
from widgets.header import Place
from widgets.row_list import RowList
from widgets.state_panel import StatePanel

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.timer import Timer

    from api_client.library import Library
    from api_client.rows import SectionRow
    from api_client.status import SyncStatus

Courses = tuple[CourseRow, ...]


class CatalogScreen(Page):
    """Courses with their progress; the side pane says more about the selected one."""

    CSS_PATH = "catalog.tcss"
    AUTO_FOCUS = "CourseList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "continue_learning", "Continue", id="catalog.continue", tooltip="Go to your next lesson"),
        # With priority: otherwise the letters typed with it in one burst are on their way to the list already.
        Binding(
            "slash",
            "filter",
            "Filter",
            id="catalog.filter",
            priority=True,
            tooltip="Show the courses whose text has these words",
        ),
        Binding("f", "next_view", "Status", id="catalog.status", tooltip="All, mine, to do, done, preview"),
        Binding("s", "sort", "Sort", id="catalog.sort", tooltip="By last lesson, by name, by progress"),
        Binding("Y", "copy_id", "Copy id", show=False, id="catalog.copy_id", tooltip="Copy the course's id"),
    ]
    FOOTER = (
        "filter.leave",
        "filter.clear",
        "list.open",
        "catalog.continue",
        "catalog.filter",
        "catalog.status",
        "catalog.sort",
        "page.details",
    )
    FOOTER_END = ("app.help", "app.palette")
    SHORT: ClassVar[dict[str, str]] = {"page.details": "Info"}

    snapshot: reactive[Snapshot[Courses]] = reactive(Snapshot[Courses](None, loading=True), init=False)
    view: reactive[Status] = reactive[Status]("all", init=False)
    sort: reactive[Sort] = reactive[Sort]("recent", init=False)
    words: reactive[str] = reactive("", init=False)

    courses = getters.query_one(CourseList)
    panel = getters.query_one(StatePanel)
    filter_bar = getters.query_one(FilterBar)
    pane = getters.query_one(CoursePane)

    def __init__(self, library: Library, time_zone: str) -> None:
        """`time_zone`: an IANA name, which decides what a day is for the pace."""
        super().__init__(library)
        self._zone = ZoneInfo(time_zone)
        self._pace = 0.0
        self._pace_known = False
        self._rest: Timer | None = None
        self._index = CourseIndex(())
        self._select: str | None = None
        """The course to select as soon as there are rows."""

    def compose_body(self) -> ComposeResult:
        """The list with its lines above, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield ContinueLine()
                yield FilterBar()
                yield CourseList()
                yield StatePanel()
            yield CoursePane(classes="pane")

    def on_mount(self) -> None:
        """Show what is cached in the first frame, then follow it."""
        self.set_reactive(CatalogScreen.snapshot, self.library.cached_catalog())
        self.watch_snapshot()
        self.follow_catalog()

    def again(self, library: Library) -> CatalogScreen:
        """The courses of another viewer, in the same view and order, with the cursor on the same course."""
        page = CatalogScreen(library, self._zone.key)
        page.set_reactive(CatalogScreen.view, self.view)
        page.set_reactive(CatalogScreen.sort, self.sort)
        page._select = self.courses.selected_id
        return page

    @work(exclusive=True, group="catalog")
    async def follow_catalog(self) -> None:
        """Take every new state of the catalog."""
        async for snapshot in self.follow(catalog()):
            self.snapshot = snapshot

    def watch_sync(self, status: SyncStatus) -> None:
        """Who one is decides whether there is a pace."""
        super().watch_sync(status)
        if status.connection == "online" and not status.anonymous and not self._pace_known:
            self._pace_known = True
            self.follow_pace()

    @work(exclusive=True, group="pace")
    async def follow_pace(self) -> None:
        """How fast one learns, for when a course ends."""
        async for snapshot in self.follow(progress(self._zone.key)):
            if snapshot.value is not None:
                self._pace = weekly_pace({day.date: day.completed for day in snapshot.value.days}, self._today)
                self._show_pane(self.courses.selected_id)

    @property
    def _today(self) -> date:
        return datetime.now(self._zone).date()

    # --- what is shown

    def watch_snapshot(self) -> None:
        """Rows change in place; the cursor stays on its course."""
        self._index = CourseIndex(self.snapshot.value or ())
        self.query_one(ContinueLine).course = continue_course(self._index.courses)
        self.refresh_bindings()
        self._show()

    def watch_view(self) -> None:
        """Another view."""
        self._show()

    def watch_sort(self) -> None:
        """Another order."""
        self._show()

    def watch_words(self) -> None:
        """Other words; the first match is what is looked for."""
        self._show()
        if self.words:
            self.courses.action_edge(-1)

    def _show(self) -> None:
        words = self.words.casefold().split()
        shown = self._index.arrange(self.view, words, self.sort)
        self.courses.words = words
        self.courses.show_rows(shown, select=self._select)
        if shown:
            self._select = None
        self._show_views(len(shown))
        self._show_state(bool(shown))
        self._show_pane(self.courses.selected_id)
        self.place = Place("Syllabus")

    def _show_views(self, found: int) -> None:
        counts = self._index.counts
        line = self.query_one(ViewLine)
        line.choices = tuple(ViewChoice(key, name, counts[key]) for key, name in STATUSES.items())
        line.current = self.view
        line.order = self.sort
        self.query_one(MatchCount).count = (found, counts[self.view])
        self.filter_bar.set_class(self.view != "all" or bool(self.words), "-on")

    def _show_state(self, rows: bool) -> None:
        """Without rows a panel says why; what failed while there are rows is a line above the footer."""
        came_back = rows and not self.courses.display
        self.courses.display = rows
        if came_back and self.focused is None:
            self.courses.focus()
        self.panel.display = not rows
        if not rows:
            self.panel.state = state_of(self.snapshot, self.view, self.words)
        self.say_error(self.snapshot.error if rows else None)

    # --- the pane

    @on(RowList.Highlighted)
    def _rest_on(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_pane(event.row_id)

    def _show_pane(self, course_id: str | None) -> None:
        course = self.courses.selected
        shown = self.pane.details
        if course is None or course.id != course_id:
            self.pane.details = None
            return
        sections = shown.sections if shown and shown.course.id == course.id else None
        self.pane.details = self._details(course, sections)
        if sections is None or (shown and shown.course != course):
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(REST, self.read_outline)

    def _details(self, course: CourseRow, sections: tuple[SectionRow, ...] | None) -> CourseDetails:
        return CourseDetails(course, sections, course_finish(course, self._pace, self._today))

    @work(exclusive=True, group="outline")
    async def read_outline(self) -> None:
        """Fill the pane with the sections of the course that the cursor rests on."""
        course = self.courses.selected
        if course is None:
            return
        async for snapshot in self.follow(outline(course.id)):
            if self.courses.selected_id != course.id:
                return
            if snapshot.value is not None:
                sections = section_rows(snapshot.value, snapshot.marks)
                self.pane.details = self._details(self.courses.selected or course, sections)

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        self.open_course(event.row_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, `/` is one of them; without a next lesson there is nothing to continue."""
        if action == "filter":
            return not isinstance(self.focused, WordsInput)
        return action != "continue_learning" or self.query_one(ContinueLine).course is not None

    async def action_continue_learning(self) -> None:
        """Go to the next lesson; here only to offer the key where there is one."""
        await self.run_action("app.continue_learning")

    def action_filter(self) -> None:
        """Type words that the courses shall have."""
        self.filter_bar.open()

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        self.words = event.words

    def on_words_input_left(self) -> None:
        """The rows have the focus again."""
        self.courses.focus()

    def action_copy_id(self) -> None:
        """The id of the selected course, for the command line."""
        if (course_id := self.courses.selected_id) is not None:
            self.post_message(CopyText(course_id, "course's id"))

    def action_next_view(self) -> None:
        """The next view in turn."""
        keys = list(STATUSES)
        self.view = keys[(keys.index(self.view) + 1) % len(keys)]

    def action_show_view(self, view: Status) -> None:
        """One of the views."""
        self.view = view

    def action_sort(self) -> None:
        """The next order in turn."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]

    def action_back(self) -> None:
        """Clear the filter, then the view."""
        if self.words:
            self.filter_bar.clear()
        elif self.view != "all":
            self.view = "all"
