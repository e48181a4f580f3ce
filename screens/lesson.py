"""A lesson's page: its description, its video, its mark, and the way to the lessons around it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive

from api_client.documents import Snapshot, catalog, lesson
from screens.choice import ChoiceScreen
from screens.lesson_keys import LessonKeys, Subject
from screens.lesson_states import locked_state, state_of
from screens.lesson_status import finished_question, refused
from widgets.finish_card import FinishCard
from widgets.header import Place
from widgets.lesson_body import LessonBody
from widgets.lesson_foot import LessonFoot, Neighbours
from widgets.lesson_head import LessonHead, LessonState
from widgets.markdown_links import find_links, may_have_links
from widgets.state_panel import StatePanel
from widgets.video_strip import VideoStrip

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.documents import Document
    from api_client.library import Library
    from api_client.models import Lesson
    from api_client.rows import CourseRow


class LessonScreen(LessonKeys):
    """One lesson; the next and the previous one take its place."""

    CSS_PATH = "lesson.tcss"
    AUTO_FOCUS = "LessonBody"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right_square_bracket", "next", "Next", show=False, id="lesson.next", tooltip="The next lesson"),
        Binding(
            "p,left_square_bracket", "previous", "Previous", show=False, id="lesson.previous",
            tooltip="The previous lesson",
        ),
        Binding("L", "choose_link", "Links", show=False, id="lesson.links", tooltip="Open a link of the text"),
    ]  # fmt: skip
    FOOTER = (
        "lesson.complete",
        "lesson.complete_next",
        "lesson.watch",
        "lesson.copy_link",
        "lesson.links",
        "page.zoom",
    )
    SHORT: ClassVar[dict[str, str]] = {
        "lesson.complete": "Done", "lesson.watch": "Video", "lesson.complete_next": "+next", "lesson.previous": "Prev",
    }  # fmt: skip

    snapshot: reactive[Snapshot[Lesson]] = reactive(Snapshot["Lesson"](None, loading=True), init=False)
    courses: reactive[tuple[CourseRow, ...]] = reactive["tuple[CourseRow, ...]"]((), init=False)
    """The catalog."""
    asks_whether_finished: reactive[bool] = reactive(False, init=False)
    """The video was opened, and one is back: was it watched to its end?"""

    head = getters.query_one(LessonHead)
    strip = getters.query_one(VideoStrip)
    body = getters.query_one(LessonBody)
    panel = getters.query_one(StatePanel)
    finish = getters.query_one(FinishCard)
    foot = getters.query_one(LessonFoot)

    def __init__(self, library: Library, lesson_id: str) -> None:
        super().__init__(library)
        self.lesson_id = lesson_id
        self._watched = False

    def compose_body(self) -> ComposeResult:
        """The column, from its top to its foot."""
        with Vertical(classes="lesson"):
            yield LessonHead()
            yield VideoStrip().data_bind(LessonKeys.keys)
            yield LessonBody()
            yield StatePanel()
            yield FinishCard().data_bind(LessonKeys.keys, LessonScreen.courses)
            yield LessonFoot().data_bind(LessonKeys.keys)

    def on_mount(self) -> None:
        """Follow the lesson."""
        self.place = Place("", deeper=True)
        self._show_state(None)
        self.watch(self.app, "app_focus", self._come_back, init=False)
        self.follow_lesson()
        self.follow_courses()

    @property
    def document(self) -> Document[Lesson]:
        """The lesson."""
        return lesson(self.lesson_id)

    def again(self, library: Library) -> LessonScreen:
        """The lesson as another viewer sees it."""
        return LessonScreen(library, self.lesson_id)

    @work(exclusive=True, group="lesson")
    async def follow_lesson(self) -> None:
        """Take every new state of the lesson."""
        async for snapshot in self.follow(lesson(self.lesson_id)):
            self.snapshot = snapshot

    @work(exclusive=True, group="courses")
    async def follow_courses(self) -> None:
        """How far one is in this course, and what is left elsewhere."""
        async for snapshot in self.follow(catalog()):
            self.courses = snapshot.value or ()

    # --- what is shown

    def watch_snapshot(self, old: Snapshot[Lesson], snapshot: Snapshot[Lesson]) -> None:
        """The lesson, or its mark, changed."""
        shown = snapshot.value
        if shown is not None and (old.value is None or old.value.id != shown.id):
            self._remember(shown)
        self._show()

    def watch_courses(self) -> None:
        """The counts are there."""
        self._show()

    def _show(self) -> None:
        shown = self.snapshot.value
        self._show_state(shown)
        if shown is not None:
            self._show_lesson(shown)
        self.refresh_bindings()
        self._say()

    def _show_lesson(self, shown: Lesson) -> None:
        self.forget_asked([(str(shown.id), shown.completed_at is not None)])
        mark = self.snapshot.marks.get(str(shown.id))
        self.head.state = LessonState(
            shown.course_name, shown.section_name, shown.position, shown.lesson_count, shown.name, shown.locked,
            shown.completed_at, self._owned(shown), mark.sync if mark else "saved",
        )  # fmt: skip
        self.strip.url = shown.video_url or ""
        self.body.source = shown.description or ""
        before, after = shown.previous, shown.next
        self.foot.neighbours = Neighbours(before.name if before else None, after.name if after else None)
        at_the_end = after is None and shown.completed_at is not None
        self.finish.course_id = str(shown.course_id) if at_the_end else None
        course = self._course(shown)
        counts = (course.completed_count, course.lesson_count) if course and course.owned else (0, 0)
        self.place = Place(shown.course_name, True, *counts)

    def _show_state(self, shown: Lesson | None) -> None:
        """A panel takes the body's place where there is nothing to read."""
        readable = shown is not None and not shown.locked
        self.body.display = readable
        self.panel.display = not readable
        for widget in (self.head, self.foot):
            widget.display = shown is not None
        if shown is None:
            self.strip.url = ""
            self.panel.state = state_of(self.snapshot)
        elif shown.locked:
            self.panel.state = locked_state(self._course(shown), anonymous=self.sync.anonymous)
        elif self.focused is None:
            self.body.focus()

    def _course(self, shown: Lesson) -> CourseRow | None:
        return next((course for course in self.courses if course.id == str(shown.course_id)), None)

    def _owned(self, shown: Lesson) -> bool:
        """A lesson that is neither locked nor a preview is open because one has the course."""
        course = self._course(shown)
        return course.owned if course else not shown.locked and shown.status != "preview"

    def _remember(self, shown: Lesson) -> None:
        """Back in the outline, the cursor stands on the lesson that was read last."""
        course_id = str(shown.course_id)
        if (place := self.app.places.get(course_id)) is not None:
            self.app.places[course_id] = replace(place, row_id=str(shown.id))

    # --- the status line

    def _say(self) -> None:
        mark = self.snapshot.marks.get(self.lesson_id)
        if self.asks_whether_finished:
            self.say(*finished_question(self.keys))
        elif mark is not None and mark.refusal is not None:
            self.say(*refused(mark.refusal))
        else:
            self.say_error(self.snapshot.error if self.snapshot.value is not None else None)

    def _come_back(self, has_focus: bool) -> None:
        """The terminal has the focus again, after the video was opened."""
        subject = self.subject
        if has_focus and self._watched and subject is not None and subject.owned and not subject.completed:
            self.asks_whether_finished = True
        if has_focus:
            self._watched = False

    def watch_asks_whether_finished(self) -> None:
        """Ask, or stop asking."""
        self._say()

    # --- actions

    @property
    def subject(self) -> Subject | None:
        """The lesson of the page."""
        shown = self.snapshot.value
        if shown is None:
            return None
        return Subject(str(shown.id), shown.name, shown.completed_at is not None, shown.locked, self._owned(shown))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """At the ends of a course there is no lesson before or after."""
        shown = self.snapshot.value
        if action == "next":
            return shown is not None and shown.next is not None
        if action == "previous":
            return shown is not None and shown.previous is not None
        if action == "choose_link":
            return shown is not None and not shown.locked and may_have_links(shown.description or "")
        return super().check_action(action, parameters)

    @work(group="link")
    async def action_choose_link(self) -> None:
        """Open a link of the text."""
        shown = self.snapshot.value
        links = find_links(shown.description or "") if shown is not None else {}
        if not links:
            self.app.tell("This text has no link that can be opened.", severity="warning")
            return
        chosen = await self.app.push_screen_wait(ChoiceScreen("Open a link", tuple(links)))
        if chosen is not None:
            self.app.open_url(links[chosen])

    def action_complete(self) -> None:
        """Complete the lesson; if it is complete, take that back."""
        self.asks_whether_finished = False
        super().action_complete()

    async def find_link(self) -> str | None:
        """The video's link; that it was asked for is remembered until one is back."""
        link = await super().find_link()
        self._watched = link is not None
        return link

    def move_on(self) -> None:
        """Go to the next lesson; at the end stay, where it is said what is left."""
        self.action_next()

    def action_next(self) -> None:
        """The next lesson; a locked one too: its page says why it is locked."""
        if (shown := self.snapshot.value) is not None and shown.next is not None:
            self._go_to(str(shown.next.id))

    def action_previous(self) -> None:
        """The previous lesson."""
        if (shown := self.snapshot.value) is not None and shown.previous is not None:
            self._go_to(str(shown.previous.id))

    def _go_to(self, lesson_id: str) -> None:
        self.lesson_id = lesson_id
        self.asks_whether_finished = self._watched = False
        self.follow_lesson()

    def action_open_course(self) -> None:
        """The outline of the lesson's course: the one below this page, if it is there."""
        shown = self.snapshot.value
        if shown is None:
            return
        course_id = str(shown.course_id)
        below = self.app.screen_stack[-2]
        if getattr(below, "course_id", None) == course_id:
            self.dismiss()
        else:
            self.open_course(course_id, str(shown.id))

    def action_back(self) -> None:
        """Answer the question with no; else go back."""
        if self.asks_whether_finished:
            self.asks_whether_finished = False
        else:
            super().action_back()
