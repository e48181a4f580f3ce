"""The app: what it is made of, the keys that work everywhere, and what screens ask it to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.scrollbar import ScrollBar, ScrollBarRender

from api_client.documents import catalog
from api_client.rows import continue_course
from screens.catalog import CatalogScreen
from screens.journal import Journal
from screens.message_log import MessageLog
from tui.administering import Administering, admin_places
from tui.keys import key_display
from tui.themes import DARK, LIGHT, fallback_variables, initial_theme
from tui.time_zone import local_time_zone
from widgets.marks import ASCII, UNICODE, use_marks
from widgets.plain_scrollbar import PlainScrollBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.library import Library
    from screens.page import Page
    from tui.browser import Browser
    from tui.editor import Editor
    from tui.settings import Settings
    from tui.switchboard import Switchboard


class SyllabusApp(Administering):
    """Syllabus in a terminal."""

    TITLE = "Syllabus"
    # The first screen's styles are read with the app's: a screen that brings some has everything read once more.
    CSS_PATH = ["app.tcss", Path(__file__).parents[1] / "screens/catalog.tcss"]  # noqa: RUF012  # the base's type
    DEFAULT_MODE = "catalog"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "show_tab('catalog')", "Catalog", show=False, id="app.catalog", tooltip="All courses"),
        Binding("2", "show_tab('store')", "Store", show=False, id="app.store", tooltip="What is sold"),
        Binding("3", "show_tab('progress')", "Progress", show=False, id="app.progress", tooltip="What you have done"),
        Binding("4", "show_tab('purchases')", "Purchases", show=False, id="app.purchases", tooltip="What you bought"),
        Binding("5", "show_tab('admin')", "Admin", show=False, id="app.admin", tooltip="Courses, products, users"),
        Binding("c", "continue_learning", "Continue", show=False, id="app.continue", tooltip="Go to your next lesson"),
        Binding("u", "undo", "Undo", show=False, id="app.undo", tooltip="Take back the last mark"),
        Binding("U", "redo", "Redo", show=False, id="app.redo", tooltip="Mark again what was taken back"),
        Binding("w", "show_queue", "Queue", show=False, id="app.queue", tooltip="What waits to be sent"),
        Binding(
            "exclamation_mark", "show_messages", "Messages", show=False, id="app.messages", tooltip="What was said"
        ),
        Binding("S", "sign_in", "Sign in", show=False, id="app.sign_in", tooltip="Sign in to a server"),
        Binding(
            "at",
            "show_accounts",
            "Switch account or server",
            show=False,
            id="app.accounts",
            tooltip="Who is signed in where; go to another one",
        ),
        Binding("ctrl+o", "sign_out", "Sign out", show=False, id="app.sign_out", tooltip="Sign out of this account"),
        Binding("question_mark,f1", "show_help", "Help", id="app.help", tooltip="Every key that works here"),
        Binding(
            "ctrl+p,colon", "command_palette", "Palette", id="app.palette", tooltip="Every course, lesson and action"
        ),
        Binding(
            "ctrl+z",
            "suspend_process",
            "Suspend",
            show=False,
            id="app.suspend",
            tooltip="Back to the shell; fg returns",
        ),
        Binding("q", "quit", "Quit", show=False, id="app.quit", tooltip="Leave Syllabus; what waits is kept"),
    ]

    def __init__(self, switchboard: Switchboard, settings: Settings, browser: Browser, editor: Editor) -> None:
        use_marks(ASCII if settings.draws_ascii else UNICODE)
        ScrollBar.renderer = PlainScrollBar if settings.draws_ascii else ScrollBarRender
        # Told so at once, Textual takes every colour away; later it would only make them grey.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._choose_theme(settings.theme)
        self.switchboard = switchboard
        self.library = switchboard.library()
        self.settings = settings
        self.browser = browser
        self.editor = editor
        self.journal = Journal()
        self.message_log = MessageLog()
        self._time_zone = settings.time_zone or local_time_zone(os.environ)
        for mode, make in self.places_of(self.library).items():
            self.add_mode(mode, make)

    def places_of(self, library: Library) -> dict[str, Callable[[], Page]]:
        """What makes the first page of each place of the header, by its mode."""

        def progress() -> Page:
            from screens.progress import ProgressScreen

            return ProgressScreen(library, self._time_zone)

        def store() -> Page:
            from screens.store import StoreScreen

            return StoreScreen(library)

        def purchases() -> Page:
            from screens.purchases import PurchasesScreen

            return PurchasesScreen(library)

        learners: dict[str, Callable[[], Page]] = {
            "catalog": lambda: CatalogScreen(library, self._time_zone),
            "store": store,
            "progress": progress,
            "purchases": purchases,
        }
        return learners | admin_places(library)

    def _choose_theme(self, wanted: str) -> None:
        # Before any style is read: a theme that is set later has all of them read and applied once more.
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.set_reactive(SyllabusApp.theme, initial_theme(wanted, self.available_themes))
        self.stylesheet.set_variables(self.get_css_variables())

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles again, for another theme. Textual asks for it as it starts, too, when they were just read."""
        if self.screen.is_mounted:
            super().refresh_css(animate)
        else:
            self.stylesheet.update(self, animate)

    def on_mount(self) -> None:
        """Keys first; the library starts once the first frame is there."""
        self.use_keys(self.settings.keys)
        for notice in self.library.notices:
            self.tell(notice, severity="warning")
        self.call_after_refresh(self.library.start)
        self.call_after_refresh(self.tell_of_drafts)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables for themes that lack them."""
        return fallback_variables(self.current_theme)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as people write them."""
        return key_display(binding)

    # --- going places

    def open_course(self, course_id: str, lesson_id: str | None = None) -> None:
        """Go to the outline of a course, to a lesson in it, or to its next one."""
        from screens.outline import OutlineScreen

        self.push_screen(OutlineScreen(self.library, course_id, lesson_id))

    def open_lesson(self, lesson_id: str) -> None:
        """Go to a lesson's page."""
        from screens.lesson import LessonScreen

        self.push_screen(LessonScreen(self.library, lesson_id))

    def open_product(self, product_id: str) -> None:
        """Go to a product's page."""
        from screens.product import ProductScreen

        self.push_screen(ProductScreen(self.library, product_id))

    @work(group="continue")
    async def action_continue_learning(self) -> None:
        """Go to the next lesson of the course that one was last in."""
        snapshot = await self.library.read(catalog())
        course = continue_course(snapshot.value or ())
        if course is None or course.next_id is None:
            self.tell("There is no lesson to go on with.")
        else:
            self.open_lesson(course.next_id)
