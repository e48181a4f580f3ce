"""What the status line says of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.outline_states import where_sold, why_locked
from widgets.lesson_pane import state_words
from widgets.marks import marks
from widgets.paint import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api_client.rows import CourseRow, LessonRow


def refused(refusal: str) -> Line:
    """Why a mark was not saved, and where to look at it."""
    queue = Piece("  w", "strong", "app.show_queue"), Piece(" queue", "muted", "app.show_queue")
    return [Piece(f"{marks().refused} ", "error"), Piece(f"Not saved: {refusal}"), *queue]


def row_status(
    row: LessonRow,
    course: CourseRow,
    refusal: str | None,
    *,
    in_words: bool,
    buy: Sequence[Piece] = (),
    sign_in: Sequence[Piece] = (),
) -> Line:
    """Of the selected lesson: what went wrong, why it cannot be opened; `in_words` also its state.

    `buy`: the key for it, where the course is sold. `sign_in`: the key for that, where nobody is signed in: the course
    may well be theirs.
    """
    if row.sync == "refused":
        return refused(refusal or "refused")
    if row.locked:
        return [Piece(why_locked(course), "muted"), *buy, *sign_in]
    if not course.owned:
        where = where_sold(course)
        return [Piece(f"Preview: the whole course is {where}" if where else "Preview", "muted"), *buy, *sign_in]
    if in_words:
        place = f"Lesson {row.position} of {course.lesson_count}"
        return [Piece(f"{place} {marks().dot} {state_words(row, owned=True)}", "muted")]
    return []


def finished_question(keys: Mapping[str, str]) -> Line:
    """Asked when one is back from the video; `keys` as they are written, by binding id."""
    choices = (
        ("lesson.complete", "complete", "screen.complete"),
        ("lesson.complete_next", "complete and next", "screen.complete_next"),
        ("page.back", "not yet", "screen.back"),
    )
    line = [Piece("Finished?", "strong")]
    for binding, label, action in choices:
        line += [Piece("   "), Piece(keys.get(binding, ""), "strong", action), Piece(f" {label}", "muted", action)]
    return line
