"""How a row of an admin's tree is drawn: its sign, number and name, how far learners get, and its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from widgets.bar import bar
from widgets.course_list import marked
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line
from widgets.text import cut, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.admin_rows import AdminLessonRow, AdminSectionRow
    from api_client.ordering.order import Spot

_BAR = 8
_COUNT = 6
_STATE = 11
ROOM_FOR_COUNTS = 66
"""Cells of a row from which it says how many learners completed the lesson."""
ROOM_FOR_BARS = 88
"""Cells of a row from which it also draws that as a bar."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a row shows of the work that is done on it."""

    selected: bool = False
    grabbed: bool = False
    dragged: bool = False
    marked: bool = False
    saving: bool = False
    was: str = ""
    """Where it is saved, in words, if that is elsewhere."""
    hidden: bool = False
    """Whether its section hides it, whatever its own visibility is."""
    narrow: bool = False
    words: Sequence[str] = ()


def was_words(was: Spot, section_id: str | None, section_name: str) -> str:
    """`was 6`; with the name of its section, if that was another: `was 11, Products and bases`.

    `section_id` is that of the section where it is now.
    """
    if was.section_id is None:
        return f"was section {was.position}"
    if was.section_id == section_id:
        return f"was {was.position}"
    return f"was {was.position}, {one_line(section_name)}"


def lesson_line(lesson: AdminLessonRow, number: int, digits: int, learners: int, look: Look, width: int) -> Line:
    """A lesson in exactly `width` cells."""
    sign = _sign(look)
    if look.narrow:
        left = [sign, Piece(str(number).rjust(digits), _quiet(look)), Piece(" ")]
    else:
        left = [Piece(" "), sign, Piece("   "), Piece(str(number).rjust(digits), _quiet(look)), Piece("  ")]
    dim = look.hidden or lesson.status == "private"
    state = _state(lesson.status, look)
    if not (look.grabbed or look.dragged or look.was or look.narrow):
        state = [*_completions(lesson.completion_count, learners, width, look), *_padded(state)]
    return _join(left, _name(lesson.name, look, "muted" if dim else "text"), state, look, width)


def section_line(section: AdminSectionRow, count: int, folded: bool, look: Look, width: int) -> Line:
    """A section's own row in exactly `width` cells."""
    signs = marks()
    fold = Piece(signs.folded if folded else signs.unfolded, _tone("muted", look), f"toggle_section({section.id!r})")
    sign = _sign(look)
    left = [Piece("" if look.narrow else " "), fold, Piece(" ")]
    if sign.text != " ":
        left += [sign, Piece(" ")]
    name = _name(section.name, look, "muted strong" if section.status == "private" else "text strong", bold=True)
    words = plural(count, "lesson") if count else "no lessons"
    right = [Piece(str(count) if look.narrow else words, _tone("muted", look))]
    if state := _state(section.status, look):
        right = [*right, Piece(f" {signs.dot} ", _tone("faint", look)), *state]
    return _join(left, name, right, look, width)


def landing_line(place: str, width: int, narrow: bool) -> Line:
    """Where a dragged row lands: a line of its own."""
    sign = marks().insertion
    margin = 0 if narrow else 1
    text = cut(f"{sign * 2} {place} ", width - 2 * margin - 1)
    rest = sign * max(0, width - margin - cell_len(text) - (1 if narrow else 2))
    return [Piece(" " * margin), Piece(text, "accent strong"), Piece(rest, "accent")]


def _tone(tone: str, look: Look) -> str:
    """On the grabbed row's ground everything has its one colour."""
    return "" if look.grabbed else tone


def _quiet(look: Look) -> str:
    return _tone("muted" if look.selected else "faint", look)


def _sign(look: Look) -> Piece:
    signs = marks()
    if look.grabbed or look.dragged:
        return Piece(signs.grabbed, _tone("accent", look))
    return Piece(signs.moved, "warning") if look.was else Piece(" ")


def _name(name: str, look: Look, tone: str, *, bold: bool = False) -> Line:
    if look.grabbed:
        return [Piece(one_line(name))]
    if look.dragged:
        return [Piece(one_line(name), "muted strong" if bold else "muted")]
    return marked(one_line(name), list(look.words), "text strong" if look.selected else tone)


def _state(status: str, look: Look) -> Line:
    """The words at the right, the most urgent last: visibility, marked, was, moving."""
    signs = marks()
    parts: list[Piece] = []
    if look.hidden and status != "private":
        parts.append(Piece(signs.private if look.narrow else f"{signs.private} hidden", "faint"))
    elif status == "private":
        parts.append(Piece(signs.private if look.narrow else f"{signs.private} private", "faint"))
    elif status == "preview":
        parts.append(Piece(signs.preview if look.narrow else f"{signs.preview} preview", "muted"))
    if look.marked and not look.narrow:
        parts.append(Piece("marked", "accent"))
    if look.saving:
        parts.append(Piece(signs.waiting if look.narrow else f"{signs.waiting} saving", "warning"))
    if look.was:
        parts.append(Piece(look.was, "warning"))
    if look.grabbed or look.dragged:
        # Where it was and that it moves: of a grabbed row nothing matters more.
        parts = parts[-1:] if look.was else []
        parts.append(Piece("moving" if look.grabbed else "dragging", "accent"))
    line: Line = []
    for part in parts:
        tone = "muted" if look.selected and part.tone == "faint" else part.tone
        line += [
            *([Piece(f" {signs.dot} ", _tone("faint", look))] if line else []),
            Piece(part.text, _tone(tone, look)),
        ]
    return line


def _padded(state: Line) -> Line:
    return [Piece(" " * max(2 if state else 0, _STATE - cells(state))), *state]


def _completions(completed: int, learners: int, width: int, look: Look) -> Line:
    """How many learners completed the lesson, on fixed columns; nothing where there is no room, or no learner."""
    if width < ROOM_FOR_COUNTS or not learners:
        return []
    if not completed:
        return [Piece(" " * (_COUNT + (_BAR if width >= ROOM_FOR_BARS else 0)))]
    line = bar(min(completed, learners), learners, _BAR) if width >= ROOM_FOR_BARS else []
    return [*line, Piece(f"{completed:,}".rjust(_COUNT), _quiet(look))]


def _join(left: Line, name: Line, right: Line, look: Look, width: int) -> Line:
    margin = Piece("" if look.narrow else "  ")
    room = width - cells(left) - len(margin.text)
    # A long section's name in the state leaves the lesson's own at least a third.
    right = cut_line(right, max(0, room - width // 3))
    room -= cells(right)
    name = cut_line(name, room - (3 if right else 0))
    padding = room - cells(name)
    return [*left, *name, Piece(" " * max(0, padding)), *right, margin]
