"""Reading an outline's text back, as the document that the course is to become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from uuid import UUID, uuid4

from api_client.escapes import written
from api_client.models.admin import CourseDocument, Deleted, LessonDocument, SectionDocument
from api_client.models.text import name_fault
from api_client.outline_text.codes import codes
from api_client.outline_text.lines import Line, LineError, meant, parse, status_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api_client.models.admin import AdminLesson, AdminOutline, AdminSection

T = TypeVar("T")


class LineFault(NamedTuple):
    """What is wrong in a line."""

    line: int
    """From 1."""
    sentence: str
    """What is wrong, and what is right."""

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


class UnreadableOutlineError(ValueError):
    """The text is no outline of this course."""

    def __init__(self, faults: tuple[LineFault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
        """All of them, from the top."""


@dataclass(frozen=True)
class ReadOutline:
    """What a text says."""

    document: CourseDocument
    """The course as it is to be; what the text does not show, such as descriptions, is as it was.

    New sections and lessons have an id already, so that the document can be sent twice.
    """
    lines: Mapping[str, int]
    """Where what a JSON pointer into the document names, such as `/sections/0/lessons/2`, is in the text."""

    def fault(self, pointer: str, detail: str) -> LineFault | None:
        """What the server found wrong with the document, as a fault of a line; None if it is in none."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return LineFault(self.lines[pointer], detail) if pointer else None


def read_outline(text: str, outline: AdminOutline, new_id: Callable[[], UUID] = uuid4) -> ReadOutline:
    """What the text, written by `write_outline` and changed by a person, makes of the outline.

    What stood in it and does not any more is named in the document as deleted. Raises UnreadableOutlineError with
    every fault.
    """
    reader = _Reader(outline, new_id)
    for number, line in meant(text):
        try:
            reader.take(parse(number, line))
        except LineError as error:
            reader.faults.append(LineFault(number, str(error)))
    if reader.faults:
        raise UnreadableOutlineError(tuple(reader.faults))
    return ReadOutline(reader.document(), reader.lines)


@dataclass
class _Section:
    id: UUID
    status: str
    name: str
    lessons: list[LessonDocument] = field(default_factory=list[LessonDocument])


class _Reader:
    """Takes the lines one after another."""

    def __init__(self, outline: AdminOutline, new_id: Callable[[], UUID]) -> None:
        self.faults: list[LineFault] = []
        self.lines: dict[str, int] = {}
        self._outline = outline
        self._new_id = new_id
        code = codes(outline)
        self._sections = {code[section.id]: section for section in outline.sections}
        self._lessons = {code[lesson.id]: lesson for section in outline.sections for lesson in section.lessons}
        self._taken: dict[str, int] = {}
        self._read: list[_Section] = []

    def take(self, line: Line) -> None:
        """Take one line. Raises LineError."""
        if line.is_section:
            self._take_section(line)
        else:
            self._take_lesson(line)

    def document(self) -> CourseDocument:
        """The document that the lines say."""
        here = {section.id for section in self._read} | {lesson.id for each in self._read for lesson in each.lessons}
        return CourseDocument(
            id=self._outline.id,
            name=self._outline.name,
            description=self._outline.description,
            sections=tuple(
                SectionDocument(id=each.id, name=each.name, status=each.status, lessons=tuple(each.lessons))
                for each in self._read
            ),
            deleted=Deleted(
                sections=tuple(each.id for each in self._sections.values() if each.id not in here),
                lessons=tuple(each.id for each in self._lessons.values() if each.id not in here),
            ),
        )

    def _take_section(self, line: Line) -> None:
        old = self._known(line, self._sections, self._lessons, "a lesson; its line begins without =")
        self.lines[f"/sections/{len(self._read)}"] = line.number
        self._read.append(_Section(old.id if old else self._new_id(), line.status, line.name))
        _check(line, old)

    def _take_lesson(self, line: Line) -> None:
        if not self._read and not self.faults:
            raise LineError("A lesson stands below its section. Put a section's line, which begins with =, above it.")
        old = self._known(line, self._lessons, self._sections, "a section; its line begins with =")
        if not self._read:  # the section's own line is at fault
            return
        lessons = self._read[-1].lessons
        self.lines[f"/sections/{len(self._read) - 1}/lessons/{len(lessons)}"] = line.number
        lessons.append(
            LessonDocument(
                id=old.id if old else self._new_id(),
                name=line.name,
                description=old.description if old else None,
                youtube_video_id=old.youtube_video_id if old else line.video,
                status=line.status,
            )
        )
        _check(line, old)

    def _known(self, line: Line, these: Mapping[str, T], others: Mapping[str, object], instead: str) -> T | None:
        """What the line's code stands for; None for something new. Raises LineError."""
        if not line.code:
            return None
        if line.code in others:
            raise LineError(f"{line.code} is {instead}.")
        if line.code not in these:
            raise LineError(
                f"Nothing in this course has the code {written(line.code)}. Leave codes as they are; begin something "
                "new with +."
            )
        if (earlier := self._taken.setdefault(line.code, line.number)) != line.number:
            raise LineError(f"{line.code} stands in line {earlier}, too. Leave one of them.")
        return these[line.code]


def _check(line: Line, old: AdminSection | AdminLesson | None) -> None:
    """What is as it was may be untidy. Raises LineError."""
    fault = None
    if old is not None and line.status != old.status:
        fault = status_fault(line.status, is_section=line.is_section)
    if old is not None and line.name != old.name:
        fault = fault or name_fault(line.name)
    if fault:
        raise LineError(fault)
