"""Lines as pieces of text with tones, and the widget base that turns them into what the terminal gets.

A tone is a word such as `muted` or `accent`; which colour it has, the theme decides (`Toned.DEFAULT_CSS`).
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
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
    return [*kept, [Piece(text.rstrip(" .,;:") + marks().ellipsis, tone)]]


class Toned(Widget):
    """A widget that draws lines of pieces."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tone--text", "tone--muted", "tone--faint", "tone--accent", "tone--success", "tone--warning", "tone--error",
        "tone--track", "tone--done", "tone--rule", "tone--skeleton", "tone--strong", "tone--underline", "tone--link",
        "tone--chip", "tone--field", "tone--heat-0", "tone--heat-1", "tone--heat-2", "tone--heat-3", "tone--heat-4",
        "ground--cursor", "ground--blurred", "ground--hover", "ground--grabbed",
    }  # fmt: skip

    DEFAULT_CSS = """
    Toned {
        & > .tone--text { color: $foreground; }
        & > .tone--muted { color: $text-muted; }
        & > .tone--faint { color: $faint; }
        & > .tone--accent { color: $accent; }
        & > .tone--success { color: $success; }
        & > .tone--warning { color: $warning; }
        & > .tone--error { color: $error; }
        & > .tone--track { color: $track; }
        & > .tone--done { color: $done; }
        & > .tone--rule { color: $rule; }
        & > .tone--skeleton { color: $panel; }
        & > .tone--strong { text-style: bold; }
        & > .tone--underline { text-style: underline; }
        & > .tone--link { color: $accent; text-style: underline; }
        & > .tone--chip { color: $foreground; background: $panel; text-style: bold; }
        & > .tone--field { color: $foreground; background: $panel; }
        & > .tone--heat-0 { color: $heat-0; }
        & > .tone--heat-1 { color: $heat-1; }
        & > .tone--heat-2 { color: $heat-2; }
        & > .tone--heat-3 { color: $heat-3; }
        & > .tone--heat-4 { color: $heat-4; }
        & > .ground--cursor { background: $cursor-ground; }
        & > .ground--blurred { background: $blurred-ground; }
        & > .ground--hover { background: $blurred-ground; }
        & > .ground--grabbed { color: $on-accent; background: $accent; text-style: bold; }
    }
    """

    ALLOW_SELECT = False

    @property
    def narrow(self) -> bool:
        """Whether the terminal is so narrow that margins shrink and marks stand alone."""
        return self.app.size.width < NARROW

    def style_of(self, tone: str, ground: str = "") -> Style:
        """The style of tones on a ground (`cursor`, `blurred`, `hover`, `grabbed`, or none)."""
        classes = [f"ground--{ground}"] if ground else []
        classes += [f"tone--{name}" for name in tone.split()]
        return self.get_visual_style(*classes).rich_style

    def strip(self, line: Iterable[Piece], width: int, ground: str = "") -> Strip:
        """A line as the compositor takes it, filled up with its ground to exactly `width` cells."""
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
        return Strip(segments).adjust_cell_length(width, self.style_of("", ground))

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the piece that was clicked."""
        action = event.style.meta.get("action")
        if isinstance(action, str):
            event.stop()
            await self.run_action(action)
