"""What the course manager says: of saving, of rows, and where it has no rows to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api_client.errors import Forbidden, NotFound
from widgets.marks import marks
from widgets.paint import Line, Piece
from widgets.state_panel import LOADING, KeyHelp, PanelState
from widgets.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.documents import Snapshot
    from api_client.models.admin import AdminOutline
    from screens.admin.course.course_rows import CourseRows

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_BACK = KeyHelp("esc", "Back", action="screen.back")
_CLEAR = KeyHelp("esc", "Show all", action="screen.back")
_ADD = KeyHelp("A", "New section", action="screen.add_section")

HIDDEN_BY_SECTION = "hidden: the section is private"


@dataclass(frozen=True, slots=True)
class SaveState:
    """How the last save went."""

    kind: Literal["", "saving", "saved", "refused"] = ""
    count: int = 0
    """Moves that are being saved, or were."""
    trouble: Sequence[Piece] = ()
    """Why it was refused, or what is to be known before one saves."""


def save_line(state: SaveState, moved: int, *, narrow: bool) -> Line:
    """What stands at the right of the title."""
    signs = marks()
    if state.kind == "saving":
        return [Piece(f"{signs.waiting} saving" + ("" if narrow else f" {plural(state.count, 'move')}"), "warning")]
    if moved:
        sign = [Piece(f"{signs.refused} ", "error")] if state.kind == "refused" else []
        return [*sign, Piece(f"{moved:,} moved" + ("" if narrow else f" {signs.dot} unsaved"), "warning")]
    if state.kind == "saved":
        return [Piece(f"{signs.synced} ", "success"), Piece("saved" if narrow else f"{state.count:,} saved", "muted")]
    return []


def visibility_effect(status: str, section_status: str | None) -> str:
    """What a visibility means for who may see it; `section_status` is None for a section itself."""
    if section_status is None:
        return "hidden, with every lesson in it" if status == "private" else "visible to buyers, with its lessons"
    if section_status == "private":
        return HIDDEN_BY_SECTION
    return {
        "public": "visible to buyers",
        "preview": "preview: visible to everyone",
        "private": "hidden from everybody but admins",
    }.get(status, status)


def effect_of(known: CourseRows, key: str, section_id: str | None, *, changed: bool) -> str:
    """What the visibility of a row, which is in that section, means.

    Empty where it is as one expects, unless it was just changed.
    """
    section = known.sections.get(section_id or "")
    row = known.lessons.get(key) or section
    if row is None or section is None:
        return ""
    effect = visibility_effect(row.status, None if row is section else section.status)
    if row.status == section.status == "public" and not changed:
        return ""
    return effect if ":" in effect else f"{row.status}: {effect}"


def state_of(snapshot: Snapshot[AdminOutline], words: str) -> PanelState:
    """The panel for a course without rows."""
    error = snapshot.error
    if isinstance(error, NotFound):
        return PanelState("failed", "This course is not there any more", "It was deleted.", [_BACK, _RETRY])
    if isinstance(error, Forbidden):
        return PanelState("locked", "This place is for admins", str(error), [_BACK])
    if snapshot.value is None and error is not None:
        return PanelState("failed", "The course could not be loaded", str(error), [_RETRY, _BACK])
    if snapshot.value is None:
        return LOADING
    if words:
        return PanelState("empty", f"No section or lesson has “{words}” in its name", "", [_CLEAR])
    return PanelState("empty", "This course is empty so far", "It begins with a section.", [_ADD, _BACK])
