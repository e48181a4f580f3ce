"""The strip below the header while the server or the session cannot be used: why, and what is kept meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.reactive import reactive

from api_client.status import SyncStatus
from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, cells, first_lines, spread, wrap
from widgets.text import plural

if TYPE_CHECKING:
    from textual.strip import Strip


class OfflineStrip(Toned):
    """Three rows on surface, one row in a low terminal, none while all is well."""

    DEFAULT_CSS = """
    OfflineStrip { display: none; height: 1; width: 1fr; background: $surface; }
    OfflineStrip.-shown { display: block; }
    """

    status: reactive[SyncStatus] = reactive(SyncStatus())
    keys: reactive[Mapping[str, str]] = reactive[Mapping[str, str]]({})
    """How the keys are written, by binding id."""

    def watch_status(self, status: SyncStatus) -> None:
        """Be there only while there is something wrong."""
        self.set_class(status.connection in ("offline", "failing", "signed_out"), "-shown")

    def render_line(self, y: int) -> Strip:
        """What is wrong in the middle of the rows, with the keys that help."""
        width = self.size.width
        keys = self._keys()
        lines = self._lines(width - cells(keys) - 6)
        place = y - (self.size.height - len(lines)) // 2
        if not 0 <= place < len(lines):
            return self.strip([], width)
        right = [*keys, Piece("  ")] if place == 0 else []
        return self.strip(spread([Piece("  "), *lines[place]], right, width), width)

    def _lines(self, width: int) -> list[Line]:
        if self.status.session_unreadable:
            text = f"{marks().refused} {self.status.reason}"
            return first_lines(wrap(text, width, "warning strong"), max(1, self.size.height))
        return [[self._what(), Piece(self._kept(), "muted")]]

    def _what(self) -> Piece:
        status, signs = self.status, marks()
        if status.connection == "signed_out":
            return Piece(f"{signs.refused} Session ended. ", "warning strong")
        if status.connection == "failing":
            return Piece(f"{signs.refused} {status.reason or 'The server answers with errors.'} ", "warning strong")
        since = f" since {status.since.astimezone():%H:%M}" if status.since else ""
        return Piece(f"{signs.offline} Offline{since}. ", "warning strong")

    def _kept(self) -> str:
        status = self.status
        signed_out = status.connection == "signed_out"
        if status.waiting and signed_out:
            return f"{plural(status.waiting, 'mark')} {'waits' if status.waiting == 1 else 'wait'} for your sign-in."
        if status.waiting:
            kept = f"{plural(status.waiting, 'mark')} {'is' if status.waiting == 1 else 'are'} kept here and sent"
            return f"{kept} when the server answers."
        if signed_out:
            return "What was opened before can be read on, and marks wait for your sign-in."
        return "What was opened before can be read on."

    def _keys(self) -> Line:
        status = self.status
        retry = ("r", "Retry", "screen.reload")
        queue = ("w", "Queue", "app.show_queue")
        sign_in = (self.keys.get("app.sign_in", "S"), "Sign in", "app.sign_in")
        helps = (retry, queue)
        if status.connection == "signed_out":
            helps = (retry, sign_in) if status.session_unreadable else (sign_in, queue)
        line: Line = []
        for key, label, action in helps:
            gap = [Piece("   ")] if line else []
            line += [*gap, Piece(key, "strong", action), Piece(f" {label}", "muted", action)]
        return line
