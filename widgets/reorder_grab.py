"""Moving a row of an admin's tree by keys: `m` grabs it, arrows move it, `enter` drops it, `esc` puts it back.

The tree changes nothing itself: it says what is wanted and draws the order that it is given. Which keys work then, is
also for whoever hears of it to show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from widgets.paint import Piece
from widgets.reorder_tree import ReorderTree

if TYPE_CHECKING:
    from widgets.reorder_line import Look

Way = Literal["up", "down", "previous", "next", "first", "last"]
"""By one row; into the section before or after; to the begin or the end of the course."""
_AROUND = 2
"""Rows above and below the grabbed one that stay in view: one moves it to where one sees."""
_ELSEWHERE = ("fold_all", "toggle_section", "section", "mark")


class GrabTree(ReorderTree):
    """Says where the grabbed row is to go; whoever has the order shows it there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "grab", "Move", id="reorder.grab", tooltip="Grab the row and move it with the arrows"),
        Binding("escape", "put_back", "Put back", id="reorder.put_back", tooltip="Put the row back where it was"),
        Binding(
            "number_sign", "ask_number", "To…", id="reorder.number", tooltip="Move the row to a number of the course"
        ),
        Binding(
            "alt+up", "nudge('up')", "Move up", show=False, id="reorder.nudge_up", tooltip="Move the row up by one"
        ),
        Binding(
            "alt+down", "nudge('down')", "Move down", show=False, id="reorder.nudge_down",
            tooltip="Move the row down by one",
        ),
    ]  # fmt: skip

    @dataclass
    class Grabbed(Message):
        """A row is to be moved from now on."""

        key: str

    @dataclass
    class Moved(Message):
        """The grabbed row is to go somewhere: a way, or a number as people count."""

        key: str
        to: Way | int

    @dataclass
    class Dropped(Message):
        """The grabbed row stays where it is."""

        key: str

    @dataclass
    class PutBack(Message):
        """The grabbed row belongs where it was when it was grabbed."""

        key: str

    @dataclass
    class Nudged(Message):
        """A row is to be moved at once, without being grabbed."""

        key: str
        to: Way

    @dataclass
    class NumberAsked(Message):
        """A row is to go to a number that has to be asked for."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.grabbed: str = ""
        """The key of the row that is being moved; empty if none is."""

    # --- what is listed

    def settle(self) -> None:
        """A row that is gone is not grabbed any more."""
        if self.grabbed and self.selected_id != self.grabbed:
            self.let_go()

    @property
    def shown_folds(self) -> frozenset[str]:
        """Sections are moved among heads alone; the one that a grabbed lesson passes through is open."""
        folds = super().shown_folds
        if not self.grabbed:
            return folds
        return frozenset(self.section_ids) if self.is_head(self.grabbed) else folds - {self.homes.get(self.grabbed, "")}

    def unfold_around(self, key: str | None) -> None:
        """What a grabbed lesson only passes through is folded again behind it."""
        if not self.grabbed:
            super().unfold_around(key)

    def keep_in_view(self) -> None:
        """The grabbed row is in view at once, not a frame later."""
        if self.grabbed:
            self.scroll_to_cursor()

    def scroll_to_cursor(self) -> None:
        """Bring the cursor's row into view; the grabbed one with those around it."""
        if not self.grabbed or self.cursor < 0:
            super().scroll_to_cursor()
            return
        top = max(0, self.cursor - _AROUND)
        bottom = min(len(self.rows), self.cursor + _AROUND + 1)
        self.scroll_to_region(Region(0, top, 1, bottom - top), animate=False, force=True, immediate=True)

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a row is grabbed, keys move it."""
        if action == "put_back":
            return bool(self.grabbed)
        if action in ("grab", "ask_number", "nudge"):
            return self.selected is not None and not (self.grabbed and action != "ask_number")
        if self.grabbed and action in _ELSEWHERE:
            return False
        return bool(self.grabbed) or super().check_action(action, parameters)

    def action_grab(self) -> None:
        """Grab the row."""
        if key := self.selected_id:
            self.grabbed = key
            self.list_rows()
            self.post_message(self.Grabbed(key))

    def action_choose(self) -> None:
        """Drop the grabbed row where it is; without one, open the selected row."""
        if not self.grabbed:
            super().action_choose()
            return
        key = self.grabbed
        self.let_go()
        self.post_message(self.Dropped(key))

    def action_put_back(self) -> None:
        """Put the grabbed row back where it was."""
        key = self.grabbed
        self.let_go()
        self.post_message(self.PutBack(key))

    def action_ask_number(self) -> None:
        """Move the row to a number that is asked for."""
        if key := self.grabbed or self.selected_id:
            self.post_message(self.NumberAsked(key))

    def action_nudge(self, way: Way) -> None:
        """Move the row by one without grabbing it."""
        if key := self.selected_id:
            self.post_message(self.Nudged(key, way))

    def let_go(self) -> None:
        """The grabbed row is not grabbed any more; where it is now, somebody else knows already."""
        key, self.grabbed = self.grabbed, ""
        self.unfold_around(key)
        self.list_rows(key)

    def _want(self, to: Way | int) -> None:
        self.post_message(self.Moved(self.grabbed, to))

    # --- keys that otherwise move the cursor or fold

    def action_move(self, step: int) -> None:
        """A row up or down."""
        if self.grabbed:
            self._want("up" if step < 0 else "down")
        else:
            super().action_move(step)

    def action_edge(self, direction: int) -> None:
        """To the begin or the end."""
        if self.grabbed:
            self._want("first" if direction < 0 else "last")
        else:
            super().action_edge(direction)

    def action_page(self, pages: float) -> None:
        """By a part of a page."""
        if self.grabbed:
            step = int(max(1, self.size.height - 1) * pages)
            self._want(max(1, self.number_of(self.grabbed) + step))
        else:
            super().action_page(pages)

    def action_fold(self) -> None:
        """Grabbed: into the section before."""
        if self.grabbed:
            self._want("previous")
        else:
            super().action_fold()

    def action_unfold(self) -> None:
        """Grabbed: into the section after."""
        if self.grabbed:
            self._want("next")
        else:
            super().action_unfold()

    def number_of(self, key: str) -> int:
        """As people count: a lesson's number in the course, a section's among the sections."""
        if self.is_head(key):
            return self.section_ids.index(self.section_of(key) or "") + 1
        return self.numbers[key]

    # --- drawing

    def ground_of(self, index: int) -> str:
        """No other row is ever solid."""
        return "grabbed" if self.grabbed and self.rows[index] == self.grabbed else super().ground_of(index)

    def edge_of(self, index: int) -> Piece:
        """The grabbed row has its sign, and needs no edge."""
        return Piece(" ") if self.grabbed and index == self.cursor else super().edge_of(index)

    def look_of(self, row: str, selected: bool) -> Look:
        """The grabbed row says where it was."""
        look = super().look_of(row, selected)
        if row != self.grabbed:
            return look
        return replace(look, grabbed=True)
