"""A course of 200 lessons in a real terminal: reordered by keys alone and by mouse alone, killed, edited as a text."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from backend.database import Database
from backend.tables import course_sections, courses, lessons, user_course_access, users

if TYPE_CHECKING:
    from tests.e2e.conftest import Start
    from tests.terminal import Terminal
    from tests.tui.conftest import Home

pytestmark = pytest.mark.pty

NAME = "Zoology"
"""It is the last of the list."""
SECTIONS, LESSONS = 10, 20
SIZES = [(120, 40), (80, 24)]
BEGINNING = [[f"Lesson {section * LESSONS + place + 1:03}" for place in range(LESSONS)] for section in range(SECTIONS)]
LANDING = re.compile(r"lands here, (\d+) of 200")


@pytest.fixture(autouse=True)
def _zoology(home: Home) -> None:  # pyright: ignore[reportUnusedFunction]  # autouse
    """A course of 200 lessons, which the person of this computer has."""
    database = Database.open(f"sqlite:///{home.data}/syllabus.db")
    course = uuid4()
    with database.write() as connection:
        connection.execute(insert(courses).values(id=course, name=NAME, description=""))
        owner = connection.scalar(select(users.c.id))
        connection.execute(insert(user_course_access).values(userId=owner, courseId=course))
        for place, names in enumerate(BEGINNING):
            section = uuid4()
            values = {"id": section, "name": f"Part {place + 1:02}", "status": "public", "order": place}
            connection.execute(insert(course_sections).values(courseId=course, **values))
            for order, name in enumerate(names):
                row = {"id": uuid4(), "name": name, "youtubeVideoId": "PFDu9oVAE-g", "order": order, "status": "public"}
                connection.execute(insert(lessons).values(sectionId=section, **row))
    database.close()


def seen(home: Home) -> list[list[str]]:
    """The names of the lessons by section, as a learner gets them."""
    outline = home.run("outline", NAME, "--json").json
    return [[lesson["name"] for lesson in section["lessons"]] for section in outline["sections"]]


def managed_by_keys(terminal: Terminal) -> None:
    terminal.wait_for("5 Admin")
    terminal.press("5")
    terminal.wait(lambda: "Courses 15" in terminal.text and offers(terminal, "↵ Open   a New"), "the courses")
    terminal.press("G")
    terminal.wait(lambda: re.search(rf"▌ +{NAME}", terminal.text) is not None, "the course is selected")
    terminal.press("enter")


def offers(terminal: Terminal, key: str) -> bool:
    """Whether the footer, which is drawn last, has a key."""
    return key in terminal.lines[-1]


def cursor(terminal: Terminal) -> int:
    """The line that the cursor is on; -1 if it is on none."""
    return next((number for number, line in enumerate(terminal.lines) if line.startswith("▌")), -1)


def tree_shown(terminal: Terminal) -> None:
    terminal.wait(lambda: "Lesson 010" in terminal.text and offers(terminal, "m Move"), "the tree")


def grab(terminal: Terminal, words: str) -> None:
    """Find a row by words, and grab it."""
    terminal.press("/")
    terminal.wait_for(" / ")
    terminal.press(words)
    terminal.wait_for(" 1 of 200" if words.startswith("Lesson") else " 0 of 200")
    terminal.press("enter")
    terminal.wait(lambda: offers(terminal, "m Move"), "the rows have the focus")
    terminal.press("G", "m")
    terminal.wait_for("⇅")


def drop(terminal: Terminal, count: int) -> None:
    terminal.press("enter")
    terminal.wait(lambda: f"{count} moved" in terminal.text and offers(terminal, "m Move"), "dropped")


def taken(order: list[list[str]], name: str) -> list[list[str]]:
    return [[each for each in section if each != name] for section in order]


@pytest.mark.parametrize("size", SIZES, ids=["120x40", "80x24"])
def test_by_keys_alone(home: Home, start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    managed_by_keys(terminal)
    tree_shown(terminal)
    grab(terminal, "Lesson 005")
    terminal.press("l", "l", "down", "j")
    drop(terminal, 1)
    grab(terminal, "Lesson 150")
    terminal.press("home")
    drop(terminal, 2)
    grab(terminal, "Lesson 021")
    terminal.press("up", "k")
    drop(terminal, 3)
    grab(terminal, "Lesson 100")
    terminal.press("#")
    terminal.wait_for("To number")
    terminal.press("2", "0", "0", "enter")
    terminal.wait_gone("To number")
    drop(terminal, 4)
    grab(terminal, "Part 02")
    terminal.press("end")
    drop(terminal, 5)
    assert seen(home) == BEGINNING
    terminal.press("f2")
    terminal.wait_for("5 saved")

    expected = taken(BEGINNING, "Lesson 005")
    expected[2].insert(2, "Lesson 005")
    expected = taken(expected, "Lesson 150")
    expected[0].insert(0, "Lesson 150")
    expected = taken(expected, "Lesson 021")
    expected[0].insert(len(expected[0]) - 1, "Lesson 021")
    expected = taken(expected, "Lesson 100")
    expected[9].append("Lesson 100")
    expected.append(expected.pop(1))
    assert seen(home) == expected


@pytest.mark.parametrize("size", SIZES, ids=["120x40", "80x24"])
def test_by_mouse_alone(home: Home, start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    terminal.wait_for("5 Admin")
    terminal.click_on("5 Admin")
    terminal.wait(lambda: "Courses 15" in terminal.text and offers(terminal, "↵ Open   a New"), "the courses")
    terminal.click_on("200 lessons")
    terminal.wait(lambda: re.search(rf"▌ +{NAME}", terminal.text) is not None, "the course is selected")
    terminal.click_on("200 lessons")
    tree_shown(terminal)

    expected = taken(BEGINNING, "Lesson 003")
    column, row = terminal.find("Lesson 003")
    terminal.grab(column, row)
    target = terminal.find("Lesson 010")
    terminal.drag(column, row + 1)
    terminal.drag(*target)
    terminal.wait_for("lands here, 9 of 200")
    terminal.release(*target)
    terminal.wait(lambda: "1 moved" in terminal.text and "lands here" not in terminal.text, "landed")
    expected[0].insert(expected[0].index("Lesson 010"), "Lesson 003")

    # Beyond what is on the screen: the list scrolls at its edge.
    column, row = terminal.find("Lesson 002")
    terminal.grab(column, row)
    bottom = max(y for y, line in enumerate(terminal.lines) if "Lesson " in line)
    terminal.drag(column, bottom)
    terminal.wait(lambda: bool(re.search(r"Lesson 05\d", terminal.text)), "two sections further")
    middle = bottom // 2
    terminal.drag(column, middle)
    terminal.wait(lambda: LANDING.search(terminal.lines[middle]) is not None, "the line where the mouse is")
    below = re.search(r"Lesson \d\d\d", terminal.lines[middle + 1] + terminal.lines[middle + 2])
    above = re.search(r"Lesson \d\d\d", terminal.lines[middle - 1])
    assert above is not None or below is not None
    terminal.release(column, middle)
    terminal.wait(lambda: "2 moved" in terminal.text and "lands here" not in terminal.text, "landed")
    expected = taken(expected, "Lesson 002")
    section = next(each for each in expected if (above or below)[0] in each)  # type: ignore[index]
    section.insert(section.index(above[0]) + 1 if above else section.index(below[0]), "Lesson 002")  # type: ignore[index]

    assert "Edit lesson" not in terminal.text
    assert seen(home) == BEGINNING
    terminal.wait(lambda: offers(terminal, "m Move   # To…   f2 Save 2 moves"), "the footer of the tree")
    terminal.click_on("f2 Save")
    terminal.wait_for("2 saved")
    assert seen(home) == expected


def test_a_kill_loses_no_staged_move_and_they_are_offered_again(home: Home, start: Start) -> None:
    terminal = start()
    managed_by_keys(terminal)
    tree_shown(terminal)
    grab(terminal, "Lesson 001")
    terminal.press("end")
    drop(terminal, 1)
    terminal.wait_for("moves unsaved")
    terminal.kill()
    terminal = start()
    terminal.wait_for(f"Moves in {NAME} were kept")
    managed_by_keys(terminal)
    terminal.wait_for(f"1 move in {NAME}")
    terminal.press("enter")
    terminal.wait_for("1 moved · unsaved")
    terminal.press("f2")
    terminal.wait_for("1 saved")
    expected = taken(BEGINNING, "Lesson 001")
    expected[9].append("Lesson 001")
    assert seen(home) == expected


def test_leaving_with_staged_moves_says_that_they_are_kept(start: Start) -> None:
    terminal = start()
    managed_by_keys(terminal)
    tree_shown(terminal)
    grab(terminal, "Lesson 001")
    terminal.press("end")
    drop(terminal, 1)
    terminal.wait_for("moves unsaved")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert "Moves in 1 course are not saved." in terminal.raw.decode()


def test_a_text_that_cannot_be_read_names_the_line_and_is_kept(home: Home, start: Start) -> None:
    script = home.folder / "editor.py"
    script.write_text("import sys\nopen(sys.argv[1], 'a').write('\\n  nonsense\\n')\n", encoding="utf-8")
    terminal = start(EDITOR=f"python3 {script}")
    managed_by_keys(terminal)
    tree_shown(terminal)
    terminal.press("E")
    terminal.wait_for("1 line cannot be read")
    terminal.wait(lambda: re.search(r"Line \d+ ", terminal.text) is not None, "the line is named")
    terminal.press("escape")
    terminal.wait_gone("cannot be read")
    (kept,) = (home.folder / ".local/state/syllabus/edits").rglob("*.md")
    assert "nonsense" in kept.read_text(encoding="utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(kept.parent).stat().st_mode) == 0o700
