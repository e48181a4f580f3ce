"""The header's tabs in every width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from api_client.status import SyncStatus
from screens.host import Host
from tui.themes import fallback_variables
from widgets.header import Header, Place, Tab

if TYPE_CHECKING:
    from textual.app import ComposeResult

TABS = tuple(
    Tab(key, name, name.lower())
    for key, name in (("1", "Catalog"), ("2", "Store"), ("3", "Progress"), ("4", "Purchases"), ("5", "Admin"))
)


class Frame(Host):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return fallback_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        header = Header()
        header.tabs, header.current, header.place = TABS, "admin/users", Place("Admin")
        header.status = SyncStatus("online", waiting=3)
        header.who = "Ada Admin · learn.example.com"
        yield header


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (120, "Syllabus 1 Catalog 2 Store 3 Progress 4 Purchases 5 Admin Ada Admin · learn.example.com"),
        (80, "Syllabus 1 Catalog 2 Store 3 Progress 4 Purchases 5 Admin"),
        (70, "Syllabus 1 2 3 4 5 Admin"),
        (40, "Admin"),
    ],
)
async def test_what_of_the_tabs_is_named(width: int, words: str) -> None:
    app = Frame()
    async with app.run_test(size=(width, 10)):
        header = app.query_one(Header)
        lines = ["".join(segment.text for segment in header.render_line(y)) for y in (0, 1)]
        assert all(cell_len(line) == width for line in lines)
        assert " ".join(lines[0].split()).startswith(words)
        if width >= 60:
            at = lines[0].index("5 Admin")
            assert lines[1][at : at + len("5 Admin")] == "━" * 7
