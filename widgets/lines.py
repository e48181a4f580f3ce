"""Lines of pieces as a widget: side panes, cards and other text that is composed and not chosen from."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView

from widgets.paint import Line, Toned

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip


class Lines(Toned, ScrollView, can_focus=False, inherit_bindings=False):
    """Draws the lines that `compose_lines` makes for its width; scrolls when they are too many.

    With the wheel, and by keys where `can_focus` is set.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="pane.up", tooltip="A line up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="pane.down", tooltip="A line down"),
        Binding("pageup,ctrl+u", "page_up", "Page up", show=False, id="pane.page_up", tooltip="A page up"),
        Binding("pagedown,ctrl+d", "page_down", "Page down", show=False, id="pane.page_down", tooltip="A page down"),
        Binding("home,g", "scroll_home", "Begin", show=False, id="pane.begin", tooltip="To its begin"),
        Binding("end,G", "scroll_end", "End", show=False, id="pane.end", tooltip="To its end"),
    ]

    DEFAULT_CSS = """
    Lines { background: transparent; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._width = -1
        """The width that the lines were composed for; -1 if they are out of date."""

    def compose_lines(self, width: int) -> list[Line]:
        """The lines, each at most `width` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Compose the lines again: what they show changed. Only those that look different are drawn again."""
        width = self.scrollable_content_region.width
        if width != self._width or not self.is_attached:
            self._width = -1
            self.refresh()
            return
        before = self._lines
        self._make(width)
        for index, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old != new:
                self.refresh_line(index)

    def on_resize(self, _event: events.Resize) -> None:
        """Another width, another wrapping."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        width = self.scrollable_content_region.width
        # Composed while drawing and not on resize: a widget that something measured before its first layout
        # never gets the event, and the pane stayed empty.
        if width != self._width:
            self._make(width)
        index = y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else []
        return self.strip(line, width)

    def _make(self, width: int) -> None:
        self._width = width
        self._lines = self.compose_lines(width)
        self.call_later(self._grow, Size(width, len(self._lines)))

    def _grow(self, size: Size) -> None:
        self.virtual_size = size
