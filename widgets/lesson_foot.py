"""The foot of a lesson's page: the lessons before and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.reactive import reactive

from widgets.block import Block
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line
from widgets.text import one_line


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Names of the lessons before and after; None where there is none."""

    previous: str | None = None
    next: str | None = None


class LessonFoot(Block):
    """`‹ p Change of basis` and, at the right, `A quick trick n ›`; above them a rule where there is room."""

    neighbours: reactive[Neighbours] = reactive(Neighbours(), layout=True)
    keys: reactive[Mapping[str, str]] = reactive[Mapping[str, str]]({})
    """How the keys are written, by binding id."""

    def compose_lines(self, width: int) -> list[Line]:
        """The line; each name has half of it, or what the other leaves."""
        signs = marks()
        before, after = self.neighbours.previous, self.neighbours.next
        left = self._side(before, "lesson.previous", "screen.previous")
        right = self._side(after, "lesson.next", "screen.next")[::-1]
        left = [Piece(f"{signs.back} ", "muted"), *left] if left else []
        right = [*right, Piece(f" {signs.forward}", "muted")] if right else []
        half = (width - 3) // 2
        room = max(half, width - 3 - cells(right))
        left = cut_line(left, room)
        if right:
            fixed = cells(right[1:])
            right = [*cut_line(right[:1], width - 3 - cells(left) - fixed), *right[1:]]
        line = [*left, Piece(" " * max(0, width - cells(left) - cells(right))), *right]
        return [[Piece(signs.rule * width, "rule")], line] if self.app.size.height >= 30 else [line]

    def _side(self, name: str | None, binding: str, action: str) -> Line:
        if name is None:
            return []
        key = Piece(self.keys.get(binding, ""), "strong", action)
        return [key, Piece(" "), Piece(one_line(name), "muted", action)]
