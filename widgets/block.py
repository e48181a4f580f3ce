"""Composed lines that take exactly the rows they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.paint import Line, Toned

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip


class Block(Toned):
    """Draws the lines that `compose_lines` makes for its width. Reactives that they depend on need `layout=True`."""

    DEFAULT_CSS = """
    Block { height: auto; width: 1fr; }
    """

    def compose_lines(self, width: int) -> list[Line]:
        """The lines, each at most `width` cells."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.compose_lines(width))

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width = self.content_size.width
        lines = self.compose_lines(width)
        return self.strip(lines[y] if y < len(lines) else [], width)
