"""The page of the course manager: what it knows of the course, and what it shows of that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.documents import Snapshot, admin_outline
from api_client.escapes import shown
from screens.admin.course.pane_view import facts_of, staged_moves
from screens.admin.course.states import SaveState, effect_of, save_line, state_of
from screens.admin.course.working_copy import spot_in, spots_of
from screens.page import Page
from widgets.course_admin_pane import CourseAdminPane, PaneView
from widgets.crumb_line import CrumbLine
from widgets.filter_bar import FilterBar, MatchCount, WordsInput
from widgets.header import Place
from widgets.paint import Piece
from widgets.reorder_list import ReorderList
from widgets.reorder_rows import Contents, section_id_of
from widgets.row_list import RowList
from widgets.state_panel import StatePanel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from api_client.documents import Document
    from api_client.library import Library
    from api_client.models.admin import AdminOutline
    from api_client.ordering.order import Order
    from screens.admin.course.course_rows import CourseRows
    from screens.admin.course.working_copy import WorkingCopy
    from widgets.reorder_landing import Landing

_FOLLOWS_AFTER = 0.03
"""Seconds in which a frame is drawn and written."""


class CoursePage(Page):
    """The tree with its title, filter and pane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority: otherwise the letters typed with it in one burst are on their way to the list already.
        Binding(
            "slash", "filter", "Filter", id="course.filter", priority=True,
            tooltip="Show the rows whose names have these words",
        ),
    ]  # fmt: skip

    words: reactive[str] = reactive("", init=False)

    crumbs = getters.query_one(CrumbLine)
    filter_bar = getters.query_one(FilterBar)
    rows = getters.query_one(ReorderList)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(CourseAdminPane)

    def __init__(self, library: Library, course_id: str, row_key: str | None = None) -> None:
        """`row_key`: the row to select."""
        super().__init__(library)
        self.course_id = course_id
        self.snapshot = Snapshot["AdminOutline"](None, loading=True)
        self.known: CourseRows | None = None
        """The sections and lessons that the working copy has; None until the course was read."""
        self.copy: WorkingCopy | None = None
        self.save_state = SaveState()
        self.saving: Counter[str] = Counter()
        """The ids of rows whose edits are on their way, with how many."""
        self.changed: frozenset[str] = frozenset()
        """The keys of the rows whose visibility was changed last: what that means is said of them."""
        self.dragged: tuple[str, Landing | None] = ("", None)
        self._select_next = row_key
        self._work_follows: Timer | None = None

    @property
    def document(self) -> Document[AdminOutline]:
        """The course."""
        return admin_outline(self.course_id)

    def compose_body(self) -> ComposeResult:
        """The tree with its lines above, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield CrumbLine()
                yield FilterBar()
                yield ReorderList()
                yield StatePanel()
            yield CourseAdminPane(classes="pane")

    def on_mount(self) -> None:
        """Where one is."""
        self.place = Place("Admin", deeper=True)
        self.crumbs.crumbs = ("Admin", "Courses", "")

    # --- what is shown

    @property
    def course_name(self) -> str:
        """As it is drawn."""
        return shown(self.known.outline.name) if self.known else ""

    def select(self, key: str) -> None:
        """Put the cursor on a row as soon as it is there."""
        self._select_next = key

    def show_course(self, *, folded: frozenset[str] | None = None) -> None:
        """Draw the working copy, and what is said of it."""
        self.show_rows(folded=folded)
        self.show_work()

    def show_moved(self) -> None:
        """Draw the tree after a key moved something in it; what is said of that follows."""
        self.show_rows()
        self.show_work_later()

    def show_work_later(self) -> None:
        """Draw what is said of the work when the tree has been drawn, once for all keys that come until then.

        Textual writes a frame in a thread, which has to wait for Python's lock: what was worked on right after it kept
        each frame back by 4 ms.
        """
        if self._work_follows is None:
            self._work_follows = self.set_timer(_FOLLOWS_AFTER, self._follow)

    def _follow(self) -> None:
        self._work_follows = None
        self.show_work()

    def show_rows(self, *, folded: frozenset[str] | None = None) -> None:
        """Draw the tree of the working copy."""
        known, copy = self.known, self.copy
        if known is not None and copy is not None:
            moved = frozenset(move.id for move in copy.moves)
            contents = Contents(
                known.sections, known.lessons, copy.order, spots_of(copy.base), moved, frozenset(self.saving),
                known.outline.learner_count if known.outline.completion_count else 0,
            )  # fmt: skip
            words = tuple(self.words.casefold().split())
            self.rows.show(contents, words=words, folded=folded, select=self._selection(copy.order))
            total = len(known.lessons)
            self.query_one(MatchCount).count = (self._found if words else total, total)
            self.crumbs.crumbs = ("Admin", "Courses", self.course_name)
            self.place = Place(self.course_name, deeper=True)
        self._show_rows_or_state()

    def _selection(self, order: Order) -> str | None:
        wanted = self._select_next
        if wanted is None or spot_in(order, section_id_of(wanted) or wanted) is None:
            return None
        self._select_next = None
        return wanted

    @property
    def _found(self) -> int:
        rows, lessons = self.rows.rows, self.rows.contents.lessons  # to find the list costs more than to count its rows
        return sum(1 for key in rows if key in lessons)

    def _show_rows_or_state(self) -> None:
        there = bool(self.rows.rows)
        came_back = there and not self.rows.display
        self.rows.display = there
        self.panel.display = not there
        if not there:
            self.panel.state = state_of(self.snapshot, self.words)
        if came_back:
            # Not at once: the event that takes the focus from what was hidden may still be on its way.
            self.call_after_refresh(self._focus_rows)

    def _focus_rows(self) -> None:
        if self.focused is None:
            self.rows.focus()

    def show_work(self) -> None:
        """Draw what is said of the work: title, pane, status line, footer."""
        if self.copy is None or self.known is None:
            return
        moves = staged_moves(self.copy, self.known, self.rows.grabbed, self.dragged)
        count = len(self.copy.moves)
        self.crumbs.state = save_line(self.save_state, count, narrow=self.size.width < 60)
        if moves:
            text = "Learners see the new order only after it is saved."
            self.pane.view = PaneView(moves, count, text=text, keys=self._pane_keys())
        else:
            title, facts = facts_of(self.known, self.rows.selected_id)
            self.pane.view = PaneView(title=title, facts=facts, keys=self._pane_keys())
        self.say_state()
        self.refresh_bindings()

    def say_state(self) -> None:
        """In the status line: what could not be saved, else what the selected row's visibility means."""
        trouble = self.save_state.trouble
        if trouble:
            self.say(*trouble)
        elif self.known is None or self.snapshot.error is not None:
            self.say_error(self.snapshot.error)
        elif self.rows.grabbed or self.rows.drag:
            self.say()
        else:
            row = self.rows.selected_id or ""
            effect = effect_of(self.known, row, self.rows.selected_section, changed=row in self.changed)
            self.say(*([Piece(effect, "muted")] if effect else []))

    @property
    def held_order(self) -> Order:
        """The order that a row which is under way is put back to."""
        return self.copy.order if self.copy else ()

    def _pane_keys(self) -> tuple[tuple[str, str], ...]:
        keys, held = self.keys, self.held_order
        spot = spot_in(held, section_id_of(key) or key) if (key := self.rows.grabbed or self.dragged[0]) else None
        back = (keys.get("reorder.put_back", "esc"), f"put it back at {spot.position}" if spot else "put it back")
        if self.rows.drag:
            return (("release", "drop on the line"), ("edge", "scrolls the list"), back)
        if self.rows.grabbed:
            return (
                ("↑ ↓", "move, across sections too"), ("← →", "section before, after"),
                ("home end", "to the top or the bottom"), (keys.get("reorder.number", "#"), "to a number"),
                ("↵", "drop here"), back,
            )  # fmt: skip
        return tuple(
            (keys[id], does)
            for id, does in (
                ("reorder.grab", "move the row"), ("reorder.mark", "mark it"), ("course.visibility", "visibility"),
                ("course.edit", "edit"), ("course.add_lesson", "new lesson"), ("course.add_section", "new section"),
                ("course.delete", "delete"), ("course.text", "outline in $EDITOR"), ("course.view", "view as"),
                ("course.why", "why it is seen"), ("course.lint", "what is wrong"),
            )
            if id in keys
        )  # fmt: skip

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        if not self.rows.grabbed:
            self.show_work()

    @on(ReorderList.Folded)
    @on(ReorderList.Marked)
    def _refold(self) -> None:
        self.show_work()

    # --- the filter

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, `/` is one of them."""
        if action == "filter":
            return not isinstance(self.focused, WordsInput) and not self.rows.grabbed
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """Type words that the rows shall have."""
        self.filter_bar.open()

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        event.stop()
        self.words = event.words

    def watch_words(self) -> None:
        """Other words."""
        self.filter_bar.set_class(bool(self.words), "-on")
        self.show_course()

    @on(WordsInput.Left)
    def _leave_filter(self) -> None:
        self.rows.focus()

    def show_all(self) -> bool:
        """Clear the words, else the marks; False where there are neither."""
        if self.words:
            self.filter_bar.clear()
        elif self.rows.marked:
            self.rows.unmark()
        else:
            return False
        return True
