"""A learner's whole way through the program: with the keys that the footer names, and with the mouse alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Start
    from tests.terminal import Terminal
    from tests.tui.conftest import Home

pytestmark = pytest.mark.pty

BIG, USUAL, TINY = (120, 40), (80, 24), (40, 12)
FIRST, SECOND = "Visualizing the Riemann zeta function", "How (and why) to take a logarithm"
VIDEO = "https://www.youtube.com/watch?v=sD0NjbwqlYw"
AWAY, BACK = "\x1b[O", "\x1b[I"
"""What a terminal sends as its window loses and gets the focus."""


@pytest.fixture
def opened(home: Home) -> Path:
    """A browser that writes its arguments into this file."""
    script, seen = home.folder / "browser", home.folder / "opened.txt"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {seen}.new && mv {seen}.new {seen}\n', encoding="utf-8")
    script.chmod(0o755)
    home.environment["BROWSER"] = str(script)
    return seen


def wait_opened(terminal: Terminal, opened: Path) -> None:
    terminal.wait(opened.exists, "the browser was started")
    assert opened.read_text(encoding="utf-8").splitlines() == [VIDEO]


@pytest.mark.parametrize("size", [BIG, USUAL], ids=["120x40", "80x24"])
def test_the_footer_and_the_help_lead_through_everything(start: Start, opened: Path, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    person = Person(terminal)
    person.wait("Calculus", "synced")
    person.do("Open")
    person.wait("Catalog › Analysis", SECOND)
    person.do("Open")
    person.wait(FIRST, "1 of 7", "not complete", "The sum")
    person.do("Watch")
    wait_opened(terminal, opened)
    terminal.press(AWAY, BACK)
    person.wait("Finished?")
    person.do("Complete")
    person.wait("✓ complete", "1 of 7")
    person.wait(SECOND[:12])
    terminal.press("n")
    person.wait(SECOND, "2 of 7", "not complete")
    terminal.press("3")
    person.wait("1 of 122 lessons", "1 day in a row")
    terminal.press("1")
    person.wait(SECOND, "2 of 7", "synced")
    leave = person.do if size == BIG else person.look_up
    leave("Back")
    person.wait("✓ " + FIRST[:20], "1/3")
    leave("Back")
    person.wait("Calculus", "1/7")
    person.look_up("Quit")
    assert terminal.wait_exit() == 0


@pytest.mark.parametrize("size", [BIG, USUAL], ids=["120x40", "80x24"])
def test_the_mouse_leads_through_everything(start: Start, opened: Path, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    person = Person(terminal)
    person.wait("Puzzles", "synced")
    puzzles = terminal.find("Puzzles")
    terminal.wheel(*puzzles, 3)
    terminal.wheel(*puzzles, -3)
    terminal.click(*puzzles)
    terminal.wait(lambda: "▌ ○ Puzzles" in terminal.text, "the row that was clicked is selected")
    terminal.double_click_on("○ Analysis")
    person.wait("Catalog › Analysis", SECOND)
    terminal.double_click_on("1  ○")
    person.wait("1 of 7", "not complete", "The sum")
    # The page is drawn before its footer, and the one below the outline has other keys in the same place.
    terminal.wait(lambda: terminal.lines[-1].strip().startswith("space Complete"), "the lesson's footer")
    person.wait("Complete, next", "esc Back")
    person.click("Watch")
    wait_opened(terminal, opened)
    person.click("Complete")
    person.wait("✓ complete")
    terminal.click_on(SECOND[:12])
    person.wait("2 of 7", "not complete")
    terminal.click_on("Progress")
    person.wait("1 of 122 lessons")
    terminal.click_on("Catalog")
    person.wait("2 of 7")
    terminal.click_on("Analysis")
    person.wait("✓ " + FIRST[:20], "1/3")
    terminal.click_on("Catalog › ")
    person.wait("Puzzles", "1/7")


@pytest.mark.parametrize("selected_before", [True, False])
def test_a_double_click_opens_once(start: Start, selected_before: bool) -> None:
    terminal = start()
    person = Person(terminal)
    person.wait("Puzzles", "synced", "All 14")
    name = "Analysis" if selected_before else "Puzzles"
    terminal.double_click_on(f"○ {name}")
    person.wait(f"Catalog › {name}", "synced", "esc Back")
    terminal.press("escape")
    person.wait("All 14")


def test_what_was_done_is_what_the_command_line_says(home: Home, start: Start, opened: Path) -> None:
    terminal = start()
    person = Person(terminal)
    person.wait("Calculus", "synced")
    person.do("Open")
    person.wait(SECOND)
    person.do("Complete")
    person.wait("✓ " + FIRST[:20], "synced")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    progress = json.loads(home.run("progress", "--json").out)
    assert [recent["lessonName"][: len(FIRST)] for recent in progress["recent"]] == [FIRST]
