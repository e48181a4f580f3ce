"""A link as a QR code, for the phone or for the computer that one sits at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from screens.requests import CopyText
from widgets.dialog_foot import DialogFoot
from widgets.link_text import LinkText
from widgets.marks import ASCII, marks
from widgets.qr import QUIET, ROOMY_QUIET, QrCode, code_size

if TYPE_CHECKING:
    from textual.app import ComposeResult

AROUND = (6, 7)
"""Columns and rows of the dialog beside the code: its padding, edge, title, link and keys."""


class QrCodeScreen(Dialog[None]):
    """The code with the link below it; where the code does not fit, the link alone."""

    DEFAULT_CSS = """
    QrCodeScreen {
        .inside { align-horizontal: center; }
        QrCode { display: none; margin-bottom: 1; }
        &.-fits QrCode { display: block; }
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
        yield QrCode()
        yield DialogFoot([("y", "Copy link")], [("escape", "Close")])

    def on_mount(self) -> None:
        """The code."""
        self.code.text = self._url

    def on_resize(self) -> None:
        """Four quiet cells where there is room, two where not, and no code at all where it would be cut."""
        fitting = [quiet for quiet in (ROOMY_QUIET, QUIET) if self._fits(quiet)]
        self.set_class(bool(fitting), "-fits")
        if fitting:
            self.code.quiet = fitting[0]

    def _fits(self, quiet: int) -> bool:
        columns, rows = code_size(self._url, quiet)
        room = self.app.size
        # ASCII has no half blocks to draw it with.
        return (
            bool(columns)
            and marks() is not ASCII
            and columns + AROUND[0] <= room.width
            and rows + AROUND[1] <= room.height
        )

    def action_copy(self) -> None:
        """Copy the link."""
        self.post_message(CopyText(self._url, "link"))

    def action_close(self) -> None:
        """Back."""
        self.dismiss()
