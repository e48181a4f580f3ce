"""Lines of pieces as a widget: side panes, cards and other text that is composed and not chosen from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView

from widgets.paint import Line, Toned

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip


class Lines(Toned, ScrollView, can_focus=False):
    """Draws the lines that `compose_lines` makes for its width; scrolls with the wheel when they are too many."""

    DEFAULT_CSS = """
    Lines { background: transparent; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []

    def compose_lines(self, width: int) -> list[Line]:
        """The lines, each at most `width` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Compose the lines again: what they show changed."""
        width = self.scrollable_content_region.width
        self._lines = self.compose_lines(width) if width > 0 else []
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Lines are composed for a width."""
        self.redraw()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        index = y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else []
        return self.strip(line, self.scrollable_content_region.width)
