"""What the outline says when it has no rows to show, and of rows that cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import NotFound, Unauthenticated
from widgets.money import dollars
from widgets.state_panel import LOADING, KeyHelp, PanelState
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.documents import Snapshot
    from api_client.errors import ApiError
    from api_client.models import Outline
    from api_client.rows import CourseRow
    from widgets.outline_rows import Narrowing

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_BACK = KeyHelp("esc", "Back", action="screen.back")
_SIGN_IN = KeyHelp("S", "Sign in", action="app.sign_in")
_CLEAR = KeyHelp("esc", "Show all", action="screen.back")


def state_of(snapshot: Snapshot[Outline], narrowing: Narrowing) -> PanelState:
    """The panel for an outline without rows."""
    if isinstance(snapshot.error, NotFound):
        why = "It was deleted, or it is not sold any more and you have no access to it."
        return PanelState("failed", "This course is not there any more", why, [_BACK, _RETRY])
    if snapshot.value is None and snapshot.error is not None:
        return PanelState(
            "failed", "The course could not be loaded", str(snapshot.error), helps_against(snapshot.error)
        )
    if snapshot.value is None:
        return LOADING
    if narrowing.shows_all or not snapshot.value.sections:
        why = "Its sections and lessons appear here when they are published."
        return PanelState("empty", "This course is empty so far", why, [_BACK, _RETRY])
    if narrowing.words:
        return PanelState("empty", f"No lesson has “{' '.join(narrowing.words)}” in its name", "", [_CLEAR])
    title = {
        "all": "",
        "todo": "Nothing is left to do here",
        "done": "No lesson is complete yet",
        "preview": "No lesson is a preview",
    }[narrowing.view]
    return PanelState("empty", title, "", [_CLEAR])


def helps_against(error: ApiError) -> Sequence[KeyHelp]:
    """The keys that help where something could not be loaded; asking again helps nobody whose session has ended."""
    return [_SIGN_IN, _RETRY, _BACK] if isinstance(error, Unauthenticated) else [_RETRY, _BACK]


def where_sold(course: CourseRow | None) -> str:
    """`in Maths bundle, $49`; empty where no product has the course."""
    if course is None or not course.offers:
        return ""
    offers = [f"{one_line(offer.name)}, {dollars(offer.price_in_dollars)}" for offer in course.offers]
    return "in " + "; or ".join(offers[:2])


def why_locked(course: CourseRow | None) -> str:
    """Why a lesson cannot be opened, on one line."""
    where = where_sold(course)
    return f"Locked: {where}" if where else "Locked: you have no access to this course"
