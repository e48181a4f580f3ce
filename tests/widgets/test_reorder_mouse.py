"""Dragging rows of the admin's tree in a pseudo-terminal: the pilot delivers no click after a release."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.pty


def started(home: Path, *sections: str) -> Terminal:
    """The tree alone, 12 rows high."""
    command = [sys.executable, "-m", "tests.widgets.reordering", *sections]
    terminal = Terminal(command, {"HOME": str(home), "PATH": str(home)}, size=(70, 12))
    terminal.wait_for("Lesson a")
    return terminal


def heard(terminal: Terminal) -> str:
    """What the tree asked for until the last row was opened by keys."""
    terminal.press("G", "enter")
    terminal.wait(lambda: "opened" in terminal.lines[11], "the last row was opened")
    return terminal.lines[11].strip()


def test_the_release_of_a_drag_moves_the_row_and_does_not_open_it(tmp_path: Path) -> None:
    with started(tmp_path, "abcd", "efg") as terminal:
        terminal.grab(12, 2)
        terminal.drag(12, 3)
        terminal.wait_for("dragging")
        terminal.drag(12, 6)
        terminal.wait_for("━━ lands here, 4 of 7 ━")
        assert terminal.find("lands here")[1] == 6
        terminal.release(12, 6)
        terminal.wait_for("was 2, Section 1")
        terminal.wait_gone("lands here")
        terminal.wait(
            lambda: terminal.lines[5].startswith("▌ •    4  Lesson b"), "the row has its new number and a mark"
        )
        assert heard(terminal) == "landed 1acd 2befg; opened g"


def test_a_click_after_a_drag_opens_as_ever(tmp_path: Path) -> None:
    with started(tmp_path, "abcd", "efg") as terminal:
        terminal.grab(12, 2)
        terminal.drag(12, 6)
        terminal.wait_for("lands here")
        terminal.release(12, 6)
        terminal.wait_for("was 2, Section 1")
        terminal.click(12, 5)
        terminal.wait_for("landed 1acd 2befg; opened b")


def test_the_list_scrolls_while_the_mouse_drags_at_its_edge(tmp_path: Path) -> None:
    with started(tmp_path, "abcdefgh", "ijklmnop", "qrstuvwxyz") as terminal:
        terminal.grab(12, 1)
        terminal.drag(12, 11)
        terminal.wait_for("lands here, 26 of 26")
        terminal.release(12, 11)
        terminal.wait_for("was 1, Section 1")
        assert heard(terminal) == "landed 1bcdefgh 2ijklmnop 3qrstuvwxyza; opened a"


def test_esc_ends_a_drag_and_its_release_does_nothing(tmp_path: Path) -> None:
    with started(tmp_path, "abcd", "efg") as terminal:
        terminal.grab(12, 2)
        terminal.drag(12, 6)
        terminal.wait_for("lands here")
        terminal.press("escape")
        terminal.wait_gone("lands here")
        terminal.release(12, 6)
        assert heard(terminal) == "opened g"


def test_a_section_is_dragged_by_its_head(tmp_path: Path) -> None:
    with started(tmp_path, "abc", "", "de") as terminal:
        terminal.grab(5, 5)
        terminal.drag(5, 1)
        terminal.wait_for("lands here, section 1 of 3")
        terminal.release(5, 1)
        terminal.wait_for("was section 3")
        assert heard(terminal) == "landed 3de 1abc 2; opened section:2"


def test_the_wheel_scrolls(tmp_path: Path) -> None:
    with started(tmp_path, "abcdefgh", "ijklmnop", "qrstuvwxyz") as terminal:
        terminal.wheel(12, 5, 3)
        terminal.wait_gone("Lesson a")
        terminal.wheel(12, 5, -3)
        terminal.wait_for("Lesson a")
