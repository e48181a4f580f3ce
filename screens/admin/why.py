"""Why somebody sees a lesson, sees it locked, or does not see it: the chain of rules that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from api_client.errors import ApiError
from api_client.escapes import shown
from screens.admin.viewers import Viewer, ask_for_viewer
from screens.dialog import Dialog
from widgets.admin.reason_chain import ReasonChain
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.text import brief, one_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.models.admin import Why
    from screens.page import Page


class WhyScreen(Dialog[None]):
    """The answer, to be read."""

    DEFAULT_CSS = """
    WhyScreen {
        .block { width: 80; }
        VerticalScroll { height: auto; max-height: 20; margin: 1 0; scrollbar-size-vertical: 1; background: $surface; }
        &.-low VerticalScroll { max-height: 12; }
        &.-flat VerticalScroll { max-height: 6; margin: 0; }
    }
    """
    AUTO_FOCUS = "VerticalScroll"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,W", "close", "Close", id="why.close", tooltip="Back to the lesson"),
    ]

    def __init__(self, title: str, why: Why) -> None:
        super().__init__()
        self._title = title
        self._why = why

    def compose_inside(self) -> ComposeResult:
        """Question, answer, keys."""
        yield DialogText(self._title)
        with VerticalScroll():
            yield ReasonChain(self._why.result, [one_line(shown(reason.detail)) for reason in self._why.reasons])
        yield DialogFoot([], [("escape", "Close")])

    def action_close(self) -> None:
        """It was read."""
        self.dismiss(None)


async def ask_why(page: Page, lesson_id: str, lesson_name: str) -> None:
    """Ask about whom, and show why they see the lesson or not. For a worker of the page."""
    name = brief(lesson_name)
    viewer = await ask_for_viewer(page, f"Who sees “{name}”, and why?", learner=False)
    if viewer is not None:
        await show_why(page, lesson_id, name, viewer)


async def show_why(page: Page, lesson_id: str, lesson_name: str, viewer: Viewer) -> None:
    """Show why a viewer, a visitor or a certain user, sees the lesson or not. For a worker of the page."""
    try:
        why = await page.library.administer(lambda admin: admin.lessons.why(lesson_id, viewer.user_id))
    except ApiError as error:
        page.app.tell(f"Not known: {error}", severity="error")
    else:
        await page.app.push_screen_wait(WhyScreen(f"“{brief(lesson_name)}” for {viewer.name}", why))
