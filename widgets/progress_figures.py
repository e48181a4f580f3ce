"""The figures above the progress: how much, how steadily, how fast, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, cells, cut_line

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip

WIDE = 116
NARROW = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands out, with what it counts and what it means."""

    value: str
    words: str
    note: str
    short: str = ""
    """The note where there is little room."""
    tone: str = "text"
    wide_only: bool = False
    """Whether another figure's short note says the same."""


class ProgressFigures(Toned):
    """Columns of two lines; below 60 columns a line each."""

    DEFAULT_CSS = """
    ProgressFigures { height: auto; width: 1fr; }
    """

    figures: reactive[tuple[Figure, ...]] = reactive[tuple[Figure, ...]]((), layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two lines, or one a figure."""
        return len(self._shown(width)) if width < NARROW else 2

    def render_line(self, y: int) -> Strip:
        """One line of all figures, or all of one."""
        width = self.size.width
        shown = self._shown(width)
        if width < NARROW:
            line = self._stacked(shown[y], width) if y < len(shown) else []
            return self.strip(cut_line(line, width), width)
        return self.strip(self._beside(shown, y, width), width)

    def _shown(self, width: int) -> list[Figure]:
        return [figure for figure in self.figures if width >= WIDE or not figure.wide_only]

    def _stacked(self, figure: Figure, width: int) -> Line:
        note = figure.short or figure.note
        return [Piece(" "), *self._headline(figure), Piece(f" {marks().dot} {note}" if note else "", "muted")]

    def _headline(self, figure: Figure) -> Line:
        return [Piece(figure.value, f"{figure.tone} strong"), Piece(f" {figure.words}", "text")]

    def _beside(self, figures: list[Figure], y: int, width: int) -> Line:
        line: Line = [Piece("  ")]
        column = (width - 4) // max(1, len(figures))
        for figure in figures:
            note = (figure.note if width >= WIDE else figure.short) or figure.note
            content = cut_line(self._headline(figure) if y == 0 else [Piece(note, "muted")], column - 1)
            line += [*content, Piece(" " * (column - cells(content)))]
        return line
