"""The keys that act on one lesson, the same on every screen that shows one: marks, video, link, id, code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from api_client.documents import lesson
from api_client.errors import ApiError
from screens.page import Page
from screens.requests import CopyText, MarkLessons, OpenWith, ShowCode

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

    @property
    def subject(self) -> Subject | None:
        """The lesson that is meant now."""
        raise NotImplementedError

    def move_on(self) -> None:
        """Go to the lesson after it."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A locked lesson has no link, and one of another's course cannot be marked."""
        if action in (*_MARKS, *_LINKS, "copy_id"):
            subject = self.subject if self.is_mounted else None
            if subject is None:
                return False
            return action == "copy_id" or not (subject.locked or (action in _MARKS and not subject.owned))
        return super().check_action(action, parameters)

    # --- marks

    def action_complete(self) -> None:
        """Complete the lesson; if it is complete, take that back."""
        if (subject := self.subject) is not None:
            self.post_message(MarkLessons((subject.id,), not subject.completed, (subject.name,)))

    def action_complete_next(self) -> None:
        """Complete the lesson and go to the one after it."""
        subject = self.subject
        if subject is None:
            return
        if not subject.completed:
            self.post_message(MarkLessons((subject.id,), True, (subject.name,)))
        self.move_on()

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
