"""The strip of a lesson's video: its link, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.reactive import reactive

from widgets.block import Block
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, spread

KEYS = (
    ("lesson.watch", "open", "screen.watch"),
    ("lesson.open_with", "open with…", "screen.open_with"),
    ("lesson.copy_link", "copy", "screen.copy_link"),
    ("lesson.code", "code", "screen.show_code"),
)


def short_link(url: str) -> str:
    """The address without what every address begins with."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.")


class VideoStrip(Block):
    """The link with its keys; in a narrower terminal the keys are in the footer alone."""

    DEFAULT_CSS = """
    VideoStrip { background: $surface; padding: 0 2; }
    """

    url: reactive[str] = reactive("", layout=True)
    keys: reactive[Mapping[str, str]] = reactive[Mapping[str, str]]({})
    """How the keys are written, by binding id."""

    def watch_url(self, url: str) -> None:
        """A lesson without a video has no strip."""
        self.display = bool(url)

    def compose_lines(self, width: int) -> list[Line]:
        """The one line."""
        link = [Piece(f"{marks().next} ", "accent"), Piece(short_link(self.url), "link", "screen.watch")]
        keys = self._keys()
        return [spread(link, keys if cells(link) + cells(keys) + 3 <= width else [], width)]

    def _keys(self) -> Line:
        line: Line = []
        for binding, label, action in KEYS:
            if binding in self.keys:
                gap = [Piece("   ")] if line else []
                words = f" {label}".replace("…", marks().ellipsis)
                line += [*gap, Piece(self.keys[binding], "strong", action), Piece(words, "muted", action)]
        return line
