"""A side pane of facts: a title, a text, facts by name, and groups of lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.paint import Line, Piece, first_lines, spread, wrap
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT_LINES = 8
_LONGEST = 2_000
"""Characters of a text that can matter in so few lines."""

Pair = tuple[str, str]
"""What stands at the left of a line, and what at its right."""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Lines below a heading."""

    heading: str
    lines: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the pane shows. Text must be harmless for a terminal."""

    title: str
    text: str = ""
    facts: tuple[Pair, ...] = ()
    groups: tuple[FactGroup, ...] = ()


class FactsPane(Lines):
    """Of the selected row."""

    facts: reactive[Facts | None] = reactive["Facts | None"](None, repaint=False)

    def watch_facts(self) -> None:
        """Another row, or more of it."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """The blocks, with a blank line between."""
        if self.facts is None:
            return []
        blocks: list[list[Line]] = [
            wrap(one_line(self.facts.title)[:400], width, "strong"),
            first_lines(wrap(self.facts.text[:_LONGEST], width, "muted"), TEXT_LINES) if self.facts.text else [],
            [_fact(pair, width) for pair in self.facts.facts],
            *([[Piece(group.heading, "faint")], *_pairs(group.lines, width)] for group in self.facts.groups),
        ]
        lines: list[Line] = []
        for block in blocks:
            if block:
                lines += [[], *block] if lines else block
        return lines


def _fact(pair: Pair, width: int) -> Line:
    label, value = pair
    return spread([Piece(label, "faint")], [Piece(cut(value, width - len(label) - 2), "muted")], width)


def _pairs(pairs: Sequence[Pair], width: int) -> list[Line]:
    return [spread([Piece(one_line(left))], [Piece(cut(right, width // 2), "muted")], width) for left, right in pairs]
