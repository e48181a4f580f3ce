"""The course manager over a course of the demo, and another admin beside it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from api_client.documents import outline
from api_client.library import Library
from api_client.ordering.outline_order import order_of
from screens.admin.course.course import CourseManager
from tests.screens.places import app_of, pilot_courses
from tests.screens.running import until
from tui.embedded import embedded_target

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from api_client.ordering.order import Order
    from api_client.resources.admin.admin import Admin

T = TypeVar("T")
COURSE = "Linear Algebra"
"""Of the demo: sections of 6, 6 and 4 lessons."""
BEGINNING = "1 2 3 4 5 6|7 8 9 10 11 12|13 14 15 16"


async def manage(pilot: Pilot[int], name: str = COURSE) -> CourseManager:
    """The course manager of a course of the catalog, once its rows are there."""
    courses = await pilot_courses(pilot)
    screen = CourseManager(app_of(pilot).library, courses[name])
    pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.is_mounted and bool(screen.rows.rows), f"the tree of {name}")
    return screen


def flat(order: Order) -> list[str]:
    """The ids of the lessons."""
    return [id for section in order for id in section.lesson_ids]


def numbered(order: Order, base: list[str]) -> str:
    """The lessons by the numbers that they had in `base`, with a bar between sections; new ones as `+`."""
    number = {id: str(place) for place, id in enumerate(base, 1)}
    return "|".join(" ".join(number.get(id, "+") for id in section.lesson_ids) for section in order)


def on_screen(screen: CourseManager, base: list[str]) -> str:
    """The order that the manager shows."""
    assert screen.copy is not None
    return numbered(screen.copy.order, base)


async def saved(pilot: Pilot[int], screen: CourseManager) -> None:
    """Wait until the server has everything."""
    await until(
        pilot,
        lambda: screen.copy is not None and not screen.copy.unsaved and screen.save_state.kind != "saving",
        "saved",
    )


async def seen_by_learners(library: Library, course_id: str) -> list[str]:
    """The ids of the lessons in the order in which a learner gets them from the server."""
    course = (await library.fetch(outline(course_id))).value
    assert course is not None
    return [str(lesson.id) for section in course.sections for lesson in section.lessons]


class OtherAdmin:
    """Somebody else who administers the same database, through a Library of their own."""

    def __init__(self, library: Library, course_id: str) -> None:
        self.library = library
        self.course_id = course_id

    async def do(self, call: Callable[[Admin], Awaitable[T]]) -> T:
        """One call."""
        return await self.library.administer(call)

    async def order(self) -> Order:
        """What the server has."""
        return order_of(await self.do(lambda admin: admin.courses.outline(self.course_id)))

    async def reorder(self, change: Callable[[Order], Order]) -> None:
        """Change the order that the server has."""
        now = await self.do(lambda admin: admin.courses.outline(self.course_id))
        await self.do(lambda admin: admin.courses.reorder(self.course_id, change(order_of(now)), if_match=now.version))


@asynccontextmanager
async def other_admin(home: Path, course_id: str) -> AsyncGenerator[OtherAdmin]:
    """Another admin of what `home` has."""
    library = Library(embedded_target(home / "data"), home / "elsewhere")
    library.start()
    try:
        yield OtherAdmin(library, course_id)
    finally:
        library.close()
