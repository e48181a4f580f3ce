"""Choosing one of many by a few letters: a course to give access to, a user to ask about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.widgets import Input

from api_client.errors import ApiError
from screens.dialog import Dialog
from widgets.admin.found_list import Found, FoundList
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.fields.field import Field
from widgets.fields.line_field import LineField
from widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

Find = Callable[[str], Awaitable[Sequence[Found]]]
"""What has the words, best first. Raises ApiError."""
TYPING = 0.15
"""Seconds without another letter after which is looked."""


class FindScreen(Dialog[Found | None]):
    """Words above, what was found below; the result is what was chosen."""

    DEFAULT_CSS = """
    FindScreen {
        LineField { margin: 1 0; }
        FoundList {
            height: 12;
            margin-bottom: 1;
            scrollbar-background: $surface;
            scrollbar-background-hover: $surface;
            scrollbar-background-active: $surface;
        }
        &.-low FoundList { height: 8; }
        &.-flat FoundList { height: 4; margin-bottom: 0; }
        &.-flat LineField { margin: 0; }
    }
    """
    AUTO_FOCUS = "LineInput"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="find.close", tooltip="Back without choosing"),
        Binding("up", "move(-1)", "Up", show=False, id="find.up", tooltip="The one above"),
        Binding("down", "move(1)", "Down", show=False, id="find.down", tooltip="The one below"),
    ]

    field = getters.query_one(LineField)
    rows = getters.query_one(FoundList)

    def __init__(self, title: str, label: str, find: Find) -> None:
        """`label`: what the words are looked for in."""
        super().__init__()
        self._title = title
        self._label = label
        self._find = find
        self._typing: Timer | None = None

    def compose_inside(self) -> ComposeResult:
        """Question, words, what was found, keys."""
        yield DialogText(self._title)
        yield LineField(self._label)
        yield FoundList()
        yield DialogFoot([("enter", "Choose")], [("escape", "Close")])

    def on_mount(self) -> None:
        """The first of all."""
        self.look()

    @on(Field.Edited)
    def _wait_for_more(self, event: Field.Edited) -> None:
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING, self.look)

    @work(exclusive=True, group="find")
    async def look(self) -> None:
        """Show what has the words."""
        try:
            found = await self._find(self.field.input.value)
        except ApiError as error:
            self.field.fault = str(error)
            return
        if self.is_attached:
            self.rows.show_rows(found)
            self.field.fault = "" if found else "Nothing has these words."

    def action_move(self, step: int) -> None:
        """Move in the list while the focus stays in the field."""
        self.rows.action_move(step)

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _choose(self, event: Input.Submitted | RowList.Chosen) -> None:
        event.stop()
        if (found := self.rows.selected) is not None:
            self.dismiss(found)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)
