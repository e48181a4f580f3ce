"""A link as a QR code."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Size

QUIET = 2
"""Light cells around the code at least; cameras read it with two, though the standard asks for four."""
ROOMY_QUIET = 4
_ON_PAPER = Style(color="#000000", bgcolor="#ffffff")
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


@lru_cache(maxsize=4)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The code's rows, True for dark, without the quiet cells; empty where the text is too long for any code."""
    import segno

    try:
        code = segno.make_qr(text, error="l", boost_error=False)
    except segno.DataOverflowError:
        return ()
    return tuple(tuple(bool(cell) for cell in row) for row in code.matrix)


def code_size(text: str, quiet: int) -> tuple[int, int]:
    """Columns and rows that the code takes; (0, 0) where there is none."""
    side = len(modules(text)) + 2 * quiet
    return (side, (side + 1) // 2) if side > 2 * quiet else (0, 0)


class QrCode(Widget):
    """Half blocks, black on white in every theme: cameras do not read the inverse."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    text: reactive[str] = reactive("", layout=True)
    quiet: reactive[int] = reactive(QUIET, layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """A column a cell."""
        return code_size(self.text, self.quiet)[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two cells a row."""
        return code_size(self.text, self.quiet)[1]

    def render_line(self, y: int) -> Strip:
        """Two rows of cells as half blocks."""
        upper, lower = self._cells(2 * y), self._cells(2 * y + 1)
        halves = "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        return Strip([Segment(halves, _ON_PAPER)], len(halves))

    def _cells(self, y: int) -> list[bool]:
        rows, quiet = modules(self.text), self.quiet
        side = [False] * quiet
        if 0 <= y - quiet < len(rows):
            return [*side, *rows[y - quiet], *side]
        return [False] * (len(rows) + 2 * quiet)
