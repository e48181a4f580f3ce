"""What toasts say, and that text from outside stays text."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.screens.hostile import NAMES
from widgets.toast_text import MOST_LINES, toast_text


def test_one_line_has_its_key_at_the_right_edge() -> None:
    assert toast_text("Saved.", "u undo", "information", 30).plain == "✓ Saved." + " " * 16 + "u undo"
    assert toast_text("Kept here.", "w queue", "warning", 30).plain.startswith("◌ ")


def test_a_longer_text_is_indented_and_its_key_stands_below_it() -> None:
    lines = toast_text("one two three four five six", "! details", "error", 16).plain.split("\n")
    assert lines == ["! one two three", "  four five six", "        ! details"[:7] + "! details"]


def test_what_is_cut_names_the_key_for_all_of_it() -> None:
    lines = toast_text("word " * 100, "", "error", 47).plain.split("\n")
    assert len(lines) == MOST_LINES + 1
    assert lines[MOST_LINES - 1].endswith("…")
    assert lines[-1].strip() == "! read all"


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_is_text_and_fits(name: str) -> None:
    content = toast_text(name, "u undo", "information", 47)
    assert all(cell_len(line) <= 47 for line in content.plain.split("\n"))
    first = name.strip().split("\n")[0][:20].split(" ")[0]
    assert first in content.plain
