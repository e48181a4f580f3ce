"""Hostile names and descriptions on every screen: shown as text, and no control of theirs reaches the terminal."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from backend import tables
from backend.database import Database
from tests.backend.rows import catalog
from tests.e2e.hostile import MARKER, NAMES
from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.pty

OURS = re.compile(
    r"\x1b\[[0-9;:]*m"  # colours
    r"|\x1b\[[0-9;]*H"  # the cursor's place
    r"|\x1b\[\?[0-9;]+(?:[hl]|\$p)"  # modes
    r"|\x1b\[[<>][0-9]*u"  # the keyboard protocol
    r"|\x1b\]8;[^\x1b]*;(?:https://[^\x1b]*)?\x1b\\"  # links
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer
    r"|\x1b\[\d+[ABCD]|\x1b\[[0-9;]*[JK]"
)
CONTROLS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a course named after each, and one course that holds them all."""
    home = Home(tmp_path_factory.mktemp("hostile"))
    assert home.run("--empty", "courses").code == 0
    database = Database.open(f"sqlite:///{home.data}/syllabus.db")
    with catalog(database) as rows:
        owner = rows.connection.execute(select(tables.users.c.id)).scalar_one()
        everything = rows.course("Everything", description="\n\n".join(NAMES.values()))
        rows.access(owner, everything)
        for order, text in enumerate(NAMES.values()):
            course = rows.course(text, description=text)
            section = rows.section(course, text)
            rows.lesson(section, text, description=text, youtubeVideoId=text)
            rows.product(course, name=text, description=text)
            if order % 2:
                rows.access(owner, course)
            section = rows.section(everything, text, order=order)
            rows.complete(owner, rows.lesson(section, text, description=text, youtubeVideoId=text))
    database.close()
    return home


UNFINISHED = re.compile(r"\x1b(?:\[[<>=?0-9;:$]*)?\Z")


def check(terminal: Terminal) -> None:
    """Beyond what the program itself writes there is text alone, and every line is as wide as the terminal at most."""
    # The program may be in the middle of a character or a sequence: what it has not yet written whole is left out.
    written = UNFINISHED.sub("", getincrementaldecoder("utf-8")().decode(bytes(terminal.raw)))
    rest = OURS.sub("", written)
    found = CONTROLS.search(rest)
    assert found is None, rest[max(0, found.start() - 60) : found.end() + 60].encode()
    for introducer in ("0;", "52;c;", "8;;https://evil.example/"):
        assert f"\x1b]{introducer}{MARKER}" not in written


def turn_pages(terminal: Terminal, keys: list[str]) -> None:
    """Press the keys one by one, each once the one before has been answered."""
    for key in keys:
        seen = len(terminal.raw)
        terminal.press(key)
        terminal.wait(lambda seen=seen: len(terminal.raw) > seen, f"{key} does something")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)], ids=["120x40", "80x24", "40x12"])
def test_every_screen_shows_them_as_text(hostile: Home, tmp_path: Path, size: tuple[int, int]) -> None:
    with Terminal(hostile.command(), hostile.environment, size=size) as terminal:
        terminal.wait_for("Everything")
        turn_pages(terminal, ["down"] * len(NAMES))
        turn_pages(terminal, ["home"])
        terminal.wait(lambda: re.search("▌ ?✓ Everything", terminal.text) is not None, "the first row is selected")
        turn_pages(terminal, ["enter"])
        terminal.wait(lambda: "▾" in terminal.text or "▸" in terminal.text, "the outline is open")
        turn_pages(terminal, ["=", "end", "home", "down", "enter"])
        terminal.wait(lambda: " n ›" in terminal.text, "the first lesson")
        turn_lessons(terminal, until=list(NAMES.values())[-1])
        turn_pages(terminal, ["3"])
        terminal.wait_for("25 of ")
        turn_pages(terminal, ["tab", *["down"] * 10, "w"])
        terminal.wait_for("is saved")
        turn_pages(terminal, ["1", "!"])
        terminal.wait_for("Messages")
        turn_pages(terminal, ["ctrl+p"])
        terminal.wait_for("Courses, lessons")
        turn_pages(terminal, ["S", "Y", "L"])
        terminal.wait_for("SYL")
        check(terminal)


def turn_lessons(terminal: Terminal, until: str) -> None:
    """Go on until a text stands alone on a line. `n` before the next lesson is shown asks for the same one again."""
    while until not in (line.strip() for line in terminal.lines):
        turn_pages(terminal, ["n"])
