"""The course manager over a course of the demo, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.admin.course.course import CourseManager
from tests.screens.places import app_of, pilot_courses
from tests.screens.running import until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from api_client.ordering.order import Order

COURSE = "Linear Algebra"
"""Of the demo: sections of 6, 6 and 4 lessons."""


async def manage(pilot: Pilot[int], name: str = COURSE) -> CourseManager:
    """The course manager of a course of the catalog, once its rows are there."""
    courses = await pilot_courses(pilot)
    screen = CourseManager(app_of(pilot).library, courses[name])
    pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.is_mounted and bool(screen.rows.rows), f"the tree of {name}")
    return screen


def positions(screen: CourseManager, base: Order) -> str:
    """The lessons by the numbers that they had in `base`, with a bar between sections."""
    assert screen.copy is not None
    flat = [id for section in base for id in section.lesson_ids]
    return "|".join(" ".join(str(flat.index(id) + 1) for id in section.lesson_ids) for section in screen.copy.order)
