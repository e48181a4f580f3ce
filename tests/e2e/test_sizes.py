"""At 40×12 every screen can be opened, and each line of it has its place; sizes change while it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Start
    from tests.terminal import Terminal

pytestmark = pytest.mark.pty

HEADER = re.compile(r" (‹ )?\S.*?( +\d+/\d+)?( ●)?")
RULE = re.compile("[─━╾]{40}")
COURSE = re.compile(r"[▌ ][○◐✓◇⊘] \S.*?\S +(\d+/\d+|\d+ lessons|\$\d+|preview)")
SECTION = re.compile(r"[▌ ][▾▸] \S.*?\S +\d+/\d+( ✓)?")
SCROLLBAR = " ▁▂▃▄▅▆▇█"
LESSON = re.compile(r"[▌ ] {1,2}\d+ [○✓] \S.*")


def check_frame(terminal: Terminal) -> None:
    terminal.wait(lambda: terminal.lines[-1].endswith("?"), "the footer is there")
    terminal.wait(lambda: HEADER.fullmatch(terminal.lines[0]) is not None, "the header is there")
    terminal.wait(lambda: RULE.fullmatch(terminal.lines[1]) is not None, "a rule is below it")
    assert len(terminal.lines) == 12


def check_rows(terminal: Terminal, *patterns: re.Pattern[str], last: int = -1) -> None:
    """Every row is as one of the patterns says."""

    def fit() -> bool:
        rows = [row for line in terminal.lines[2:last] if (row := line.rstrip(SCROLLBAR))]
        return all(any(pattern.fullmatch(row) for pattern in patterns) for row in rows)

    terminal.wait(fit, "each row in its columns")


def test_every_screen_has_its_place_at_40x12(start: Start) -> None:
    terminal = start(size=(40, 12))
    terminal.wait(lambda: "Calculus" in terminal.text and "●" in terminal.lines[0], "the catalog is there")
    check_frame(terminal)
    check_rows(terminal, COURSE)
    terminal.press("enter")
    terminal.wait(lambda: "▾" in terminal.text and "Lesson 1 of 7" in terminal.text, "the outline is open")
    check_frame(terminal)
    check_rows(terminal, SECTION, LESSON, last=-2)
    terminal.press("enter")
    terminal.wait_for("n ›", "○ not complete")
    check_frame(terminal)
    for key, shown in [
        ("space", "✓ complete"),
        ("3", "1 of 122 lessons"),
        ("w", "is saved"),
        ("1", "n ›"),
        ("!", "Messages"),
    ]:
        terminal.press(key)
        terminal.wait_for(shown)
        check_frame(terminal)
    terminal.press("?")
    terminal.wait_for("esc Close")
    terminal.press("escape")
    terminal.wait_gone("esc Close")
    terminal.press("ctrl+p")
    terminal.wait_for("Courses, lessons")


def test_the_size_can_change_at_any_time(start: Start) -> None:
    terminal = start(size=(120, 40))
    terminal.wait_for("synced", "Calculus", "Up next", "^p Palette")
    before = terminal.text
    for columns, lines in [(40, 12), (200, 60), (80, 24), (20, 5), (120, 40)]:
        terminal.resize(columns, lines)
        terminal.wait(lambda n=lines: terminal.lines[n - 1].endswith(("?", "? Help", "^p Palette")), "the footer")
    terminal.wait(lambda: terminal.text == before, "the same screen as before")
    terminal.press("enter")
    terminal.wait_for("Catalog › ")
    terminal.resize(40, 12)
    terminal.wait(lambda: "▾" in terminal.text and "Lesson 1 of 7" in terminal.text, "the outline in small")
    check_frame(terminal)
