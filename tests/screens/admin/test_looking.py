"""Seeing a course with other eyes, why somebody sees a lesson, and what is probably not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from sqlalchemy import select, update

from backend.tables import course_sections, courses, products
from screens.admin.course.course import CourseManager
from screens.admin.lint import LintScreen
from screens.admin.products import AdminProductsScreen
from screens.admin.view_as import ViewAsScreen
from screens.admin.why import WhyScreen
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.places import give_hostile_names
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def look_at(pilot: Pilot[int], course: str, viewer: str) -> ViewAsScreen:
    """The course through other eyes."""
    place = await go_to(pilot, "Courses")
    await until(pilot, lambda: bool(place.rows.rows), "courses")
    place.rows.select_id(next(row.id for row in place.rows.rows if row.name == course))
    await pilot.press("V")
    await shown(pilot, "A visitor, who is not signed in")
    await pilot.press(*(["down"] * ["visitor", "learner", "user"].index(viewer)), "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ViewAsScreen) or viewer == "user", "the course")
    return pilot.app.screen if isinstance(pilot.app.screen, ViewAsScreen) else await whom(pilot, "you")


async def whom(pilot: Pilot[int], words: str) -> ViewAsScreen:
    await shown(pilot, "Words of the name")
    await pilot.press(*words)
    await until(pilot, lambda: "admin" not in screen_text(pilot) and "You" in screen_text(pilot), "the user")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ViewAsScreen), "the course")
    screen = pilot.app.screen
    assert isinstance(screen, ViewAsScreen)
    return screen


async def test_a_visitor_sees_locks_a_learner_none_and_why_says_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await look_at(pilot, "Physics", "visitor")
        await shown(pilot, "Viewing as a visitor")
        await shown(pilot, "locked")
        await pilot.press("down", "W")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhyScreen), "why")
        await shown(pilot, "Who is not signed in has access to nothing.")
        await pilot.press("escape", "V")
        await shown(pilot, "A learner, who has the course")
        await pilot.press("down", "enter")
        await shown(pilot, "Viewing as a learner")
        await until(pilot, lambda: screen.rows.owned and "locked" not in screen_text(pilot), "no lock")
        await until(pilot, lambda: "W Why" not in screen_text(pilot), "nothing to ask of anybody")
        await pilot.press("escape")
        await shown(pilot, "Courses 14")


async def test_what_is_in_no_product_is_not_there_for_a_visitor(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await look_at(pilot, "Hacker Tools (2019)", "visitor")
        await shown(pilot, "The course is not there for a visitor")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_through_other_eyes_and_in_lint(tmp_path: Path, size: tuple[int, int]) -> None:
    give_hostile_names(tmp_path)
    async with running(tmp_path, size) as pilot:
        await look_at(pilot, "Physics", "user")
        await until(pilot, lambda: "Viewing as You" in screen_text(pilot), "the banner")
        assert all(cell_len(line) == size[0] for line in screen_lines(pilot))
        await pilot.press("escape", "L")
        await until(pilot, lambda: isinstance(pilot.app.screen, LintScreen), "lint")
        await shown(pilot, "The lesson")
        lines = screen_lines(pilot)
        assert all(cell_len(line) == size[0] for line in lines)
        assert not any(character in "".join(lines) for character in "\x1b\x07\u202e")


async def test_lint_goes_to_the_lesson_and_to_the_product(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        physics = select(courses.c.id).where(courses.c.name == "Physics").scalar_subquery()
        probability = select(courses.c.id).where(courses.c.name == "Probability").scalar_subquery()
        for course in (physics, probability):
            connection.execute(
                update(course_sections).where(course_sections.c.courseId == course).values(status="private")
            )
        name = connection.scalar(select(products.c.name).where(products.c.name == "Light and chance"))
    assert name
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Courses")
        await pilot.press("L")
        await shown(pilot, "for sale")
        lint = pilot.app.screen
        assert isinstance(lint, LintScreen)
        wanted = next(row for row in lint.rows.rows if row.lesson_id)
        lint.rows.select_id(wanted.id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CourseManager), "the manager")
        manager = pilot.app.screen
        assert isinstance(manager, CourseManager)
        await until(pilot, lambda: manager.rows.selected_id == wanted.lesson_id, "the lesson")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is lint, "lint again")
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AdminProductsScreen), "the products")
        products_place = pilot.app.screen
        assert isinstance(products_place, AdminProductsScreen)
        await until(
            pilot,
            lambda: products_place.rows.selected is not None and products_place.rows.selected.name == name,
            "the product",
        )
