"""A link as a QR code beside a text, where there is room for both."""

from __future__ import annotations

from widgets.marks import ASCII, marks
from widgets.qr import QUIET, ROOMY_QUIET, QrCode, code_size

_OTHER_ROWS = 6
"""Of the dialog around it."""
_COLUMNS = 41
"""What it takes at most: the text needs the rest."""


class SideCode(QrCode):
    """There only where all of it can be shown; `place` is to be called when link or size have changed."""

    def __init__(self, beside: int) -> None:
        """`beside`: columns of the terminal from which it stands beside the text."""
        super().__init__()
        self._beside = beside

    def place(self, link: str) -> None:
        """Show the code of a link, with as much light around as there is room for; none where there is no link."""
        fitting = next((quiet for quiet in (ROOMY_QUIET, QUIET) if self._fits(link, quiet)), None)
        self.display = fitting is not None
        if fitting is not None:
            self.text, self.quiet = link, fitting

    def _fits(self, link: str, quiet: int) -> bool:
        terminal = self.app.size
        if not link or terminal.width < self._beside or marks() is ASCII:
            return False
        columns, rows = code_size(link, quiet)
        return 0 < columns <= _COLUMNS and rows + _OTHER_ROWS <= terminal.height
