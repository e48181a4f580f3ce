"""The course manager's side pane: the moves that are staged, else what there is to know of the selected row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.marks import marks
from widgets.paint import Line, Piece, first_lines, spread, wrap
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_MOVES = 200
"""Moves that are listed; of more, how many there are."""
_KEYS_WIDTH = 10


@dataclass(frozen=True, slots=True)
class StagedMove:
    """A move that is not saved. Text is harmless for a terminal."""

    name: str
    went: str
    """From where to where."""
    under_way: str = ""
    """`moving` or `dragging`; empty for one that is done."""


@dataclass(frozen=True, slots=True)
class PaneView:
    """What the pane shows."""

    moves: tuple[StagedMove, ...] = ()
    count: int = 0
    """How many of them count: what is only dragged does not yet."""
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Of the selected row, by label."""
    text: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    """Keys as people write them, with what they do."""


class CourseAdminPane(Lines):
    """Moves or facts, a sentence, and the keys."""

    view: reactive[PaneView] = reactive(PaneView(), repaint=False)

    def watch_view(self) -> None:
        """Something else to show."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """From the top."""
        view = self.view
        lines = self._moves(view.moves, view.count, width) if view.moves else self._facts(view, width)
        if view.text:
            lines += [*wrap(view.text, width, "faint"), []]
        return [*lines, *(_key(key, does, width) for key, does in view.keys)]

    def _moves(self, moves: Sequence[StagedMove], count: int, width: int) -> list[Line]:
        lines: list[Line] = [spread([Piece("Staged moves", "strong")], [Piece(f"{count:,}", "muted")], width), []]
        shown = moves[:MOST_MOVES]
        # What is under way must be seen, however many there are.
        room = max(1, (self.size.height - 14) // 3)
        if len(shown) > room:
            under_way = [move for move in moves if move.under_way]
            shown = [*moves[: max(0, room - len(under_way))], *under_way]
        for move in shown:
            lines += [*_move(move, width), []]
        if len(shown) < len(moves):
            lines += [[Piece(f"  and {len(moves) - len(shown):,} more", "muted")], []]
        return lines

    def _facts(self, view: PaneView, width: int) -> list[Line]:
        if not view.title:
            return []
        lines = [*first_lines(wrap(one_line(view.title)[:400], width, "strong"), 4), []]
        lines += [
            spread([Piece(label, "faint")], [Piece(cut(value, width - len(label) - 2), "muted")], width)
            for label, value in view.facts
        ]
        return [*lines, []]


def _move(move: StagedMove, width: int) -> list[Line]:
    signs = marks()
    sign = Piece(signs.grabbed, "accent") if move.under_way else Piece(signs.moved, "warning")
    name = cut(one_line(move.name), width - 2)
    end = [Piece(move.under_way, "accent")] if move.under_way else []
    return [
        [sign, Piece(" "), Piece(name, "strong" if move.under_way else "text")],
        spread([Piece("  "), Piece(one_line(move.went).replace("→", signs.arrow), "muted")], end, width),
    ]


def _key(key: str, does: str, width: int) -> Line:
    return spread([Piece(key.ljust(_KEYS_WIDTH), "strong"), Piece(does, "muted")], [], width)
