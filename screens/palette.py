"""The palette: every action, course, lesson and theme by a few letters of its name."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Provider
from textual.widgets import Input

from api_client.documents import catalog, outline
from api_client.errors import ApiError
from screens.actions import available_actions
from screens.admin.places import PLACES
from screens.candidates import SHOWN, Candidate, best, candidate
from screens.host import Host
from screens.page import Page
from widgets.marks import ASCII, marks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from textual.command import Hits
    from textual.screen import Screen
    from textual.style import Style

    from api_client.library import Library
    from api_client.rows import CourseRow

MOMENT = 0.3
"""Seconds that the palette waits for what only the server knows: it shows nothing new before all have answered."""
OUTLINES = 60
"""So many outlines are read from the cache when the palette opens, those of the latest courses first."""
WIDTH = 80
MARGINS = 7
"""Columns of the palette that its padding and scrollbar take."""
COURSES_FIRST = 0.01
"""What a course is ahead of a lesson that matches as well."""


class Everything(Provider):
    """What is here at once, then what the server finds within a moment.

    One provider for all kinds: the palette asks several in no certain order.
    """

    def __init__(self, screen: Screen[Any], match_style: Style | None = None) -> None:
        super().__init__(screen, match_style)
        self._courses: list[Candidate] = []
        self._lessons: dict[str, Candidate] = {}
        self._names: dict[str, str] = {}
        self._reading: asyncio.Task[None] | None = None

    @property
    def _width(self) -> int:
        return min(WIDTH, self.app.size.width) - MARGINS

    @property
    def _host(self) -> Host:
        assert isinstance(self.app, Host)
        return self.app

    @property
    def _library(self) -> Library | None:
        return self.screen.library if isinstance(self.screen, Page) else None

    async def startup(self) -> None:
        """Courses are there from the first letter on; the outlines follow while one types."""
        if self._library is None:
            return
        rows = (await self._library.read(catalog())).value or ()
        self._names = {row.id: row.name for row in rows}
        self._courses = [self._course(row.id, row.name) for row in rows]
        self._reading = asyncio.create_task(self._read_outlines(self._library, rows))

    async def shutdown(self) -> None:
        """The palette is closed."""
        if self._reading is not None:
            self._reading.cancel()

    async def _read_outlines(self, library: Library, rows: Sequence[CourseRow]) -> None:
        latest = sorted(rows, key=lambda row: row.last_completed_at.timestamp() if row.last_completed_at else 0.0)
        for row in latest[: -OUTLINES - 1 : -1]:
            known = (await library.read(outline(row.id))).value
            for section in known.sections if known else ():
                for lesson in section.lessons:
                    self._lessons[str(lesson.id)] = self._lesson(str(lesson.id), lesson.name, row.name)

    # --- what there is

    def _course(self, course_id: str, name: str) -> Candidate:
        return candidate(name, "course", partial(self._host.open_course, course_id), COURSES_FIRST)

    def _lesson(self, lesson_id: str, name: str, course_name: str) -> Candidate:
        return candidate(name, course_name, partial(self._host.open_lesson, lesson_id))

    def _actions(self) -> Iterator[Candidate]:
        for action in available_actions(self.screen, self.app.get_key_display):
            if action.id != "app.palette" and not action.moves:
                run = partial(self.app.run_action, action.action, action.node)
                yield candidate(f"{action.noun}: {action.label}", " ".join(action.keys), run, COURSES_FIRST)

    def _themes(self) -> Iterator[Candidate]:
        for name in sorted(self.app.available_themes):
            now = "in use" if name == self.app.theme else "theme"
            yield candidate(f"Theme: {name}", now, partial(setattr, self.app, "theme", name))

    def _places(self) -> Iterator[Candidate]:
        """The admin's places, which share one key."""
        if self._library is not None and self._library.status.is_admin:
            for place in PLACES:
                go = partial(self.app.run_action, f"app.show_admin({place.mode!r})")
                yield candidate(f"Admin: {place.name}", "place", go, COURSES_FIRST)

    # --- what the palette asks

    async def discover(self) -> Hits:
        """Before anything is typed: what can be done here, and the courses."""
        for each in [*self._actions(), *self._places(), *self._courses[:SHOWN]]:
            yield DiscoveryHit(each.display(self._width), each.command, each.name)

    async def search(self, query: str) -> Hits:
        """What matches what was typed."""
        here = [*self._actions(), *self._places(), *self._themes(), *self._courses, *self._lessons.values()]
        for score, each, offsets in await best(here, query):
            yield Hit(score, each.display(self._width, offsets), each.command, each.name)
        async for hit in self._found_by_server(query):
            yield hit

    async def _found_by_server(self, query: str) -> AsyncIterator[Hit]:
        """Lessons and courses that are not cached; the server looks for words, so they rank below."""
        if self._library is None:
            return
        try:
            found = await asyncio.wait_for(self._library.search(query), MOMENT)
        except (ApiError, TimeoutError):
            return
        for place, hit in enumerate(found):
            hit_id, course_id = str(hit.id), str(hit.course_id)
            if hit.kind == "lesson" and hit_id not in self._lessons:
                each = self._lesson(hit_id, hit.name, self._names.get(course_id, "lesson"))
            elif hit.kind == "course" and hit_id not in self._names:
                each = self._course(hit_id, hit.name)
            else:
                continue
            yield Hit(0.01 / (place + 1), each.display(self._width), each.command, each.name)


class Palette(CommandPalette):
    """Textual's palette with everything of ours in it."""

    def __init__(self) -> None:
        super().__init__([Everything], placeholder="Courses, lessons, actions, themes")
        self.set_class(marks() is ASCII, "-ascii")

    def on_mount(self) -> None:
        """Nothing blinks."""
        self.query_one(Input).cursor_blink = False

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave; as any dialog does, once."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete.nothing()

    def _action_command_list(self, action: str) -> None:
        # Textual's list fails to move by a page that is not laid out.
        if self.query_one(CommandList).size:
            super()._action_command_list(action)
