"""The admin's courses: made, changed, and deleted, on the real backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from backend.tables import course_products, courses, products
from screens.admin.course.course import CourseManager
from screens.admin.courses import AdminCoursesScreen
from screens.admin.form import FormScreen
from screens.typed_confirmation import TypedConfirmation
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.places import app_of
from tests.screens.running import running, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def courses_of(pilot: Pilot[int], words: str = "") -> AdminCoursesScreen:
    """The place, narrowed to the courses that have the words, with the cursor on the first."""
    place = await go_to(pilot, "Courses")
    assert isinstance(place, AdminCoursesScreen)
    await until(pilot, lambda: bool(place.rows.rows), "courses")
    if words:
        await pilot.press("slash", *words, "enter")
        await until(pilot, lambda: len(place.rows.rows) < 14, "those with the words")
        await pilot.press("home")
    return place


async def test_a_course_is_made_changed_and_opened(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        place = await courses_of(pilot)
        await pilot.press("a")
        await shown(pilot, "New course")
        await pilot.press("f2")
        await shown(pilot, "A name is needed.")
        await pilot.press(*"Zebras", "tab", *"Striped.", "f2")
        await until(pilot, lambda: place.rows.selected_id is not None and "Zebras" in screen_text(pilot), "the course")
        await until(pilot, lambda: place.rows.selected is not None and place.rows.selected.name == "Zebras", "selected")
        await pilot.press("e")
        await shown(pilot, "Edit course")
        await pilot.press("end", *" II", "f2")
        await shown(pilot, "Zebras II")
        await until(pilot, lambda: pilot.app.screen is place, "the place")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CourseManager), "its manager")


async def test_what_another_admin_changed_meanwhile_is_told_and_can_be_saved_over(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        place = await courses_of(pilot, "puzzles")
        await pilot.press("e")
        await shown(pilot, "Edit course")
        with embedded_database(tmp_path) as connection:
            connection.execute(update(courses).where(courses.c.name == "Puzzles").values(description="Theirs."))
        await pilot.press("end", "!", "f2")
        await shown(pilot, "Another admin changed this meanwhile")
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen is place, "saved")
        with embedded_database(tmp_path) as connection:
            row = connection.execute(select(courses).where(courses.c.name == "Puzzles!")).one()
        assert row.description == "Theirs."


async def test_a_course_that_is_sold_stays_and_another_goes_with_everything_once_its_name_was_typed(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as pilot:
        place = await courses_of(pilot, "hacker")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypedConfirmation), "the question")
        assert "17 lessons" in screen_text(pilot)
        assert "1 learner" in screen_text(pilot)
        await pilot.press("enter")
        await shown(pilot, "or press esc.")
        await pilot.press(*"hacker tools (2019)")
        # Sold just now: what the server says is told, and nothing is lost.
        with embedded_database(tmp_path) as connection:
            course = connection.scalar(select(courses.c.id).where(courses.c.name.startswith("Hacker")))
            product = connection.scalar(select(products.c.id).limit(1))
            connection.execute(insert(course_products).values(courseId=course, productId=product))
        await pilot.press("enter")
        await shown(pilot, "was not deleted")
        await until(pilot, lambda: bool(place.rows.selected and place.rows.selected.products), "that it is sold")
        await pilot.press("D")
        await until(pilot, lambda: "Take it out" in app_of(pilot).message_log.messages[-1].text, "why it stays")
        with embedded_database(tmp_path) as connection:
            connection.execute(course_products.delete().where(course_products.c.courseId == course))
        await pilot.press("r")
        await until(pilot, lambda: not (place.rows.selected and place.rows.selected.products), "that it is not sold")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypedConfirmation), "the question")
        await pilot.press(*"HACKER TOOLS (2019)", "enter")
        await until(pilot, lambda: not place.rows.rows, "the course gone")
        with embedded_database(tmp_path) as connection:
            assert connection.scalar(select(courses.c.id).where(courses.c.id == course)) is None


async def test_the_same_form_is_not_opened_twice(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await courses_of(pilot)
        await pilot.press("a", "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form")
        await pilot.pause()
        assert sum(isinstance(screen, FormScreen) for screen in pilot.app.screen_stack) == 1


async def test_a_copy_has_everything_is_private_and_is_another_course(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        place = await courses_of(pilot, "puzzles")
        await pilot.press("d")
        await shown(pilot, "Copy of Puzzles")
        await until(pilot, lambda: place.rows.selected is not None and "Copy" in place.rows.selected.name, "selected")
        row = place.rows.selected
        assert row is not None
        assert (row.lesson_count, row.hidden_lesson_count, row.learner_count) == (9, 9, 0)
        await shown(pilot, "all private")
