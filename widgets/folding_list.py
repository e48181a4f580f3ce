"""A list of sections that fold, with what is in them: the keys and the folds, whatever the rows are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.message import Message

from widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

R = TypeVar("R")
SECTION_PREFIX = "section:"
"""Before the ids of sections, which could be equal to those of lessons: they are two tables."""
GAPS_FROM = 30
"""Rows of the screen from which sections are set apart by a blank line."""


class FoldingList(RowList[R]):
    """Sections and what is in them; it keeps which sections are folded. A section's head has `SECTION_PREFIX`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "fold", "Fold", show=False, id="outline.fold", tooltip="Fold the section, or go to it"),
        Binding("right,l", "unfold", "Unfold", show=False, id="outline.unfold", tooltip="Unfold the section"),
        Binding(
            "equals_sign", "fold_all(False)", "Unfold all", id="outline.unfold_all", tooltip="Unfold every section"
        ),
        Binding("minus", "fold_all(True)", "Fold all", id="outline.fold_all", tooltip="Fold every section"),
        Binding(
            "right_square_bracket", "section(1)", "Next section", show=False, id="outline.next_section",
            tooltip="Go to the next section",
        ),
        Binding(
            "left_square_bracket", "section(-1)", "Previous section", show=False, id="outline.previous_section",
            tooltip="Go to the section, or to the one before it",
        ),
    ]  # fmt: skip

    @dataclass
    class Folded(Message):
        """Other sections are folded now."""

        folded: frozenset[str]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.folded: frozenset[str] = frozenset()
        self.gaps = False
        """Whether sections are set apart by a blank line."""

    # --- what a subclass says

    @property
    def section_ids(self) -> Sequence[str]:
        """The ids of all sections."""
        raise NotImplementedError

    def section_of(self, row: R) -> str | None:
        """The id of the section that the row is, or is in."""
        raise NotImplementedError

    @property
    def folds(self) -> bool:
        """Whether sections can be folded now."""
        raise NotImplementedError

    def list_rows(self, select: str | None = None) -> None:
        """Show the rows that there are with these folds."""
        raise NotImplementedError

    # --- folds

    def is_head(self, row: R) -> bool:
        """Whether the row is a section's own."""
        return self.row_id(row).startswith(SECTION_PREFIX)

    def fold(self, folded: frozenset[str], select: str | None = None) -> None:
        """Fold these sections and no others."""
        changed = folded != self.folded
        self.folded = folded
        self.list_rows(select)
        if changed:
            self.post_message(self.Folded(folded))

    def on_resize(self) -> None:
        """Only a tall screen has room for blank lines."""
        gaps = self.app.size.height >= GAPS_FROM
        if gaps != self.gaps:
            self.gaps = gaps
            self.list_rows()

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While only some rows are listed, nothing folds."""
        if action in ("fold", "unfold", "fold_all", "toggle_section"):
            return self.folds and bool(self.rows)
        return super().check_action(action, parameters)

    @property
    def selected_section(self) -> str | None:
        """The id of the section that the cursor is on or in."""
        return None if self.selected is None else self.section_of(self.selected)

    def action_fold(self) -> None:
        """Fold the section; from within it, go to its head first."""
        row, section_id = self.selected, self.selected_section
        if row is None or section_id is None:
            return
        if self.is_head(row):
            self.fold(self.folded | {section_id})
        else:
            self.select_id(SECTION_PREFIX + section_id)

    def action_unfold(self) -> None:
        """Unfold the section; where it is unfolded, go to its first lesson."""
        row, section_id = self.selected, self.selected_section
        if row is None or section_id is None or not self.is_head(row):
            return
        if section_id in self.folded:
            self.fold(self.folded - {section_id})
        elif self.cursor + 1 < len(self.rows) and self.section_of(self.rows[self.cursor + 1]) == section_id:
            self.cursor += 1

    def action_toggle_section(self, section_id: str) -> None:
        """Fold a section, or unfold it."""
        self.fold(self.folded ^ {section_id})

    def action_fold_all(self, fold: bool) -> None:
        """Fold every section, then stand on the one that one was in; or unfold every one."""
        section_id = self.selected_section
        if fold and section_id is not None:
            self.fold(frozenset(self.section_ids), select=SECTION_PREFIX + section_id)
        else:
            self.fold(frozenset(), select=self.selected_id)

    def action_section(self, step: int) -> None:
        """Go to the next section head in a direction."""
        place = self.cursor + step
        while 0 <= place < len(self.rows):
            if self.is_head(self.rows[place]):
                self.cursor = place
                return
            place += step
