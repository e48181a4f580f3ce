"""A field for any of many things, such as the courses of a product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from widgets.fields.field import Field, FieldNote
from widgets.fields.line_field import LineInput
from widgets.marks import marks
from widgets.paint import Line, Piece, cut_line
from widgets.row_list import RowList
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that can be picked."""

    id: str
    name: str


class PickList(RowList[Pick]):
    """What can be picked, with a tick before what is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "Pick", id="picks.toggle", tooltip="Pick the selected row, or not any more"),
    ]

    def __init__(self, picked: set[str]) -> None:
        super().__init__()
        self.picked = picked

    def row_id(self, row: Pick) -> str:
        """Its id."""
        return row.id

    def draw(self, row: Pick, width: int, selected: bool) -> Line:
        """Tick and name."""
        picked = row.id in self.picked
        tick = Piece(f"[{marks().tick if picked else ' '}] ", "accent" if picked else "muted")
        name = Piece(one_line(row.name), "text strong" if selected else "text" if picked else "muted")
        return cut_line([Piece(" "), tick, name], width)


class PicksField(Field):
    """Any of many: what is picked stands first, words narrow the list."""

    DEFAULT_CSS = """
    PicksField {
        LineInput, LineInput:focus { height: 1; width: 1fr; border: none; padding: 0 1; background: $panel; }
        LineInput { border-left: outer $panel; }
        LineInput:focus { border-left: outer $accent; background: $block-cursor-background; }
        &.-ascii LineInput { border-left: ascii $panel; }
        &.-ascii LineInput:focus { border-left: ascii $accent; }
        PickList {
            height: 7;
            scrollbar-background: $surface;
            scrollbar-background-hover: $surface;
            scrollbar-background-active: $surface;
        }
    }
    """

    def __init__(
        self, label: str, picks: Sequence[Pick], picked: Sequence[str], *, key: str = "", note: str = ""
    ) -> None:
        """`picked`: the ids of those that are."""
        super().__init__(label, key)
        self._label = label
        self._initial = set(picked)
        first = {id: number for number, id in enumerate(picked)}
        self._picks = sorted(picks, key=lambda pick: first.get(pick.id, len(first)))
        self._filter = LineInput(placeholder="words to find one")
        self._filter.cursor_blink = False
        self._list = PickList(set(picked))
        self._note = note

    def compose_value(self) -> ComposeResult:
        """The words, the list, and what follows from it."""
        yield self._filter
        yield self._list
        yield FieldNote(self._note)

    def on_mount(self) -> None:
        """All of them."""
        self._show("")
        self._count()

    @property
    def changed(self) -> bool:
        """Whether others are picked."""
        return self._list.picked != self._initial

    def read(self) -> object:
        """The ids of what is picked, in the order of the list."""
        return [pick.id for pick in self._picks if pick.id in self._list.picked]

    def _show(self, words: str) -> None:
        wanted = words.casefold().split()
        self._list.show_rows([pick for pick in self._picks if all(word in pick.name.casefold() for word in wanted)])

    def _count(self) -> None:
        self.label.text = f"{self._label} {marks().dot} {len(self._list.picked)} picked"

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(RowList.Highlighted)
    def _keep(self, event: RowList.Highlighted) -> None:
        event.stop()

    @on(RowList.Chosen)
    def _toggle(self, event: RowList.Chosen) -> None:
        event.stop()
        self._list.picked ^= {event.row_id}
        self._list.refresh()
        self._count()
        self.edited()
