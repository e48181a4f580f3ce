"""What the admin's places have in common: a list with its filter and pane, and the way to the other places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from screens.admin.place_states import without_rows
from screens.admin.places import PLACES, place_after
from screens.page import Page
from screens.requests import CopyText
from widgets.facts_pane import FactsPane
from widgets.filter_bar import FilterBar, MatchCount, ViewChoice, ViewLine, WordsInput
from widgets.header import Place
from widgets.row_list import RowList
from widgets.state_panel import StatePanel

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.documents import Snapshot
    from api_client.library import Library
    from widgets.facts_pane import Facts
    from widgets.state_panel import KeyHelp, PanelState


R = TypeVar("R")


class AdminPlace(Page, Generic[R]):
    """A list of everything of one kind. Subclasses say what is in it and what can be done with it."""

    CSS_PATH = "place.tcss"
    AUTO_FOCUS = "RowList"

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority: otherwise the letters typed with it in one burst are on their way to the list already.
        Binding(
            "slash", "filter", "Filter", id="admin.filter", priority=True, tooltip="Show the rows that have these words"
        ),
        Binding("tab,right_square_bracket", "go(1)", "Next place", id="admin.next_place", tooltip="The next place"),
        Binding(
            "shift+tab,left_square_bracket", "go(-1)", "Previous place", show=False, id="admin.previous_place",
            tooltip="The place before",
        ),
        Binding("Y", "copy_id", "Copy id", show=False, id="admin.copy_id", tooltip="Copy the selected row's id"),
    ]  # fmt: skip
    FOOTER_END = ("app.help", "app.palette")
    SHORT: ClassVar[dict[str, str]] = {"page.details": "Info"}

    MODE: ClassVar[str]
    """The app's mode of this place."""
    OF_A_ROW: ClassVar[frozenset[str]] = frozenset({"copy_id"})
    """Actions that need a selected row."""

    words: reactive[str] = reactive("", init=False)

    panel = getters.query_one(StatePanel)
    filter_bar = getters.query_one(FilterBar)
    pane = getters.query_one(FactsPane)

    def __init__(self, library: Library, rows: RowList[R]) -> None:
        """`rows`: the list, without any."""
        super().__init__(library)
        self.rows = rows

    def compose_body(self) -> ComposeResult:
        """The list with its lines above, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield FilterBar()
                yield self.rows
                yield StatePanel()
            yield FactsPane(classes="pane")

    def facts(self) -> Facts | None:
        """What the pane says of the selected row."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Which of the places this is."""
        self.place = Place("Admin")
        self.show_count(None)

    # --- what is shown

    def show_count(self, count: int | None, found: int = 0) -> None:
        """How many rows there are, and how many of them have the words."""
        line = self.query_one(ViewLine)
        here = self.MODE
        line.choices = tuple(
            ViewChoice(place.mode, place.name, count if place.mode == here else None) for place in PLACES
        )
        line.current = here
        self.query_one(MatchCount).count = (found, count)
        self.filter_bar.set_class(bool(self.words), "-on")

    def show_place(
        self, what: str, snapshot: Snapshot[Any], total: int | None, found: int, new: KeyHelp | None
    ) -> None:
        """Counts, and what there is instead of rows; `what` is the rows' plural, `new` makes the first one."""
        loaded, error = snapshot.value is not None, snapshot.error
        self.show_count(total if loaded else None, found)
        self.say_error(error if found else None)
        empty = without_rows(what, loaded=loaded, error=error, words=self.words, new=new)
        self.show_state(None if found else empty)

    def show_state(self, state: PanelState | None) -> None:
        """A panel instead of rows; None where there are some."""
        came_back = state is None and not self.rows.display
        self.rows.display = state is None
        self.panel.display = state is not None
        if state is not None:
            self.panel.state = state
        if came_back and self.focused is None:
            self.rows.focus()
        self.pane.facts = self.facts()
        self.refresh_bindings()

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.pane.facts = self.facts()
        self.refresh_bindings()

    # --- the filter

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, `/` is one of them; without a row there is nothing to do with it."""
        if action == "filter":
            return not isinstance(self.focused, WordsInput)
        if action in self.OF_A_ROW:
            return self.is_mounted and self.rows.selected is not None
        return True

    def action_filter(self) -> None:
        """Type words that the rows shall have."""
        self.filter_bar.open()

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        self.words = event.words

    def on_words_input_left(self) -> None:
        """The rows have the focus again."""
        self.rows.focus()

    def action_back(self) -> None:
        """Clear the filter."""
        if self.words:
            self.filter_bar.clear()

    # --- going places

    def label_of(self, binding: Binding) -> tuple[str, str]:
        """The key to the next place has its name."""
        if binding.id == "admin.next_place":
            following = place_after(self.MODE, 1)
            return next(place.name for place in PLACES if place.mode == following), ""
        return super().label_of(binding)

    async def action_go(self, step: int) -> None:
        """To the next place, or to the one before."""
        await self.action_show_view(place_after(self.MODE, step))

    async def action_show_view(self, mode: str) -> None:
        """To one of the places."""
        await self.run_action(f"app.show_admin({mode!r})")

    def action_copy_id(self) -> None:
        """The id of the selected row, for the command line."""
        if (row_id := self.rows.selected_id) is not None:
            self.post_message(CopyText(row_id, "id"))
