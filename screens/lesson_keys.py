"""The keys that act on one lesson, the same on every screen that shows one: marks, video, link, id, code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from api_client.documents import lesson
from api_client.errors import ApiError
from screens.page import Page
from screens.requests import CopyText, MarkLessons, OpenWith, ShowCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api_client.library import Library

_MARKS = ("complete", "complete_next")
_LINKS = ("watch", "open_with", "copy_link", "show_code")


@dataclass(frozen=True, slots=True)
class Subject:
    """The lesson that the keys act on."""

    id: str
    name: str
    completed: bool
    locked: bool
    owned: bool
    """Whether the viewer has access to its course: only then it can be marked."""


class LessonKeys(Page):
    """A page with a lesson, or with a list that has one selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "complete", "Complete", id="lesson.complete", tooltip="Mark complete, or not complete"),
        Binding(
            "C", "complete_next", "Complete, next", id="lesson.complete_next", tooltip="Complete, and go to the next"
        ),
        Binding("o", "watch", "Watch", id="lesson.watch", tooltip="Open the video in the browser"),
        Binding(
            "O", "open_with", "Open with", show=False, id="lesson.open_with", tooltip="Choose a player for the video"
        ),
        Binding("y", "copy_link", "Copy link", show=False, id="lesson.copy_link", tooltip="Copy the video's link"),
        Binding("Y", "copy_id", "Copy id", show=False, id="lesson.copy_id", tooltip="Copy the lesson's id"),
        Binding("Q", "show_code", "Code", show=False, id="lesson.code", tooltip="The video's link as a QR code"),
    ]

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._asked: dict[str, bool] = {}
        """Whether each lesson shall be complete, by its id, until it is shown so."""

    @property
    def subject(self) -> Subject | None:
        """The lesson that is meant now."""
        raise NotImplementedError

    def move_on(self) -> None:
        """Go to the lesson after it."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A locked lesson has no link, and one of another's course cannot be marked.

        Whose course it is, is known of nobody who is not signed in: their mark asks them to.
        """
        if action in (*_MARKS, *_LINKS, "copy_id"):
            subject = self.subject if self.is_mounted else None
            if subject is None:
                return False
            if action in _MARKS:
                return self.sync.anonymous or (subject.owned and not subject.locked)
            return action == "copy_id" or not subject.locked
        return super().check_action(action, parameters)

    # --- marks

    def action_complete(self) -> None:
        """Complete the lesson; if it is complete, take that back."""
        if (subject := self.subject) is not None:
            self.toggle(subject)

    def action_complete_next(self) -> None:
        """Complete the lesson and go to the one after it."""
        subject = self.subject
        if subject is None:
            return
        if not self._will_be_complete(subject):
            self._mark(subject, True)
        if not self.sync.anonymous:
            self.move_on()

    def toggle(self, subject: Subject) -> None:
        """Ask for a lesson to be complete if it is not, and the other way round."""
        self._mark(subject, not self._will_be_complete(subject))

    def _mark(self, subject: Subject, completed: bool) -> None:
        if not self.sync.anonymous:
            self._asked[subject.id] = completed
        self.post_message(MarkLessons((subject.id,), completed, (subject.name,)))

    def _will_be_complete(self, subject: Subject) -> bool:
        # A second key can come before what the first one asked for is stored and shown.
        return self._asked.get(subject.id, subject.completed)

    def forget_asked(self, shown: Iterable[tuple[str, bool]]) -> None:
        """What is shown counts again: lessons' ids with whether each is complete."""
        for lesson_id, completed in shown:
            if self._asked.get(lesson_id) is completed:
                del self._asked[lesson_id]

    # --- the video

    @work(group="link")
    async def action_watch(self) -> None:
        """Open the video in the browser."""
        if url := await self.find_link():
            self.app.open_url(url)

    @work(group="link")
    async def action_open_with(self) -> None:
        """Ask for a player."""
        if url := await self.find_link():
            self.post_message(OpenWith(url))

    @work(group="link")
    async def action_copy_link(self) -> None:
        """Copy the video's link."""
        if url := await self.find_link():
            self.post_message(CopyText(url, "link"))

    @work(group="link")
    async def action_show_code(self) -> None:
        """Show the video's link as a QR code."""
        subject = self.subject
        if subject is not None and (url := await self.find_link()):
            self.post_message(ShowCode(url, subject.name))

    async def find_link(self) -> str | None:
        """The video's link, from the cache, where it mostly is; without one, say so."""
        subject = self.subject
        if subject is None:
            return None
        document = lesson(subject.id)
        try:
            found = (await self.library.read(document)).value or (await self.library.fetch(document)).value
        except ApiError as error:
            self.app.tell(str(error), severity="error")
            return None
        if found is None or not found.video_url:
            self.app.tell("This lesson has no video that can be opened.", severity="warning")
            return None
        return found.video_url

    def action_copy_id(self) -> None:
        """Copy the lesson's id."""
        if (subject := self.subject) is not None:
            self.post_message(CopyText(subject.id, "id"))
