"""Lines as pieces of text with tones, and the widget base that turns them into what the terminal gets.

A tone is a word such as `muted` or `accent`; which colour it has, the theme decides (`widgets.tones`).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.css.styles import RenderStyles
from textual.strip import Strip
from textual.widget import Widget

from widgets.marks import marks
from widgets.text import cut


class Piece(NamedTuple):
    """Text of one tone; `action` is run by a click on it."""

    text: str
    tone: str = ""
    """Tones by name, separated by blanks: `accent strong`."""
    action: str = ""


Line = list[Piece]
_KEPT_STRIPS = 256
NARROW = 60
"""Columns below which a terminal is narrow."""


def cells(line: Iterable[Piece]) -> int:
    """The width of a line."""
    return sum(cell_len(piece.text) for piece in line)


def cut_line(line: Iterable[Piece], width: int) -> Line:
    """The line in at most that many cells, with `…` where it was cut."""
    fitting: Line = []
    for piece in line:
        text = cut(piece.text, width)
        if text:
            fitting.append(piece._replace(text=text))
        width -= cell_len(text)
        if text != piece.text:
            break
    return fitting


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int) -> Line:
    """One line with `left` at its begin, cut where it must be, and `right` at its end."""
    room = width - cells(right)
    fitting = cut_line(left, room - 1 if right else room)
    return [*fitting, Piece(" " * (room - cells(fitting))), *right]


def wrap(text: str, width: int, tone: str = "") -> list[Line]:
    """Paragraphs of text, wrapped at words; blank lines stay."""
    if width <= 0:
        return []
    return [
        [Piece(part.plain.rstrip(), tone)]
        for paragraph in text.split("\n")
        for part in (Content(paragraph).wrap(width) if paragraph.strip() else [Content("")])
    ]


def first_lines(lines: list[Line], count: int) -> list[Line]:
    """The first lines, the last of them with an ellipsis where more were left out."""
    if len(lines) <= count:
        return lines
    *kept, last = lines[:count]
    text, tone = "".join(piece.text for piece in last), last[-1].tone if last else ""
    # No wider than the widest: what the ellipsis follows may fill its line.
    return [*kept, [Piece(cut(text.rstrip(" .,;:") + marks().ellipsis, max(map(cells, lines))), tone)]]


class Toned(Widget):
    """A widget that draws lines of pieces."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles_of: dict[tuple[str, str], Style] = {}
        # Where a list scrolls by a row, all but one of its lines are as they were a moment ago.
        self._strip_of = lru_cache(maxsize=_KEPT_STRIPS)(self._new_strip)

    @property
    def narrow(self) -> bool:
        """Whether the terminal is so narrow that margins shrink and marks stand alone."""
        return self.app.size.width < NARROW

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The tones are the app's: kept by each widget, they took half of the time to the first frame."""
        return self.app.get_component_styles(*names)

    def notify_style_update(self) -> None:
        """The styles of the tones are others now, too."""
        super().notify_style_update()
        self._styles_of = {}
        self._strip_of.cache_clear()

    def style_of(self, tone: str, ground: str = "") -> Style:
        """The style of tones on a ground (`cursor`, `blurred`, `hover`, `grabbed`, or none)."""
        if (tone, ground) not in self._styles_of:
            classes = [f"ground--{ground}"] if ground else []
            classes += [f"tone--{name}" for name in tone.split()]
            self._styles_of[tone, ground] = self.get_visual_style(*classes).rich_style
        return self._styles_of[tone, ground]

    def strip(self, line: Iterable[Piece], width: int, ground: str = "", margin: int = 0) -> Strip:
        """A line as the compositor takes it, filled up with its ground to exactly `width` cells.

        The last `margin` of them are of no ground.
        """
        return self._strip_of(tuple(line), width, ground, margin)

    def _new_strip(self, line: tuple[Piece, ...], width: int, ground: str, margin: int) -> Strip:
        segments = [
            Segment(
                piece.text,
                self.style_of(piece.tone, ground) + Style.from_meta({"action": piece.action})
                if piece.action
                else self.style_of(piece.tone, ground),
            )
            for piece in line
            if piece.text
        ]
        strip = Strip(segments).adjust_cell_length(width - margin, self.style_of("", ground))
        return strip.extend_cell_length(width, self.style_of("")) if margin else strip

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the piece that was clicked."""
        action = event.style.meta.get("action")
        if isinstance(action, str):
            event.stop()
            await self.run_action(action)
