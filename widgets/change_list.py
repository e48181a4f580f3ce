"""What was done to a course, as a list below headings; what two admins both moved is to be decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line, spread, wrap
from widgets.row_list import RowList
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROOM_FOR_WORDS = 18
"""Cells of a side from which it is named; below, by its key."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A heading, something that was done, or something to decide. Text is harmless for a terminal."""

    kind: Literal["heading", "told", "fault", "decision", "gap"]
    name: str = ""
    detail: str = ""
    id: str = ""
    """Of a decision."""
    ours: str = ""
    theirs: str = ""
    taken: Literal["ours", "theirs"] | None = None


class ChangeList(RowList[ChangeRow]):
    """Only decisions can be selected; without one the list scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self._changes: Sequence[ChangeRow] = ()

    def show_changes(self, changes: Sequence[ChangeRow]) -> None:
        """Replace the rows; what is wrong takes as many lines as its sentence needs."""
        self._changes = changes
        self.on_resize()

    def on_resize(self) -> None:
        """Another width, another wrapping."""
        width = self.scrollable_content_region.width - 2
        if self._changes and width > 0:
            self.show_rows([part for change in self._changes for part in _parts(change, width)])

    def row_id(self, row: ChangeRow) -> str:
        """The decision's id."""
        return row.id

    def action_move(self, step: int) -> None:
        """To the next decision; where there is none, scroll."""
        before = self.cursor
        super().action_move(step)
        if self.cursor == before:
            self.scroll_relative(y=step, animate=False)

    def draw(self, row: ChangeRow, width: int, selected: bool) -> Line:
        """One line; of a decision both places, the taken one marked."""
        match row.kind:
            case "gap":
                return []
            case "heading":
                return spread([Piece(" "), Piece(row.name, "strong")], [Piece(row.detail, "muted"), Piece(" ")], width)
            case "told":
                detail = cut(one_line(row.detail).replace("→", marks().arrow), width // 2) if row.detail else ""
                return spread([Piece("   "), Piece(one_line(row.name))], [Piece(detail, "muted"), Piece(" ")], width)
            case "fault":
                return cut_line([Piece(" "), Piece(row.name, "error strong"), Piece("  "), Piece(row.detail)], width)
            case "decision":
                return self._decision(row, width, selected)

    def _decision(self, row: ChangeRow, width: int, selected: bool) -> Line:
        sign = Piece(marks().done if row.taken else "? ", "success" if row.taken else "warning")
        name = cut_line([Piece(one_line(row.name), "text strong" if selected else "text")], max(8, width // 3 - 4))
        left = [Piece(" "), sign, Piece(" "), *name]
        # Half of the room for each: a long section's name hid where they had put it.
        room = (width - cells(left) - 4) // 2
        words = ("yours", "theirs") if room >= _ROOM_FOR_WORDS else ("o", "t")
        right = [
            _side(words[0], row.ours, room, taken=row.taken == "ours", decided=row.taken is not None),
            Piece("  "),
            _side(words[1], row.theirs, room, taken=row.taken == "theirs", decided=row.taken is not None),
            Piece(" "),
        ]
        return spread(left, right, width)


def _parts(change: ChangeRow, width: int) -> Iterator[ChangeRow]:
    """The rows of a change: of what is wrong, the sentence below its begin."""
    if change.kind != "fault":
        yield change
        return
    name = change.name
    for line in wrap(change.detail, max(1, width - cell_len(name) - 4)):
        yield replace(change, name=name, detail="".join(piece.text for piece in line))
        name = " " * cell_len(name)


def _side(whose: str, where: str, width: int, *, taken: bool, decided: bool) -> Piece:
    text = cut(f"{marks().next if taken else ' '} {whose}: {one_line(where)}", width)
    return Piece(text, "accent strong" if taken else "faint" if decided else "text")
