"""The outline: the sections and lessons of one course, and how far one is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import reactive

from api_client.documents import Snapshot, outline
from api_client.rows import CourseRow, LessonRow, course_row, section_rows
from screens.lesson_keys import LessonKeys, Subject
from screens.lesson_status import row_status
from screens.outline_place import OutlinePlace, place_to_open
from screens.outline_states import state_of, why_locked
from screens.requests import BuyCourse
from screens.rested_lesson import RestedLesson
from widgets.filter_bar import WordsInput
from widgets.header import Place
from widgets.lesson_pane import LessonDetails, LessonPane
from widgets.outline_column import OutlineColumn
from widgets.outline_list import OutlineList
from widgets.outline_rows import LessonView, SectionHead
from widgets.paint import NARROW, Piece
from widgets.row_list import RowList
from widgets.video_strip import short_link

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.documents import Document
    from api_client.library import Library
    from api_client.models import Outline
    from api_client.rows import SectionRow
    from widgets.paint import Line


class OutlineScreen(LessonKeys):
    """Sections that fold, lessons with their marks; the side pane says more about the selected one."""

    CSS_PATH = "outline.tcss"
    AUTO_FOCUS = "OutlineList"
    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority: otherwise the letters typed with it in one burst are on their way to the list already.
        Binding(
            "slash", "filter", "Filter", id="outline.filter", priority=True,
            tooltip="Show the lessons whose names have these words",
        ),
        Binding("f", "next_view", "Status", show=False, id="outline.status", tooltip="All, to do, done, preview"),
        Binding("b", "buy", "Buy", id="outline.buy", tooltip="Buy what the course is part of"),
    ]  # fmt: skip
    FOOTER = (
        "filter.leave", "filter.clear", "list.open", "outline.buy", "lesson.complete", "lesson.watch", "page.details",
        "lesson.complete_next", "outline.unfold_all", "outline.filter", "outline.status",
    )  # fmt: skip
    SHORT: ClassVar[dict[str, str]] = {
        "lesson.complete": "Done", "lesson.watch": "Video", "lesson.complete_next": "+next", "page.details": "Info",
    }  # fmt: skip

    snapshot: reactive[Snapshot[Outline]] = reactive(Snapshot["Outline"](None, loading=True), init=False)

    column = getters.query_one(OutlineColumn)
    rows = getters.query_one(OutlineList)
    pane = getters.query_one(LessonPane)

    def __init__(self, library: Library, course_id: str, lesson_id: str | None = None) -> None:
        """`lesson_id`: the lesson to select; where one was, or the next lesson, if None."""
        super().__init__(library)
        self.course_id = course_id
        self.course: CourseRow | None = None
        self.sections: tuple[SectionRow, ...] = ()
        self._wanted = lesson_id
        self._rested = RestedLesson(self, self._show_pane)

    def compose_body(self) -> ComposeResult:
        """The list with its lines above, and the pane."""
        with Horizontal(classes="body"):
            yield OutlineColumn(classes="main")
            yield LessonPane(classes="pane").data_bind(LessonKeys.keys)

    def on_mount(self) -> None:
        """Follow the course; say that it is loading only if it takes a while."""
        self.place = Place("", deeper=True)
        self.follow_outline()

    def on_screen_resume(self) -> None:
        """Back from a lesson, the cursor stands on the one that was read last."""
        remembered = self.app.places.get(self.course_id)
        if self.course is not None and remembered is not None and remembered.row_id:
            self.rows.reveal(remembered.row_id)

    @work(exclusive=True, group="outline")
    async def follow_outline(self) -> None:
        """Take every new state of the course."""
        async for snapshot in self.follow(outline(self.course_id)):
            self.snapshot = snapshot

    @property
    def document(self) -> Document[Outline]:
        """The course."""
        return outline(self.course_id)

    def again(self, library: Library) -> OutlineScreen:
        """The course as another viewer sees it; the place in it is remembered by the app."""
        return OutlineScreen(library, self.course_id, self._wanted)

    # --- what is shown

    def watch_snapshot(self, snapshot: Snapshot[Outline]) -> None:
        """Rows change in place; the cursor stays on its lesson."""
        opening = self.course is None
        if snapshot.value is not None:
            self.course = course_row(snapshot.value)
            self.sections = section_rows(snapshot.value, snapshot.marks)
            self.forget_asked((each.id, each.completed_at is not None) for s in self.sections for each in s.lessons)
            self._show_course(self.course)
        else:
            self.course, self.sections = None, ()
        self._list(opening=opening and self.course is not None)

    def _show_course(self, course: CourseRow) -> None:
        total = course.lesson_count if course.owned else 0
        self.place = Place(course.name, deeper=True, completed=course.completed_count, total=total)

    @on(OutlineColumn.Narrowed)
    def _narrow(self) -> None:
        self._list()

    def _list(self, *, opening: bool = False) -> None:
        remembered = self.app.places.get(self.course_id)
        folded = None
        select = remembered.row_id if remembered and not self.rows.rows else None
        if opening and self.course is not None:
            place = place_to_open(self.sections, self.course.next_id, self._wanted, remembered)
            folded, select = place.folded, place.row_id
        self.column.show(self.course, self.sections, folded=folded, select=select)
        if not self.rows.rows:
            self.column.panel.state = state_of(self.snapshot, self.column.narrowing)
        self._say()
        self._show_pane()

    # --- the selected row

    @property
    def subject(self) -> Subject | None:
        """The selected lesson."""
        row = self.rows.lesson
        return self._subject(row) if row is not None else None

    def _subject(self, row: LessonRow) -> Subject:
        return Subject(row.id, row.name, row.completed_at is not None, row.locked, self.rows.owned)

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._remember()
        self._show_pane()
        self._say()
        self.refresh_bindings()

    @on(OutlineList.Folded)
    def _refold(self) -> None:
        self._remember()
        self.refresh_bindings()

    def _remember(self) -> None:
        before = self.app.places.get(self.course_id)
        # A view without a row has no cursor; with the next one it is back where it was.
        row_id = self.rows.selected_id or (before.row_id if before else None)
        self.app.places[self.course_id] = OutlinePlace(self.rows.folded, row_id)

    def _show_pane(self) -> None:
        course, section, row = self.course, self.rows.section, self.rows.lesson
        if course is None or section is None:
            self.pane.details = None
            return
        rested = self._rested.get(row.id) if row is not None and not row.locked else None
        self.pane.details = LessonDetails(
            section, course.lesson_count, course.owned, row, why_locked(course),
            rested.description if rested else None, short_link(rested.video_url or "") if rested else "",
        )  # fmt: skip

    def on_resize(self) -> None:
        """In a narrow terminal the status line says the selected row's state in words."""
        self._say()

    def _say(self) -> None:
        """Of the selected row first; else, why the course could not be refreshed."""
        row, status = self.rows.lesson, []
        if row is not None and self.course is not None:
            mark = self.snapshot.marks.get(row.id)
            narrow = self.size.width < NARROW
            helps = self.sign_in_hint() if self.sync.anonymous and not narrow else []
            refusal = mark.refusal if mark else None
            status = row_status(row, self.course, refusal, in_words=narrow, buy=self._buy_hint(), sign_in=helps)
        if status:
            self.say(*status)
        else:
            self.say_error(self.snapshot.error if self.rows.rows else None)

    def _buy_hint(self) -> Line:
        """The key that buys the course, for the status line."""
        if self.course is None or not self.course.offers:
            return []
        return [Piece("   "), Piece(self.keys.get("outline.buy", "b"), "strong", "screen.buy"), Piece(" buy", "muted")]

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open_selected()

    def action_open_selected(self) -> None:
        """Open the lesson; fold or unfold a section."""
        row, section = self.rows.lesson, self.rows.section
        if row is not None:
            self.open_lesson(row.id)
        elif section is not None and self._folds:
            self.rows.action_toggle_section(section.id)

    @property
    def _folds(self) -> bool:
        """Whether the selected row is a section that can be folded or unfolded now."""
        on_section = isinstance(self.rows.selected, SectionHead)
        return on_section and bool(self.rows.check_action("toggle_section", ()))

    def label_of(self, binding: Binding) -> tuple[str, str]:
        """On a section `space` folds or unfolds."""
        row = self.rows.selected
        if binding.id == "lesson.complete" and isinstance(row, SectionHead):
            return ("Unfold" if row.folded else "Fold"), ""
        return super().label_of(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """On a section `space` folds; while words are typed, `/` is one of them."""
        if action == "filter":
            return not isinstance(self.focused, WordsInput)
        if action == "buy":
            return self.course is not None and not self.course.owned and bool(self.course.offers)
        if action == "complete" and self.is_mounted and self.rows.lesson is None:
            return self._folds
        return super().check_action(action, parameters)

    def action_complete(self) -> None:
        """Complete or un-complete the lesson; fold or unfold a section."""
        if self.rows.lesson is None:
            self.action_open_selected()
        else:
            super().action_complete()

    @on(OutlineList.Ticked)
    def _tick(self, event: OutlineList.Ticked) -> None:
        event.stop()
        if self.rows.owned or self.sync.anonymous:
            self.toggle(self._subject(event.lesson))

    def move_on(self) -> None:
        """Select the lesson after the selected one, across sections."""
        lessons = [each for section in self.sections for each in section.lessons]
        row = self.rows.lesson
        if row is not None and row.position < len(lessons):
            self.rows.reveal(lessons[row.position].id)

    def action_buy(self) -> None:
        """Buy what the course is part of."""
        if self.course is not None:
            self.post_message(BuyCourse(self.course.offers))

    def action_filter(self) -> None:
        """Type words that the names shall have."""
        self.column.filter_bar.open()

    def action_next_view(self) -> None:
        """The next view in turn."""
        self.column.next_view()

    def action_show_view(self, view: LessonView) -> None:
        """One of the views."""
        self.column.view = view

    def action_back(self) -> None:
        """Show all lessons again; if all are shown, go back."""
        if not self.column.show_all():
            super().action_back()
