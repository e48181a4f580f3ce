"""The status line above the footer: it is there only when it has something to say."""

from collections.abc import Sequence

from textual.reactive import reactive
from textual.strip import Strip

from widgets.paint import Piece, Toned, spread


class StatusLine(Toned):
    """One line of what the selected row means or what just happened, with the key that helps."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; display: none; background: $background; }
    StatusLine.-says { display: block; }
    """

    message: reactive[Sequence[Piece]] = reactive[Sequence[Piece]](())

    def watch_message(self, message: Sequence[Piece]) -> None:
        """Show or hide the line."""
        self.set_class(bool(message), "-says")

    def render_line(self, y: int) -> Strip:
        """The message within the margins."""
        width = self.size.width
        margin = Piece(" " if self.narrow else "  ")
        return self.strip(spread([margin, *self.message], [margin], width), width)
