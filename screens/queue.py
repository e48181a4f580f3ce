"""The queue: what is kept here and not yet on the server, and what the server refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from api_client.errors import ApiError
from screens.page import Page
from widgets.header import Place
from widgets.marks import marks
from widgets.paint import Piece
from widgets.paragraph import Paragraph
from widgets.queue_list import QueueList
from widgets.queue_pane import QueuePane
from widgets.row_list import RowList
from widgets.state_panel import KeyHelp, PanelState, StatePanel
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.library import Library
    from api_client.status import SyncStatus

NOTHING = PanelState(
    "empty",
    "Everything is saved",
    "What you mark is kept here first and then sent. Nothing waits, and nothing was refused.",
    [KeyHelp("esc", "Back", action="screen.back")],
)


def connection_sentence(status: SyncStatus) -> str:
    """Since when there is no connection, why, and when it is tried again; empty while all is well."""
    if status.connection == "signed_out":
        return f"{status.reason} What waits is kept until you sign in.".lstrip()
    if status.connection not in ("offline", "failing"):
        return ""
    what = "Offline" if status.connection == "offline" else "The server answers with errors"
    since = f" since {status.since.astimezone():%H:%M}" if status.since else ""
    sentence = f"{what}{since}: {status.reason}" if status.reason else f"{what}{since}."
    if status.next_try is None:
        return sentence
    return f"{sentence} Tried again at {status.next_try.astimezone():%H:%M:%S}."


class QueueScreen(Page):
    """Every mark that is not on the server, oldest first; the pane says why."""

    CSS_PATH = "queue.tcss"
    AUTO_FOCUS = "QueueList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f5", "send_now", "Send now", id="queue.send", tooltip="Send what waits without waiting longer"),
        Binding("D", "dismiss_refused", "Dismiss", id="queue.dismiss", tooltip="Drop the refused mark: it was seen"),
    ]
    FOOTER = ("list.open", "queue.send", "queue.dismiss", "page.details")
    SHORT: ClassVar[dict[str, str]] = {"queue.send": "Send", "page.details": "Info"}

    title_line = getters.query_one(TitleLine)
    connection = getters.query_one(Paragraph)
    waiting = getters.query_one(QueueList)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(QueuePane)

    def compose_body(self) -> ComposeResult:
        """The list below what is known of the connection, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield TitleLine("Queue")
                yield Paragraph()
                yield QueueList()
                yield StatePanel()
            yield QueuePane(classes="pane")

    def on_mount(self) -> None:
        """Nothing is shown before the queue was read."""
        self.place = Place("Queue", deeper=True)
        self.panel.display = False
        self.panel.state = NOTHING
        self.read_queue()

    def again(self, library: Library) -> QueueScreen:
        """What waits for another viewer."""
        return QueueScreen(library)

    def on_screen_resume(self) -> None:
        """What was done meanwhile on another screen may wait here."""
        self.read_queue()

    def watch_sync(self, status: SyncStatus) -> None:
        """A new status comes with every change of the queue."""
        super().watch_sync(status)
        self.connection.tone = "warning" if status.connection in ("offline", "failing", "signed_out") else "muted"
        self.connection.text = connection_sentence(status)
        self.read_queue()

    @work(exclusive=True, group="queue")
    async def read_queue(self) -> None:
        """Show what is in the queue now."""
        try:
            pending = await self.library.queue()
        except ApiError as error:
            self.say(Piece(f"{marks().refused} ", "error"), Piece(str(error)))
            return
        if not self.query(QueueList):
            return  # the screen was left while the queue was read
        refused = sum(mark.refusal is not None for mark in pending)
        kept = len(pending) - refused
        words = [f"{kept:,} waiting"] * bool(kept) + [f"{refused:,} refused"] * bool(refused)
        self.title_line.beside = [Piece(", ".join(words), "muted")]
        self.waiting.display = bool(pending)
        self.panel.display = not pending
        self.waiting.show_rows(pending)
        if pending and self.focused is None:
            self.waiting.focus()
        self._show_selected()

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_selected()

    def on_resize(self) -> None:
        """With another width the pane may come or go."""
        self.call_after_refresh(self._show_selected)

    def _show_selected(self) -> None:
        """Where there is no room for the pane, the reason stands in the status line."""
        mark = self.waiting.selected
        self.pane.mark = mark
        if mark is None or mark.refusal is None or self.pane.display:
            self.say()
        else:
            self.say(Piece(f"{marks().refused} ", "error"), Piece(mark.refusal))
        self.refresh_bindings()

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        self.open_lesson(event.row_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was refused can be dismissed: what waits is work that would be lost."""
        if action != "dismiss_refused" or not self.is_mounted:
            return True
        mark = self.waiting.selected
        return mark is not None and mark.refusal is not None

    @work(group="dismiss")
    async def action_dismiss_refused(self) -> None:
        """Drop the selected refused mark."""
        mark = self.waiting.selected
        if mark is None or mark.refusal is None:
            return
        try:
            await self.library.dismiss([mark.lesson_id])
        except ApiError as error:
            self.app.tell(str(error), severity="error")
        self.read_queue()

    @work(exclusive=True, group="send")
    async def action_send_now(self) -> None:
        """Send what waits, and say what became of it."""
        try:
            status = await self.library.send()
        except ApiError as error:
            self.app.tell(str(error), severity="error")
            return
        self.read_queue()
        if status.waiting:
            self.app.tell(connection_sentence(status) or "The server has not answered yet.", severity="warning")
        elif not status.refused:
            self.app.tell("Everything is saved.")
