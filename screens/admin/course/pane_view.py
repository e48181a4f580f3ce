"""What the course manager's pane says of staged moves and of the selected row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.ordering.changes import Move
from api_client.ordering.order import Place, Spot
from screens.admin.course.working_copy import spot_in, spots_of
from widgets.course_admin_pane import StagedMove
from widgets.reorder_rows import section_id_of
from widgets.text import one_line, plural

if TYPE_CHECKING:
    from screens.admin.course.course_rows import CourseRows
    from screens.admin.course.working_copy import WorkingCopy
    from widgets.reorder_landing import Landing

Fact = tuple[str, str]


def staged_moves(
    copy: WorkingCopy, known: CourseRows, grabbed: str, dragged: tuple[str, Landing | None]
) -> tuple[StagedMove, ...]:
    """The moves in the order of the tree; what is under way last, also where it stands where it was."""
    under_way = _id(grabbed or dragged[0])
    moves = [StagedMove(known.name(move.id), _went(move, known)) for move in copy.moves if move.id != under_way]
    if not under_way:
        return tuple(moves)
    word = "moving" if grabbed else "dragging"
    there = spot_in(copy.order, under_way)
    was = spots_of(copy.base).get(under_way, there)
    if was is None or there is None:
        return tuple(moves)
    if (landing := dragged[1]) is not None:
        section_id = landing.gap.section_id if isinstance(landing.gap, Place) else None
        was, there = there, Spot(landing.number, section_id)
    step = _went(Move(under_way, was, there), known) if was != there else str(was.position)
    return (*moves, StagedMove(known.name(under_way), step, word))


def facts_of(known: CourseRows, key: str | None) -> tuple[str, tuple[Fact, ...]]:
    """Title and facts of a row; of the course where there is none."""
    section_id = section_id_of(key or "")
    if section_id is not None and (section := known.sections.get(section_id)) is not None:
        completed = sum(lesson.completion_count for lesson in section.lessons)
        facts = (
            ("Visibility", section.status),
            ("Lessons", f"{len(section.lessons):,}"),
            ("Completions", f"{completed:,}"),
        )
        return section.name, facts
    lesson = known.lessons.get(key or "")
    outline = known.outline
    if lesson is None:
        return known.outline.name, (("Learners", f"{outline.learner_count:,}"),)
    home = known.sections.get(lesson.section_id)
    of_all = f"{lesson.completion_count:,} of {plural(outline.learner_count, 'learner')}"
    return lesson.name, (
        ("Section", home.name if home else ""),
        ("Visibility", lesson.status),
        ("Completed by", of_all),
        ("Video", lesson.video_id),
        ("Description", "yes" if lesson.is_described else "none"),
    )


def _went(move: Move, known: CourseRows) -> str:
    """`6 → 5`; `11 → 14, into Eigen-things`."""
    step = f"{move.was.position} → {move.now.position}"
    if move.now.section_id is None:
        return f"section {step}"
    if move.was.section_id == move.now.section_id:
        return step
    return f"{step}, into {one_line(known.name(move.now.section_id))}"


def _id(key: str) -> str:
    return section_id_of(key) or key
