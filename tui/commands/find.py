"""Finding the course or the lesson that a person names: by its id, its name, or an unambiguous part of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize
from uuid import UUID

from api_client import documents
from tui.commands.failure import Exit, Failure
from tui.commands.output import given, name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.documents import Snapshot
    from api_client.library import Library
    from api_client.models import Lesson, Outline
    from api_client.models.courses import LessonSummary
    from api_client.rows import CourseRow

_LISTED = 12
"""Candidates that an ambiguous name lists."""
_LONGEST_QUERY = 200
"""Characters that the server takes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be meant."""

    id: str
    name: str
    place: str = ""
    """What tells it from others of the same name."""


async def find_course(library: Library, words: Sequence[str]) -> tuple[CourseRow, Snapshot[tuple[CourseRow, ...]]]:
    """The course that the words name, with the catalog it stands in. Raises Failure and ApiError."""
    snapshot = await library.fetch(documents.catalog())
    return pick_course(snapshot.value or (), words), snapshot


def pick_course(courses: Sequence[CourseRow], words: Sequence[str]) -> CourseRow:
    """The course of these that the words name. Raises Failure."""
    chosen = pick("course", " ".join(words), [Candidate(course.id, course.name) for course in courses])
    return next(course for course in courses if course.id == chosen.id)


async def find_lesson(library: Library, words: Sequence[str]) -> Snapshot[Lesson]:
    """The lesson that the words name. Raises Failure and ApiError."""
    wanted = " ".join(words)
    lesson_id = as_id(wanted) or (await _lesson_by_name(library, wanted)).id
    return await library.fetch(documents.lesson(lesson_id))


async def find_listed(library: Library, words: Sequence[str]) -> tuple[LessonSummary, Outline] | None:
    """The lesson that the words name in the outlines that are cached, with its course; None if none has it.

    Raises Failure where it can be several.
    """
    wanted = " ".join(words)
    listed: dict[str, tuple[LessonSummary, Outline]] = {}
    for course in (await library.read(documents.catalog())).value or ():
        if outline := (await library.read(documents.outline(course.id))).value:
            lessons = (lesson for section in outline.sections for lesson in section.lessons)
            listed.update((str(lesson.id), (lesson, outline)) for lesson in lessons)
    candidates = [Candidate(id, lesson.name, course.name) for id, (lesson, course) in listed.items()]
    meant = matching(wanted, candidates)
    return listed[pick("lesson", wanted, meant).id] if meant else None


async def _lesson_by_name(library: Library, wanted: str) -> Candidate:
    if not wanted.strip():
        raise Failure("The name of the lesson is empty.", code=Exit.USAGE)
    hits = await library.search(wanted[:_LONGEST_QUERY])
    courses = {row.id: row.name for row in (await library.read(documents.catalog())).value or ()}
    return pick(
        "lesson",
        wanted,
        [Candidate(str(hit.id), hit.name, courses.get(str(hit.course_id), "")) for hit in hits if hit.kind == "lesson"],
    )


def pick(kind: str, wanted: str, candidates: Sequence[Candidate]) -> Candidate:
    """The one candidate with this id, else this name, else this in its name. Raises Failure."""
    if not _fold(wanted):
        raise Failure(f"The name of the {kind} is empty.", code=Exit.USAGE)
    found = matching(wanted, candidates)
    if not found:
        raise Failure(
            f"No {kind} is called “{given(wanted)}”.",
            "`syllabus courses` lists the courses, `syllabus search WORDS` finds lessons.",
            code=Exit.NOT_FOUND,
        )
    if len(found) > 1:
        raise _ambiguous(kind, wanted, found)
    return found[0]


def matching(wanted: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those with this id, else with this name, else with this in their name."""
    folded = _fold(wanted)
    by_id = [one for one in candidates if one.id == as_id(wanted)]
    same = [one for one in candidates if _fold(one.name) == folded]
    return by_id or same or [one for one in candidates if folded in _fold(one.name)]


def _ambiguous(kind: str, wanted: str, found: Sequence[Candidate]) -> Failure:
    lines = [
        "  ".join(part for part in (one.id, name(one.name), one.place and name(one.place)) if part)
        for one in found[:_LISTED]
    ]
    if len(found) > _LISTED:
        lines.append(f"and {len(found) - _LISTED} more")
    return Failure(
        f"“{given(wanted)}” can be any of {len(found)} {kind}s; give more of its name, or the id:",
        *lines,
        code=Exit.USAGE,
    )


def _fold(text: str) -> str:
    """For comparing names: as typed on any keyboard, in any case, with any space."""
    return " ".join(normalize("NFKC", text).casefold().split())


def as_id(text: str) -> str | None:
    """The text as an id; None if it is none."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        return None
