"""Lint: what in courses and products is probably not meant, with the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.containers import Horizontal, Vertical

from api_client.admin_rows import finding_rows
from api_client.errors import ApiError
from screens.admin.place_states import without_rows
from screens.page import Page
from widgets.admin.finding_list import FindingList, finding_facts
from widgets.facts_pane import FactsPane
from widgets.header import Place
from widgets.paint import Piece
from widgets.reorder_rows import head
from widgets.row_list import RowList
from widgets.state_panel import LOADING, KeyHelp, PanelState, StatePanel
from widgets.text import one_line, plural
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.library import Library

_NOTHING = PanelState(
    "empty",
    "Nothing to mend",
    "No public lesson in a private section, no product without a lesson, no empty section, no video twice.",
    [KeyHelp("esc", "Back", action="screen.back"), KeyHelp("r", "Look again", action="screen.reload")],
)


class LintScreen(Page):
    """The findings, errors first; enter goes to where one can be mended."""

    CSS_PATH = "lint.tcss"
    AUTO_FOCUS = "FindingList"

    FOOTER = ("list.open", "page.refresh", "page.details")
    SHORT: ClassVar[dict[str, str]] = {"page.details": "Info"}

    title_line = getters.query_one(TitleLine)
    rows = getters.query_one(FindingList)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(FactsPane)

    def __init__(self, library: Library, course_id: str | None = None, course_name: str = "") -> None:
        """All courses and products, or one course."""
        super().__init__(library)
        self._course_id = course_id
        self._course_name = course_name

    def compose_body(self) -> ComposeResult:
        """The list below its title, and the pane."""
        where = one_line(self._course_name) if self._course_id else "all courses and products"
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield TitleLine(f"Lint: {where}")
                yield FindingList()
                yield StatePanel()
            yield FactsPane(classes="pane")

    def on_mount(self) -> None:
        """Have the server look."""
        self.place = Place("Lint", deeper=True)
        self._show_panel(LOADING)
        self.look()

    def on_screen_resume(self) -> None:
        """What was mended meanwhile is gone from the list."""
        self.look()

    def again(self, library: Library) -> LintScreen:
        """As another admin sees it."""
        return LintScreen(library, self._course_id, self._course_name)

    def action_reload(self) -> None:
        """Look again."""
        super().action_reload()
        self.look()

    @work(exclusive=True, group="lint")
    async def look(self) -> None:
        """Show what the server finds."""
        try:
            found = await self.library.administer(lambda admin: admin.courses.lint(self._course_id))
        except ApiError as error:
            if self.rows.rows:
                self.say_error(error)
            else:
                self._show_panel(without_rows("findings", loaded=False, error=error, words="", new=None))
            return
        if not self.is_attached:
            return
        rows = finding_rows(found)
        self.title_line.beside = [Piece(plural(len(rows), "finding"), "muted")] if rows else []
        self.rows.show_rows(rows)
        self._show_panel(None if rows else _NOTHING)
        self.say()

    def _show_panel(self, state: PanelState | None) -> None:
        self.rows.display = state is None
        self.panel.display = state is not None
        if state is not None:
            self.panel.state = state
        elif self.focused is None:
            self.rows.focus()
        row = self.rows.selected
        self.pane.facts = finding_facts(row) if row is not None else None

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        row = self.rows.selected
        self.pane.facts = finding_facts(row) if row is not None else None

    @on(RowList.Chosen)
    def _go_there(self, event: RowList.Chosen) -> None:
        event.stop()
        row = self.rows.selected
        if row is None or self.app.screen is not self:
            return
        if row.product_id:
            self.app.show_product(row.product_id)
        elif row.course_id:
            self.app.manage_course(row.course_id, row.lesson_id or (head(row.section_id) if row.section_id else None))
