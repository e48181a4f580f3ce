"""A few wrapped lines of text that take as much room as they need, and none when there is nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.paint import Line, Piece, Toned, wrap

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip


class Paragraph(Toned):
    """Text of one tone within the margins."""

    DEFAULT_CSS = """
    Paragraph { height: auto; width: 1fr; display: none; }
    Paragraph.-says { display: block; }
    """

    text: reactive[str] = reactive("", layout=True)
    tone: reactive[str] = reactive("muted")

    def watch_text(self, text: str) -> None:
        """Be there only with something to say."""
        self.set_class(bool(text), "-says")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the text has in this width."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width = self.size.width
        lines = self._lines(width)
        return self.strip([Piece(self._margin), *lines[y]] if y < len(lines) else [], width)

    @property
    def _margin(self) -> str:
        return " " if self.app.size.width < 60 else "  "

    def _lines(self, width: int) -> list[Line]:
        return wrap(self.text, width - 2 * len(self._margin), self.tone)
