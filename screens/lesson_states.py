"""What a lesson's page says when there is nothing to read on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import NotFound
from screens.outline_states import helps_against, where_sold
from widgets.marks import marks
from widgets.state_panel import LOADING, KeyHelp, PanelState

if TYPE_CHECKING:
    from api_client.documents import Snapshot
    from api_client.models import Lesson
    from api_client.rows import CourseRow

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
SIGN_IN = KeyHelp("S", "Sign in", "the course may be yours", "app.sign_in")
_BACK = KeyHelp("esc", "Back", action="screen.back")


def state_of(snapshot: Snapshot[Lesson]) -> PanelState:
    """The panel for a lesson that is not there."""
    if isinstance(snapshot.error, NotFound):
        why = (
            "It was deleted or made private, or you have no access to its course any more. A mark that you set is kept."
        )
        return PanelState("failed", "This lesson is not there any more", why, [_BACK, _RETRY])
    if snapshot.error is not None:
        return PanelState(
            "failed", "The lesson could not be loaded", str(snapshot.error), helps_against(snapshot.error)
        )
    return LOADING


def locked_state(course: CourseRow | None, *, anonymous: bool) -> PanelState:
    """The panel for a lesson that one may not read; an anonymous viewer may have the course once signed in."""
    where = where_sold(course)
    why = f"It can be read and watched by those who have the course, which is {where}."
    if not where:
        why = "It can be read and watched by those who have access to the course."
    tries = KeyHelp("esc", "Outline", f"lessons marked {marks().preview} can be tried", "screen.back")
    helps = tries if course is not None and course.access == "preview" else _BACK
    return PanelState("locked", "This lesson is locked", why, [SIGN_IN, helps] if anonymous else [helps])
