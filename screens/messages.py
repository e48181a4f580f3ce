"""Messages: what was said in toasts, to be read again and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from screens.page import Page
from screens.requests import CopyText
from widgets.header import Place
from widgets.message_list import MessageList, MessagePane, MessageRow
from widgets.paint import Piece
from widgets.row_list import RowList
from widgets.state_panel import KeyHelp, PanelState, StatePanel
from widgets.text import plural
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from api_client.library import Library
    from screens.message_log import MessageLog

NOTHING = PanelState(
    "empty",
    "Nothing was said yet",
    "What appears at the lower right for a few seconds can be read again here until you leave Syllabus.",
    [KeyHelp("esc", "Back", action="screen.back")],
)


class MessagesScreen(Page):
    """The messages of this session, newest first; below 100 columns the full text stands under the list."""

    CSS_PATH = "messages.tcss"
    AUTO_FOCUS = "MessageList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="messages.copy", tooltip="Copy the whole text of the message"),
    ]
    FOOTER = ("messages.copy", "page.details")
    SHORT: ClassVar[dict[str, str]] = {"page.details": "Info"}

    title_line = getters.query_one(TitleLine)
    messages = getters.query_one(MessageList)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(MessagePane)

    def __init__(self, library: Library, log: MessageLog) -> None:
        super().__init__(library)
        self._log = log
        self._stop_hearing: Callable[[], None] | None = None

    def again(self, library: Library) -> MessagesScreen:
        """The same messages: they are of this run, whoever is signed in."""
        return MessagesScreen(library, self._log)

    def compose_body(self) -> ComposeResult:
        """The list and the text."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield TitleLine("Messages")
                yield MessageList()
                yield StatePanel()
            yield MessagePane(classes="pane")

    def on_mount(self) -> None:
        """Show what was said, and what is said from now on."""
        self.place = Place("Messages", deeper=True)
        self.panel.state = NOTHING
        self._stop_hearing = self._log.listen(self._show)
        self._show()

    def on_unmount(self) -> None:
        """No more messages."""
        super().on_unmount()
        if self._stop_hearing is not None:
            self._stop_hearing()

    def _show(self) -> None:
        logged = self._log.messages
        rows = [MessageRow(one.number, one.at, one.severity, one.text) for one in reversed(logged)]
        self.title_line.beside = [Piece(plural(len(rows), "message"), "muted")] if rows else []
        self.messages.display = self.pane.display = bool(rows)
        self.panel.display = not rows
        self.messages.show_rows(rows)
        if rows and self.focused is None:
            self.messages.focus()

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.pane.message = self.messages.selected
        self.refresh_bindings()

    @on(RowList.Chosen)
    def _read(self, event: RowList.Chosen) -> None:
        """Where the text has a few lines only, it gets the whole screen."""
        event.stop()
        self.action_details()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a message there is nothing to copy."""
        return not (action == "copy" and self.is_mounted and self.messages.selected is None)

    def action_copy(self) -> None:
        """Copy the selected message."""
        if (message := self.messages.selected) is not None:
            self.post_message(CopyText(message.text, "message"))
