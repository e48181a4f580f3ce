"""What is to be decided of two admins' moves, in narrow places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

from tests.screens.running import screen_lines, screen_text, until
from tests.widgets.themed import ThemedApp
from widgets.change_list import ChangeList, ChangeRow

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Shown(ThemedApp):
    def compose(self) -> ComposeResult:
        yield ChangeList()


@pytest.mark.parametrize("width", [36, 60, 90])
async def test_both_places_are_seen_however_long_names_are(width: int) -> None:
    """A long section's name hid where the other admin had put the lesson."""
    row = ChangeRow("decision", "x" * 300, id="1", ours=f"11, {'y' * 300}", theirs=f"100, {'z' * 300}")
    app = Shown()
    async with app.run_test():
        choices: tuple[Literal["ours", "theirs"] | None, ...] = ("ours", "theirs", None)
        for taken in choices:
            line = app.query_one(ChangeList).draw(replace(row, taken=taken), width, selected=True)
            text = "".join(piece.text for piece in line)
            assert "11," in text
            assert "100," in text
            assert len(text) <= width


@pytest.mark.parametrize("width", [36, 60])
async def test_what_is_wrong_with_a_line_can_be_read_to_its_end(width: int) -> None:
    """It was cut at the end of its row, and no key showed the rest."""
    sentence = (
        "This is neither a section nor a lesson: write # and a name, or - and a name; its mark says which one it is."
    )
    app = Shown()
    async with app.run_test(size=(width, 12)) as pilot:
        app.query_one(ChangeList).show_changes([ChangeRow("fault", "Line 12", sentence), ChangeRow("told", "Other")])
        await until(pilot, lambda: "Other" in screen_text(pilot), "the rows")
        rows = [line.replace("Line 12", "").strip() for line in screen_lines(pilot)]
        assert " ".join(filter(None, rows)) == f"{sentence} Other"
