"""What the catalog says when it has no rows to show, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.catalog_view import STATUSES, Status
from widgets.state_panel import LOADING, KeyHelp, PanelState

if TYPE_CHECKING:
    from api_client.documents import Snapshot
    from api_client.rows import CourseRow

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_OTHER = KeyHelp("f", "Other status", "all, mine, to do, done, preview", action="screen.next_view")
_CLEAR = KeyHelp("esc", "Clear the filter", action="screen.back")

_NOTHING: dict[Status, tuple[str, str]] = {
    "all": ("No courses yet", "This server has no course that you can see."),
    "mine": ("No course is yours yet", "Courses come here when you have access to them."),
    "todo": ("Nothing to do", "Every lesson of your courses is complete."),
    "done": ("Nothing done yet", "A course comes here with its last lesson."),
    "preview": ("No previews", "Courses that you do not have, but can try a lesson of, come here."),
}


def state_of(snapshot: Snapshot[tuple[CourseRow, ...]], view: Status, words: str) -> PanelState:
    """The panel for a catalog without rows."""
    if snapshot.value is None and snapshot.error is not None:
        return PanelState("failed", "The courses could not be loaded", str(snapshot.error), [_RETRY])
    if snapshot.value is None:
        return LOADING
    if words and snapshot.value:
        where = "" if view == "all" else f" in {STATUSES[view]}"
        why = "Names and descriptions are searched; every word must occur."
        return PanelState("empty", f"No course{where} has “{words}”", why, [_CLEAR, _OTHER])
    title, why = _NOTHING[view]
    return PanelState("empty", title, why, [_RETRY] if view == "all" else [_OTHER, _RETRY])
