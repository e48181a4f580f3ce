"""An admin's tree of a course: every section and lesson, with folds, marks and what is not saved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from widgets.folding_list import FoldingList
from widgets.marks import marks
from widgets.paint import Line, Piece
from widgets.reorder_line import Look, lesson_line, section_line, was_words
from widgets.reorder_rows import GAP, Contents, homes, listing, numbers, section_id_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ReorderTree(FoldingList[str]):
    """Rows are keys: a lesson's id, a section's with its prefix. What they show, the tree says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "mark", "Mark", show=False, id="reorder.mark", tooltip="Mark the row, for several at once"),
    ]

    @dataclass
    class Marked(Message):
        """Other rows are marked now."""

        keys: frozenset[str]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.contents = Contents()
        self.words: tuple[str, ...] = ()
        """Casefolded: only rows that have them in their names are listed."""
        self.marked: frozenset[str] = frozenset()
        self.numbers: Mapping[str, int] = {}
        self.homes: Mapping[str, str] = {}
        self._counts: dict[str, int] = {}
        self._digits = 2
        self._lesson_line = lru_cache(maxsize=256)(lesson_line)

    # --- what is listed

    def show(
        self,
        contents: Contents,
        *,
        words: tuple[str, ...] = (),
        folded: frozenset[str] | None = None,
        select: str | None = None,
    ) -> None:
        """Draw another tree; `folded` and `select` only where they are to change."""
        if contents.order is not self.contents.order:
            self.numbers, self.homes = numbers(contents.order), homes(contents.order)
            self._counts = {section.id: len(section.lesson_ids) for section in contents.order}
            self._digits = max(2, len(str(len(self.numbers))))
        self.contents = contents
        self.words = words
        if folded is not None:
            self.folded = folded
        self.marked = frozenset(key for key in self.marked if self._is_there(key))
        self.unfold_around(select or self.selected_id)
        self.list_rows(select)
        self.settle()

    def settle(self) -> None:
        """What was under way with a row that is gone ends."""

    def _is_there(self, key: str) -> bool:
        return key in self.contents.lessons or section_id_of(key) in self.contents.sections

    def unfold_around(self, key: str | None) -> None:
        """The selected lesson shows: where it was moved into a folded section, that is unfolded."""
        home = self.homes.get(key or "")
        if home in self.folded:
            self.fold(self.folded - {home}, select=key)

    def list_rows(self, select: str | None = None) -> None:
        """Show the rows that there are with these folds."""
        self.show_rows(self.listed(), select)

    def listed(self) -> list[str]:
        """The keys of the rows that are to be shown."""
        return listing(self.contents, self.shown_folds, self.words, gaps=self.gaps)

    @property
    def shown_folds(self) -> frozenset[str]:
        """The ids of the sections that are drawn folded."""
        return self.folded if self.folds else frozenset()

    @property
    def section_ids(self) -> Sequence[str]:
        """The ids of all sections, in order."""
        return [section.id for section in self.contents.order]

    def section_of(self, row: str) -> str | None:
        """The id of the section that the row is, or is in."""
        return section_id_of(row) or self.homes.get(row)

    @property
    def folds(self) -> bool:
        """Whether sections can be folded: not while only some rows are listed."""
        return not self.words

    def row_id(self, row: str) -> str:
        """The key itself; empty for a blank line."""
        return row

    def _index_of(self, row_id: str | None) -> int:
        # Of 5,000 rows on every key: without a call a row.
        return self.rows.index(row_id) if row_id and row_id in self.rows else -1

    # --- marks

    @property
    def acted_on(self) -> tuple[str, ...]:
        """The keys of the rows that an action is for: the marked ones in order, else the selected one."""
        if self.marked:
            return tuple(key for key in listing(self.contents, frozenset(), (), gaps=False) if key in self.marked)
        return (self.selected_id,) if self.selected_id else ()

    def action_mark(self) -> None:
        """Mark the row, or not any more, and go to the next."""
        if key := self.selected_id:
            self._mark(self.marked ^ {key})
            self.action_move(1)

    def unmark(self) -> None:
        """Mark no row."""
        self._mark(frozenset())

    def _mark(self, keys: frozenset[str]) -> None:
        self.marked = keys
        self.refresh_rows()
        self.refresh_bindings()
        self.post_message(self.Marked(keys))

    # --- drawing

    def edge_of(self, index: int) -> Piece:
        """A marked row has its sign where the cursor is not."""
        if self.rows[index] in self.marked and index != self.cursor:
            return Piece(marks().marked, "accent")
        return super().edge_of(index)

    def draw(self, row: str, width: int, selected: bool) -> Line:
        """One row."""
        if row == GAP:
            return []
        section_id = section_id_of(row)
        look = self.look_of(row, selected)
        if section_id is not None:
            section = self.contents.sections[section_id]
            return section_line(section, self._counts[section_id], section_id in self.shown_folds, look, width)
        lesson = self.contents.lessons[row]
        return self._lesson_line(lesson, self.numbers[row], self._digits, self.contents.learner_count, look, width)

    def look_of(self, row: str, selected: bool) -> Look:
        """What the row shows of the work that is done on it."""
        id = section_id_of(row) or row
        home = self.homes.get(row)
        return Look(
            selected=selected,
            marked=row in self.marked,
            saving=id in self.contents.saving,
            was=self._was(id, home) if id in self.contents.moved else "",
            hidden=home is not None and self.contents.sections[home].status == "private",
            narrow=self.narrow,
            words=self.words,
        )

    def _was(self, id: str, home: str | None) -> str:
        was = self.contents.was.get(id)
        if was is None:
            return ""
        section = self.contents.sections.get(was.section_id or "")
        return was_words(was, home, section.name if section else "a section that is gone")
