"""Progress: how much is done, how steadily and how fast, the year, the courses, and what was completed lately."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.documents import Snapshot, progress
from api_client.rows import course_row
from screens.catalog_view import CourseIndex
from screens.page import Page
from screens.progress_states import figures, recent_rows, state_of
from widgets.header import Place
from widgets.heat_map import HeatMap
from widgets.heat_year import HeatYear
from widgets.paint import Piece
from widgets.progress_course_list import ProgressCourseList
from widgets.progress_figures import ProgressFigures
from widgets.recent_list import RecentList
from widgets.row_list import RowList
from widgets.state_panel import StatePanel
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from api_client.library import Library
    from api_client.models import Progress
    from api_client.status import SyncStatus
    from widgets.footer import Hint

BOTH_LISTS = 100
"""Columns from which both lists are shown."""


class ProgressScreen(Page):
    """Figures, heat map, and two lists; below 100 columns one list at a time."""

    CSS_PATH = "progress.tcss"
    AUTO_FOCUS = "ProgressCourseList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "next_list", "Next pane", id="progress.next_pane", tooltip="Go to the other list"),
    ]
    FOOTER = ("list.open", "progress.next_pane", "app.continue", "page.refresh")
    FOOTER_END = ("app.help", "app.palette")

    snapshot: reactive[Snapshot[Progress]] = reactive(Snapshot["Progress"](None, loading=True), init=False)

    panel = getters.query_one(StatePanel)
    figures = getters.query_one(ProgressFigures)
    heat_map = getters.query_one(HeatMap)
    courses = getters.query_one(ProgressCourseList)
    recent = getters.query_one(RecentList)

    def __init__(self, library: Library, time_zone: str) -> None:
        """`time_zone` is an IANA name; it decides what a day is."""
        super().__init__(library)
        self._zone = ZoneInfo(time_zone)

    def compose_body(self) -> ComposeResult:
        """Everything there is, and the panel that stands in its place."""
        yield StatePanel()
        with Vertical(classes="progress"):
            yield ProgressFigures()
            yield HeatMap()
            with Horizontal(classes="lists"):
                with Vertical(classes="courses"):
                    yield TitleLine("Courses")
                    yield ProgressCourseList()
                with Vertical(classes="lately"):
                    enter = self.app.get_key_display(Binding("enter", ""))
                    go_there = [Piece(enter, "muted strong"), Piece(" go there", "faint")]
                    yield TitleLine("Completed lately", go_there)
                    yield RecentList()

    def on_mount(self) -> None:
        """Follow the progress."""
        self.place = Place("Progress")
        self.add_class("-waiting")
        self.follow_progress()

    def on_screen_resume(self) -> None:
        """It may be another day than when it was last looked at."""
        self._show()

    def again(self, library: Library) -> ProgressScreen:
        """The progress of another viewer."""
        return ProgressScreen(library, self._zone.key)

    @work(exclusive=True, group="progress")
    async def follow_progress(self) -> None:
        """Take every new state of the progress."""
        async for snapshot in self.follow(progress(self._zone.key)):
            self.snapshot = snapshot

    # --- what is shown

    def watch_snapshot(self) -> None:
        """Figures and rows change in place."""
        self._show()

    def watch_sync(self, status: SyncStatus) -> None:
        """Whether there is an account decides what is said."""
        super().watch_sync(status)
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        state = state_of(self.snapshot, anonymous=self.sync.anonymous)
        self.set_class(state is not None, "-waiting")
        self.refresh_bindings()
        if state is not None:
            self.panel.state = state
        elif self.snapshot.value is not None:
            self._show_progress(self.snapshot.value)
        self._show_error()

    def _show_progress(self, shown: Progress) -> None:
        now = datetime.now(self._zone)
        self.figures.figures = figures(shown, now.date())
        self.heat_map.year = HeatYear(now.date(), {day.date: day.completed for day in shown.days})
        rows = [course_row(course) for course in shown.courses]
        self.courses.show_rows(CourseIndex(rows).arrange("all", (), "recent"))
        self.recent.show_rows(recent_rows(shown, now))
        self.place = Place("Progress", completed=shown.completed_count, total=shown.lesson_count)

    def _show_error(self) -> None:
        self.say_error(self.snapshot.error if self.snapshot.value is not None else None)

    # --- the lists

    @property
    def _lately(self) -> bool:
        return self.has_class("-lately")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without lists there is no other one; there is no pane here at all."""
        return not (action == "details" or (action == "next_list" and self.has_class("-waiting")))

    def action_next_list(self) -> None:
        """Go to the other list; where only one has room, it takes the other's place."""
        self.toggle_class("-lately")
        (self.recent if self._lately else self.courses).focus()
        self.update_footer()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click on a list is a way to it too."""
        if isinstance(event.widget, RowList):
            self.set_class(event.widget is self.recent, "-lately")

    def on_resize(self) -> None:
        """The key for the other list is named after it where the other one is not in sight."""
        self.update_footer()

    def _hint(self, active: ActiveBinding) -> Hint:
        hint = super()._hint(active)
        if active.binding.id == "progress.next_pane" and self.size.width < BOTH_LISTS:
            return replace(hint, label="Courses" if self._lately else "Lately")
        return hint

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.list is self.recent:
            self.open_lesson(event.row_id)
        else:
            self.open_course(event.row_id)
