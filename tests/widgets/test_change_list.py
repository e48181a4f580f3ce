"""What is to be decided of two admins' moves, in narrow places."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from textual.app import App, ComposeResult

from widgets.change_list import ChangeList, ChangeRow


class Shown(App[None]):
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
