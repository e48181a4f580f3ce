"""Two terminals and a loop of commands on one profile: no mark is lost, none counts twice, no database complains."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Start
    from tests.terminal import Terminal
    from tests.tui.conftest import Home, Result

pytestmark = [pytest.mark.pty, pytest.mark.soak]

COURSES = ("Calculus", "Geometry")
"""One for each terminal; the commands mark lessons of a third."""
COMMANDS = "Analysis"


def lessons(home: Home, course: str) -> list[dict[str, str]]:
    outline = home.run("outline", course, "--json").json
    return [lesson for section in outline["sections"] for lesson in section["lessons"]]


class Commands:
    """Marks the lessons of a course one after another, undoes every other one, and remembers what holds."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._ids = [lesson["id"] for lesson in lessons(home, COMMANDS)]
        self._stop = Event()
        self._thread = Thread(target=self._run)
        self.complete: set[str] = set()
        self.failed: list[Result] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        turn = 0
        while not self._stop.is_set():
            lesson = self._ids[turn // 2 % len(self._ids)]
            undo = turn % 2 == 1 and turn % 3 != 0
            done = self._home.run("done", lesson, *(["--undo"] if undo else []))
            if done.code or done.err:
                self.failed.append(done)
            (self.complete.discard if undo else self.complete.add)(lesson)
            turn += 1


def open_course(terminal: Terminal, place: int, course: str) -> None:
    terminal.wait_for("synced")
    terminal.wait_for("○ Puzzles")
    terminal.press(*["down"] * place)
    terminal.wait_for(f"▌ ○ {course}")
    terminal.press("enter")
    terminal.wait_for(f"Catalog › {course}")
    terminal.wait(lambda: selected(terminal).split()[:3] == ["▌", "1", "○"], "the first lesson is selected")


def completed_in_database(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.data / "syllabus.db")) as connection:
        return [row[0] for row in connection.execute('SELECT "lessonId" FROM user_lesson_complete')]


def test_no_mark_is_lost_and_none_counts_twice(home: Home, start: Start, pytestconfig: pytest.Config) -> None:
    ids = {course: [lesson["id"] for lesson in lessons(home, course)] for course in COURSES}
    places = {"Calculus": 1, "Geometry": 4}
    terminals = [start() for _ in COURSES]
    for terminal, course in zip(terminals, COURSES, strict=True):
        open_course(terminal, places[course], course)
    presses = 0
    with Commands(home) as commands:
        until = time.monotonic() + float(str(pytestconfig.getoption("--soak-seconds")))
        while time.monotonic() < until:
            presses += 1
            for terminal in terminals:
                before = "✓" if presses % 2 else "○"
                terminal.press("space")
                terminal.wait(lambda t=terminal, m=before: selected(t).split()[:3] == ["▌", "1", m], "it shows at once")
                complain(terminal)
    for terminal in terminals:
        if presses % 2 == 0:
            terminal.press("space")
        terminal.wait_for("✓")
        terminal.wait_for("synced")
        complain(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert commands.failed == []
    assert home.run("sync").code == 0
    expected = sorted([*commands.complete, *(ids[course][0] for course in COURSES)])
    assert sorted(completed_in_database(home)) == expected


def selected(terminal: Terminal) -> str:
    """The row under the cursor, as words."""
    return next((line.replace("▶", " ") for line in terminal.lines if line.startswith("▌")), "")


def complain(terminal: Terminal) -> None:
    for word in ("database", "refused", "server error", "offline"):
        assert word not in terminal.text.lower(), terminal.text
