"""A program that has nothing but an admin's tree of a course, and does what the tree asks for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from api_client.admin_rows import AdminLessonRow, AdminSectionRow
from api_client.ordering.changes import moved_lessons, moved_sections
from api_client.ordering.order import Order, SectionOrder, spots
from screens.admin.course.moving import landed, moved
from tests.widgets.themed import ThemedApp
from widgets.paint import Piece
from widgets.reorder_list import ReorderList
from widgets.reorder_rows import Contents, section_id_of
from widgets.row_list import RowList
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


def course(*sections: str) -> Order:
    """`course("abc", "", "de")`: sections 1, 2 and 3 with lessons of one letter."""
    return tuple(SectionOrder(str(number), tuple(letters)) for number, letters in enumerate(sections, 1))


def text(order: Order) -> str:
    """The sections with their letters: `1abc 2 3de`."""
    return " ".join(section.id + "".join(section.lesson_ids) for section in order)


def lesson_row(id: str, section_id: str, status: str = "public") -> AdminLessonRow:
    """A lesson that three learners completed."""
    return AdminLessonRow(id, f"Lesson {id}", status, "PFDu9oVAE-g", section_id, 3, is_described=False)


def section_row(id: str) -> AdminSectionRow:
    """A section, as the tree takes it: where its lessons are, the order says."""
    return AdminSectionRow(id, f"Section {id}", "public", ())


class TreeScreen(Screen[None]):
    """The tree alone."""

    def compose(self) -> ComposeResult:
        """And, below it, what it asked for."""
        yield ReorderList()
        yield StatusLine()


class TreeApp(ThemedApp):
    """Keeps the order; `heard` is what the tree asked for, by the name of its message."""

    CSS = "ReorderList { width: 1fr; height: 1fr; }"

    def __init__(self, order: Order, *, status: str = "public", learners: int = 0) -> None:
        super().__init__()
        self.base = self.order = self.held = order
        self.status = status
        self.learners = learners
        self.words: tuple[str, ...] = ()
        self.staged: set[str] = set()
        self.heard: list[str] = []

    def get_default_screen(self) -> TreeScreen:
        """The tree."""
        return TreeScreen()

    @property
    def list(self) -> ReorderList:
        """The tree."""
        return self.screen.query_one(ReorderList)

    def on_ready(self) -> None:
        """Draw it."""
        self.list.focus()
        self.show()

    def show(self, folded: frozenset[str] | None = None, select: str | None = None) -> None:
        """Draw the order."""
        lessons = {id: lesson_row(id, each.id, self.status) for each in self.base for id in each.lesson_ids}
        sections = {section.id: section_row(section.id) for section in self.base}
        shifted = frozenset(
            moved_lessons(self.base, self.order, self.staged) + moved_sections(self.base, self.order, self.staged)
        )
        contents = Contents(
            sections, lessons, self.order, spots(self.base), shifted, frozenset(), learner_count=self.learners
        )
        self.list.show(contents, words=self.words, folded=folded, select=select)

    @on(ReorderList.Grabbed)
    def _grab(self) -> None:
        self.held = self.order
        self._hear("grabbed")

    @on(ReorderList.Moved)
    @on(ReorderList.Nudged)
    def _move(self, event: ReorderList.Moved | ReorderList.Nudged) -> None:
        self.order = moved(self.order, event.key, event.to)
        self.staged.add(section_id_of(event.key) or event.key)
        self.show()

    @on(ReorderList.Dropped)
    def _drop(self) -> None:
        self._hear("dropped")

    @on(ReorderList.PutBack)
    def _put_back(self) -> None:
        self.order = self.held
        self._hear("put back")
        self.show()

    @on(ReorderList.Landed)
    def _land(self, event: ReorderList.Landed) -> None:
        self.order = landed(self.order, event.key, event.gap)
        self.staged.add(section_id_of(event.key) or event.key)
        self._hear(f"landed {text(self.order)}")
        self.show()

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        self._hear(f"opened {event.row_id}")

    def _hear(self, what: str) -> None:
        self.heard.append(what)
        self.screen.query_one(StatusLine).message = [Piece("; ".join(self.heard))]


def main(sections: Sequence[str]) -> None:
    """Run it in this terminal."""
    TreeApp(course(*sections)).run()


if __name__ == "__main__":
    main(sys.argv[1:])
