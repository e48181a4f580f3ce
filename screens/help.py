"""Help: every key that works here, made from the bindings themselves, and what the signs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from screens.dialog import Dialog
from widgets.dialog_foot import DialogFoot
from widgets.help_list import SENTENCES_FROM, HelpList, HelpRow, legend
from widgets.marks import marks
from widgets.paint import Piece
from widgets.row_list import RowList
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from screens.actions import Action


def help_rows(actions: Sequence[Action], words: Sequence[str]) -> list[HelpRow]:
    """The actions of the screen, those that work everywhere, and the legend: what has all the words."""
    here = [_row(action) for action in actions if not action.everywhere]
    everywhere = [_row(action) for action in actions if action.everywhere]
    groups = [[HelpRow("Here"), *here], [HelpRow("Everywhere"), *everywhere], legend()]
    rows: list[HelpRow] = []
    for heading, *group in groups:
        found = [row for row in group if _has(row, words)]
        if found:
            rows += [*([HelpRow("")] if rows else []), heading, *found]
    return rows


def _row(action: Action) -> HelpRow:
    return HelpRow(" ".join(action.keys), action.label, action.does, action.id)


def _has(row: HelpRow, words: Sequence[str]) -> bool:
    text = f"{row.lead} {row.label} {row.does} {row.id}".casefold()
    return all(word.casefold() in text for word in words)


class HelpScreen(Dialog["Action | None"]):
    """What is typed filters, enter runs the selected action once the help is closed."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "Input"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "close", "Close", id="help.close", tooltip="Close the help"),
        Binding("up", "list('move', -1)", "Up", show=False, id="help.up", tooltip="The action above"),
        Binding("down", "list('move', 1)", "Down", show=False, id="help.down", tooltip="The action below"),
        Binding("pageup", "list('page', -1.0)", "Page up", show=False, id="help.page_up", tooltip="A page up"),
        Binding("pagedown", "list('page', 1.0)", "Page down", show=False, id="help.page_down", tooltip="A page down"),
    ]

    rows = getters.query_one(HelpList)

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions

    def compose_inside(self) -> ComposeResult:
        """The field, the rows, the keys of the help itself."""
        yield Input(placeholder=f"Help {marks().dot} type to filter", compact=True)
        yield HelpList()
        yield StatusLine()
        yield DialogFoot([("enter", "Run")], [("escape", "Close")])

    def on_mount(self) -> None:
        """All of it."""
        self.query_one(Input).cursor_blink = False
        self._show("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, words: str) -> None:
        rows = help_rows(self._actions, words.split())
        first = next((row.id for row in rows if row.id), None)
        self.rows.show_rows(rows, select=first)
        self.rows.scroll_home(animate=False)

    @on(RowList.Highlighted)
    def _explain(self, event: RowList.Highlighted) -> None:
        """Where the rows have no room for sentences, the selected one's stands below them."""
        event.stop()
        row = self.rows.selected
        narrow = self.size.width < SENTENCES_FROM + 6
        self.query_one(StatusLine).message = [Piece(row.does, "muted")] if row and narrow else []

    def action_list(self, action: str, amount: float) -> None:
        """Move in the rows while the focus stays in the field."""
        if action == "move":
            self.rows.action_move(int(amount))
        else:
            self.rows.action_page(amount)

    def action_close(self) -> None:
        """Back, with nothing to run."""
        self.dismiss(None)

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _run(self, event: Input.Submitted | RowList.Chosen) -> None:
        event.stop()
        chosen = self.rows.selected_id
        action = next((action for action in self._actions if action.id == chosen), None)
        if action is not None:
            self.dismiss(action)
