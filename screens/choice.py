"""Choosing one of a few names: the program that opens a video, a link of a text."""

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


class ChoiceScreen(Dialog[str | None]):
    """A list of names; the result is the chosen one, None if none was."""

    DEFAULT_CSS = """
    ChoiceScreen {
        .block { width: 72; }
        TitleLine { margin-bottom: 1; }
        NameList { height: auto; max-height: 10; margin-bottom: 1; }
    }
    """
    AUTO_FOCUS = "NameList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="choice.close", tooltip="Back without choosing"),
    ]

    names = getters.query_one(NameList)

    def __init__(self, title: str, names: Sequence[str]) -> None:
        """`names`: in the order they are offered, no two the same."""
        super().__init__()
        self._title = title
        self._names = names

    def compose_inside(self) -> ComposeResult:
        """Title, list, keys."""
        yield TitleLine(self._title)
        yield NameList()
        yield DialogFoot([("enter", "Open")], [("escape", "Close")])

    def on_mount(self) -> None:
        """List the names."""
        self.names.show_rows(self._names)

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.row_id)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)
