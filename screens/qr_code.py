"""A link as a QR code, for the phone or for the computer that one sits at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import Center

from screens.dialog import Dialog
from screens.requests import CopyText
from widgets.dialog_foot import DialogFoot
from widgets.link_text import LinkText
from widgets.marks import ASCII, marks
from widgets.paint import wrap
from widgets.qr import QUIET, ROOMY_QUIET, QrCode, code_size

if TYPE_CHECKING:
    from textual.app import ComposeResult

WIDTH = 58
AROUND = (6, 6)
"""Columns and rows of the dialog beside code and link: its padding, edge, title, blank line and keys."""
LAYOUTS = ((ROOMY_QUIET, 1), (QUIET, 1), (QUIET, 0))
"""Quiet cells, and blank lines between link and code; the best first."""


class QrCodeScreen(Dialog[None]):
    """The code with the link below it; where the code does not fit, the link alone."""

    DEFAULT_CSS = """
    QrCodeScreen {
        .block { width: 58; }
        Center { display: none; height: auto; margin-bottom: 1; }
        &.-fits Center { display: block; }
        LinkText { margin-bottom: 1; }
        &.-close LinkText { margin-bottom: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy link", id="code.copy", tooltip="Copy the link"),
        Binding("escape", "close", "Close", id="code.close", tooltip="Back to where you were"),
    ]

    code = getters.query_one(QrCode)

    def __init__(self, url: str, title: str) -> None:
        super().__init__()
        self._url = url
        self._title = title

    def compose_inside(self) -> ComposeResult:
        """Title, code, link, keys."""
        yield LinkText(self._title, self._url)
        with Center():
            yield QrCode()
        yield DialogFoot([("y", "Copy link")], [("escape", "Close")])

    def on_mount(self) -> None:
        """The code."""
        self.code.text = self._url

    def on_resize(self) -> None:
        """Four quiet cells where there is room, two where not, and no code at all where it would be cut."""
        fitting = next(((quiet, blank) for quiet, blank in LAYOUTS if self._fits(quiet, blank)), None)
        self.set_class(fitting is not None, "-fits")
        if fitting is not None:
            self.code.quiet, blank = fitting
            self.set_class(not blank, "-close")

    def _fits(self, quiet: int, blank: int) -> bool:
        columns, rows = code_size(self._url, quiet)
        if not columns or marks() is ASCII:  # which has no half blocks to draw it with
            return False
        beside, above = AROUND
        width = min(WIDTH, self.app.size.width) - beside
        text = len(wrap(self._url, width)) + blank
        return columns <= width and rows + text + above <= self.app.size.height

    def action_copy(self) -> None:
        """Copy the link."""
        self.post_message(CopyText(self._url, "link"))

    def action_close(self) -> None:
        """Back."""
        self.dismiss()
