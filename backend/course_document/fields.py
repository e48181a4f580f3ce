"""The fields of a course, a section or a lesson in a document: what they are to become, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api_client.models import FieldProblem
from api_client.models.text import description_fault, name_fault
from api_client.models.video import video_fault, video_id
from backend.tables import LESSON_STATUS, SECTION_STATUS

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.models.admin import CourseDocument, LessonDocument, SectionDocument
    from backend.columns import Word
    from backend.queries.admin.rows import LessonRow, SectionRow
    from backend.statement import AnyRow

Fields = dict[str, Any]
"""By column."""


class Faults:
    """What is wrong with a document, place by place."""

    def __init__(self) -> None:
        self.found: list[FieldProblem] = []

    def add(self, pointer: str, detail: str) -> None:
        """Something is wrong at a JSON pointer; `detail` is a sentence."""
        self.found.append(FieldProblem(pointer=pointer, detail=detail))


def course_fields(document: CourseDocument, stored: AnyRow | None, faults: Faults) -> Fields:
    """What the course is to hold; `stored` is what it holds, None if it is new."""
    checked = _Checked(stored, "", faults)
    checked.name(document.name)
    checked.description(document.description)
    return checked.fields


def section_fields(document: SectionDocument, stored: SectionRow | None, pointer: str, faults: Faults) -> Fields:
    """What the section at `pointer` is to hold."""
    checked = _Checked(stored, pointer, faults)
    checked.name(document.name)
    checked.status(document.status, SECTION_STATUS)
    return checked.fields


def lesson_fields(document: LessonDocument, stored: LessonRow | None, pointer: str, faults: Faults) -> Fields:
    """What the lesson at `pointer` is to hold."""
    checked = _Checked(stored, pointer, faults)
    checked.name(document.name)
    checked.description(document.description)
    checked.video(document.youtube_video_id)
    checked.status(document.status, LESSON_STATUS)
    return checked.fields


def differs(fields: Fields, row: AnyRow | SectionRow | LessonRow | None) -> bool:
    """Whether a row holds something else, or is not there."""
    return row is None or any(getattr(row, column) != value for column, value in fields.items())


class _Checked:
    """Takes each field as it is where it is stored so already: what was exported can be sent back, tidy or not."""

    def __init__(self, stored: AnyRow | SectionRow | LessonRow | None, pointer: str, faults: Faults) -> None:
        self.fields: Fields = {}
        self._stored = stored
        self._pointer = pointer
        self._faults = faults

    def name(self, value: str) -> None:
        self._take("name", value, name_fault, str.strip)

    def description(self, value: str | None) -> None:
        self._take("description", value, description_fault)

    def video(self, value: str) -> None:
        self._take("youtubeVideoId", value, video_fault, lambda text: video_id(text) or text)

    def status(self, value: str, word: Word) -> None:
        self._take("status", value, lambda text: None if text in word.words else f"One of {', '.join(word.words)}.")

    def _take(
        self,
        column: str,
        value: str | None,
        fault_of: Callable[[str], str | None],
        read: Callable[[str], str] = str,
    ) -> None:
        self.fields[column] = value
        if value is None or (self._stored is not None and getattr(self._stored, column) == value):
            return
        if fault := fault_of(value):
            self._faults.add(f"{self._pointer}/{column}", fault)
        else:
            self.fields[column] = read(value)
