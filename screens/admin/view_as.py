"""A course as somebody else sees it: nothing can be marked or opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from api_client.errors import ApiError, NotFound
from api_client.rows import CourseRow, SectionRow, course_row, section_rows
from screens.admin.viewers import Viewer, ask_for_viewer
from screens.admin.why import show_why
from screens.page import Page
from widgets.header import Place
from widgets.marks import marks
from widgets.outline_column import OutlineColumn
from widgets.outline_list import OutlineList
from widgets.outline_rows import SectionHead
from widgets.paint import Piece
from widgets.row_list import RowList
from widgets.state_panel import LOADING, KeyHelp, PanelState
from widgets.text import one_line
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.library import Library

_OTHER = KeyHelp("V", "As somebody else", action="screen.other_viewer")
_RETRY = KeyHelp("r", "Try again", action="screen.reload")


class ViewAsScreen(Page):
    """The outline with a banner that says through whose eyes it is seen."""

    CSS_PATH = "view_as.tcss"
    AUTO_FOCUS = "OutlineList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("V", "other_viewer", "As somebody else", id="view_as.other", tooltip="Through other eyes"),
        Binding("W", "why", "Why", id="view_as.why", tooltip="Why they see the lesson, or see it locked"),
    ]
    FOOTER = ("list.open", "view_as.other", "view_as.why")
    SHORT: ClassVar[dict[str, str]] = {"view_as.other": "As…"}

    banner = getters.query_one(TitleLine)
    column = getters.query_one(OutlineColumn)
    rows = getters.query_one(OutlineList)

    def __init__(self, library: Library, course_id: str, viewer: Viewer) -> None:
        super().__init__(library)
        self._course_id = course_id
        self._viewer = viewer
        self._course: CourseRow | None = None
        self._sections: tuple[SectionRow, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Banner and outline."""
        with Vertical(classes="main"):
            yield TitleLine("")
            yield OutlineColumn()

    def on_mount(self) -> None:
        """Ask the server: only it knows what others see."""
        self.place = Place("", deeper=True)
        self._show_panel(LOADING)
        self.load()

    def again(self, library: Library) -> ViewAsScreen:
        """The same eyes, if the other viewer may borrow them."""
        return ViewAsScreen(library, self._course_id, self._viewer)

    def action_reload(self) -> None:
        """Ask again."""
        super().action_reload()
        self.load()

    @work(exclusive=True, group="outline")
    async def load(self) -> None:
        """Show what the viewer gets."""
        name = self._viewer.name
        self.banner.title = f"{marks().preview} Viewing as {name}"
        try:
            seen = await self.library.administer(
                lambda admin: admin.courses.outline_as(self._course_id, self._viewer.key)
            )
        except NotFound:
            why = "It is in no public product, and they have no access to it."
            self._show_panel(PanelState("locked", f"The course is not there for {name}", why, [_OTHER]))
        except ApiError as error:
            self._show_panel(PanelState("failed", "The course could not be loaded", str(error), [_RETRY]))
        else:
            if self.is_attached:
                self._course, self._sections = course_row(seen), section_rows(seen, {})
                self.place = Place(f"As {name}: {one_line(seen.name)}", deeper=True)
                self._list()
                self.refresh_bindings()

    @on(OutlineColumn.Narrowed)
    def _list(self) -> None:
        if self._course is None:
            return
        self.column.show(self._course, self._sections)
        if not self.rows.rows:
            why = "None of its lessons is visible to them."
            self._show_panel(PanelState("empty", "An empty course", why, [_OTHER]))
        self.banner.beside = [Piece("Nothing can be marked or opened here.", "muted")]

    def _show_panel(self, state: PanelState) -> None:
        self.rows.display = False
        self.column.panel.display = True
        self.column.panel.state = state

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(RowList.Chosen)
    def _fold(self, event: RowList.Chosen) -> None:
        event.stop()
        if isinstance(self.rows.selected, SectionHead):
            self.rows.action_toggle_section(event.row_id)

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Why is asked of a lesson, for somebody certain."""
        if action == "why":
            return self.is_mounted and self.rows.lesson is not None and self._viewer.key != "learner"
        return super().check_action(action, parameters)

    @work(exclusive=True, group="viewer")
    async def action_other_viewer(self) -> None:
        """Look through other eyes."""
        viewer = await ask_for_viewer(self, "View the course as")
        if viewer is not None:
            self._viewer = viewer
            self.load()

    @work(exclusive=True, group="viewer")
    async def action_why(self) -> None:
        """Why the viewer sees the selected lesson, or sees it locked."""
        if (lesson := self.rows.lesson) is not None:
            await show_why(self, lesson.id, lesson.name, self._viewer)


async def view_as(page: Page, course_id: str) -> None:
    """Ask through whose eyes, and show the course so. For a worker of the page."""
    viewer = await ask_for_viewer(page, "View the course as")
    if viewer is not None:
        page.app.push_screen(ViewAsScreen(page.library, course_id, viewer))
