"""The strip below the header while the server cannot be reached: since when, and what is kept meanwhile."""

from textual.reactive import reactive
from textual.strip import Strip

from api_client.status import SyncStatus
from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, spread
from widgets.text import plural


class OfflineStrip(Toned):
    """Three rows on surface, one row in a low terminal, none while all is well."""

    DEFAULT_CSS = """
    OfflineStrip { display: none; height: 1; width: 1fr; background: $surface; }
    OfflineStrip.-shown { display: block; }
    """

    status: reactive[SyncStatus] = reactive(SyncStatus())

    def watch_status(self, status: SyncStatus) -> None:
        """Be there only while there is something wrong."""
        self.set_class(status.connection in ("offline", "failing"), "-shown")

    def _sentence(self) -> Line:
        status = self.status
        signs = marks()
        if status.connection == "failing":
            lead = Piece(f"{signs.refused} {status.reason or 'The server answers with errors.'} ", "warning strong")
        else:
            since = f" since {status.since.astimezone():%H:%M}" if status.since else ""
            lead = Piece(f"{signs.offline} Offline{since}. ", "warning strong")
        if status.waiting:
            kept = f"{plural(status.waiting, 'mark')} {'is' if status.waiting == 1 else 'are'} kept here and sent"
            return [lead, Piece(f"{kept} when the server answers.", "muted")]
        return [lead, Piece("What was opened before can be read on.", "muted")]

    def render_line(self, y: int) -> Strip:
        """The sentence on the middle row, with the keys that help."""
        width = self.size.width
        if y != self.size.height // 2:
            return self.strip([], width)
        right: Line = [
            Piece("r", "strong", "screen.reload"),
            Piece(" Retry", "muted", "screen.reload"),
            Piece("   "),
            Piece("w", "strong", "app.show_queue"),
            Piece(" Queue  ", "muted", "app.show_queue"),
        ]
        return self.strip(spread([Piece("  "), *self._sentence()], right, width), width)
