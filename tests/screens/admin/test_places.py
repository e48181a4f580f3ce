"""The admin's places: who has them, the way between them, and their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from sqlalchemy import select, update

from backend.tables import course_sections, courses
from screens.admin.courses import AdminCoursesScreen
from screens.admin.place import AdminPlace
from screens.admin.places import PLACES
from screens.catalog import CatalogScreen
from screens.help import HelpScreen
from tests.clerk.emulator import ADMIN
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.places import HOSTILE_NAMES, app_of, click_on
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from tests.screens.school import ADA, LENA, DemoSchool, at_school, board, sign_in, visiting

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_way_between_the_places_and_back_keeps_each_as_it_was(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        place = await go_to(pilot, "Courses")
        await shown(pilot, "Courses 14")
        await pilot.press("slash", *"puzzles")
        await shown(pilot, "1 of 14")
        await pilot.press("enter", "tab")
        await until(pilot, lambda: pilot.app.current_mode == "admin/products", "the products")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")
        await pilot.press("5")
        await until(pilot, lambda: pilot.app.current_mode == "admin/products", "the products again")
        await click_on(pilot, "Courses")
        await until(pilot, lambda: pilot.app.screen is place, "the courses")
        assert "1 of 14" in screen_text(pilot)
        await pilot.press("escape")
        await shown(pilot, "Courses 14")
        await pilot.press("shift+tab")
        await until(pilot, lambda: pilot.app.current_mode == PLACES[-1].mode, "the last place")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_harmless_in_every_width(tmp_path: Path, size: tuple[int, int]) -> None:
    with embedded_database(tmp_path) as connection:
        ids = connection.scalars(select(courses.c.id)).all()
        for id, name in zip(ids, HOSTILE_NAMES, strict=False):
            connection.execute(update(courses).where(courses.c.id == id).values(name=name, description=name))
    async with running(tmp_path, size) as pilot:
        place = await go_to(pilot, "Courses")
        await until(pilot, lambda: len(place.rows.rows) == len(ids), "all courses")
        for _ in ids:
            await pilot.press("down")
            await pilot.pause()
            lines = screen_lines(pilot)
            assert all(cell_len(line) == size[0] for line in lines)
            assert not any(character in "".join(lines) for character in "\x1b\x07\u202e")


async def test_what_is_private_is_said_in_words(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        puzzles = select(courses.c.id).where(courses.c.name == "Puzzles").scalar_subquery()
        connection.execute(
            update(course_sections).where(course_sections.c.courseId == puzzles).values(status="private")
        )
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Courses")
        await shown(pilot, "all private")


async def test_a_learner_has_no_such_place_and_an_admin_has(tmp_path: Path, school: DemoSchool) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        await sign_in(pilot, school)
        await at_school(pilot, LENA)
        assert "5 Admin" not in screen_text(pilot)
        await pilot.press("5")
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen), "the help")
        assert "app.admin" not in screen_text(pilot)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, AdminPlace)


async def test_an_admin_of_a_server_comes_to_its_courses(tmp_path: Path, school: DemoSchool) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        await sign_in(pilot, school, ADMIN)
        await at_school(pilot, ADA)
        school.set_role(ADMIN, "admin")
        app_of(pilot).library.refresh()
        await shown(pilot, "5 Admin")
        await pilot.press("5")
        await until(pilot, lambda: isinstance(pilot.app.screen, AdminCoursesScreen), "the courses")
        await shown(pilot, school.unsold())
