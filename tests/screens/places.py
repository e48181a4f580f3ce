"""Ways into the app that tests share: a course's outline, a lesson, and data that nobody sane would write."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from rich.cells import cell_len

from screens.catalog import CatalogScreen
from screens.lesson import LessonScreen
from screens.outline import OutlineScreen
from tests.screens.running import screen_text, shown, until
from tui.app import SyllabusApp
from tui.embedded import embedded_target

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

HOSTILE_NAMES = (
    "[/]", "[ERROR] x", "list[int]", "[@click=app.quit]x[/]", "日本語のとても長い名前がここにありますよ",
    "emoji 👩‍💻 ❤️ ☎️ 🏳️‍🌈 end", "عربي مرحبا بالعالم", "x" * 10_000, "", "two\nlines",
    "\x1b[2J\x1b]0;x\x07esc", "\u202eright",
)  # fmt: skip


def demo_database(home: Path) -> sqlite3.Connection:
    """The embedded backend's file under `home`, made and filled as by a first start."""
    target = embedded_target(home / "data")
    assert target.make_app is not None
    target.make_app()
    return sqlite3.connect(home / "data" / "syllabus.db")


def change(home: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the demo catalog before the app starts."""
    database = demo_database(home)
    with database:
        for statement, values in statements:
            database.execute(statement, values)
    database.close()


def give_hostile_names(home: Path) -> None:
    """Names for every section and lesson, each of them somewhere in every course."""
    database = demo_database(home)
    with database:
        for table in ("course_sections", "lessons"):
            ids = [row[0] for row in database.execute(f'SELECT id FROM {table} ORDER BY "order", id')]
            for number, id in enumerate(ids):
                name = HOSTILE_NAMES[number % len(HOSTILE_NAMES)]
                database.execute(f"UPDATE {table} SET name = ? WHERE id = ?", (name, id))
    database.close()


def app_of(pilot: Pilot[int]) -> SyllabusApp:
    """The app, with its own type."""
    assert isinstance(pilot.app, SyllabusApp)
    return pilot.app


async def open_course(pilot: Pilot[int], name: str) -> OutlineScreen:
    """The outline of a course of the catalog."""
    courses = await pilot_courses(pilot)
    pilot.app.call_later(app_of(pilot).open_course, courses[name])
    await until(
        pilot, lambda: isinstance(pilot.app.screen, OutlineScreen) and pilot.app.screen.is_mounted, "an outline"
    )
    screen = pilot.app.screen
    assert isinstance(screen, OutlineScreen)
    await until(pilot, lambda: bool(screen.rows.rows) and screen.rows.size.height > 0, f"the outline of {name}")
    return screen


async def open_lesson(pilot: Pilot[int], course: str, position: int) -> LessonScreen:
    """The page of a lesson, opened from nowhere; `position` from 1."""
    outline = await open_course(pilot, course)
    lessons = [lesson for section in outline.sections for lesson in section.lessons]
    outline.dismiss()
    pilot.app.call_later(app_of(pilot).open_lesson, lessons[position - 1].id)
    await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen) and pilot.app.screen.is_mounted, "a lesson")
    screen = pilot.app.screen
    assert isinstance(screen, LessonScreen)
    await until(pilot, lambda: screen.snapshot.value is not None, "the lesson's text")
    await pilot.pause()
    return screen


async def pilot_courses(pilot: Pilot[int]) -> dict[str, str]:
    """The ids of the catalog's courses by their names, once they are there."""
    await until(pilot, lambda: "Calculus" in screen_text(pilot) or pilot.app.size.height < 16, "the catalog")
    catalog = next(screen for screen in pilot.app.screen_stack if isinstance(screen, CatalogScreen))
    await until(pilot, lambda: bool(catalog.courses.rows), "courses")
    return {course.name: course.id for course in catalog.courses.rows}


async def click_on(pilot: Pilot[int], text: str, column: int = 0, times: int = 1) -> None:
    """Click the first place where a text is on the screen, `column` cells into it."""
    await shown(pilot, text)
    lines = screen_text(pilot).split("\n")
    y = next(number for number, line in enumerate(lines) if text in line)
    x = cell_len(lines[y].partition(text)[0]) + column
    await pilot.click(offset=(x, y), times=times)
