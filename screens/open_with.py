"""Choosing the program that opens a video."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from widgets.dialog_foot import DialogFoot
from widgets.name_list import NameList
from widgets.row_list import RowList
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class OpenWithScreen(Dialog[str | None]):
    """A list of players; the result is the name of the chosen one, None if none was."""

    DEFAULT_CSS = """
    OpenWithScreen {
        .block { width: 48; }
        TitleLine { margin-bottom: 1; }
        NameList { height: auto; max-height: 10; margin-bottom: 1; }
    }
    """
    AUTO_FOCUS = "NameList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="open_with.close", tooltip="Back without opening anything"),
    ]

    names = getters.query_one(NameList)

    def __init__(self, players: Sequence[str]) -> None:
        """`players`: names, in the order they are offered."""
        super().__init__()
        self._players = players

    def compose_inside(self) -> ComposeResult:
        """Title, list, keys."""
        yield TitleLine("Open the video with")
        yield NameList()
        yield DialogFoot([("enter", "Open")], [("escape", "Close")])

    def on_mount(self) -> None:
        """List the players."""
        self.names.show_rows(self._players)

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.row_id)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)
