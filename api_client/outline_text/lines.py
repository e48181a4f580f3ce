"""One line of an outline's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api_client.escapes import read, written
from api_client.models.text import name_fault
from api_client.models.video import video_fault, video_id

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTION_WORDS = ("public", "private")
LESSON_WORDS = ("public", "preview", "private")
_EXISTING = {True: "A section's line is: = code visibility Name", False: "A lesson's line is: code visibility Name"}
_NEW = {True: "= + private Name", False: "+ https://youtu.be/… Name"}


class LineError(ValueError):
    """What is wrong with a line, and what is right, as a sentence."""


@dataclass(frozen=True)
class Line:
    """A section or a lesson, as it is written."""

    number: int
    """From 1."""
    is_section: bool
    code: str
    """Empty for something new."""
    status: str
    name: str
    video: str = ""
    """The id of a new lesson's video."""


def meant(text: str) -> Iterator[tuple[int, str]]:
    """The lines that mean something, without the space around them, with their numbers from 1."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        content = line.strip()
        if content and not content.startswith("#"):
            yield number, content


def parse(number: int, line: str) -> Line:
    """A line that means something. Raises LineError."""
    is_section = line.startswith("=")
    rest = line.removeprefix("=").strip()
    if rest.startswith("+"):
        return _new_section(number, rest[1:]) if is_section else _new_lesson(number, rest[1:])
    code, rest = _split(rest)
    status, name = _split(rest)
    if not status:
        raise LineError(f"{_EXISTING[is_section]}, and a new one's: {_NEW[is_section]}.")
    return Line(number, is_section, code.lower(), status, _read(name))


def status_fault(status: str, *, is_section: bool) -> str | None:
    """Why this is no visibility, as a sentence; None if it is one."""
    words = SECTION_WORDS if is_section else LESSON_WORDS
    if status in words:
        return None
    what = "section" if is_section else "lesson"
    return f"“{written(status)}” is no visibility: a {what} is {', '.join(words[:-1])} or {words[-1]}."


def _new_section(number: int, rest: str) -> Line:
    status, name = _split(rest)
    if fault := status_fault(status, is_section=True):
        raise LineError(f"{fault} A new section's line is: {_NEW[True]}.")
    return Line(number, is_section=True, code="", status=status, name=_named(name))


def _new_lesson(number: int, rest: str) -> Line:
    status = "private"
    link, name = _split(rest)
    if link in LESSON_WORDS:
        status, (link, name) = link, _split(name)
    if fault := video_fault(link):
        raise LineError(f"{fault} A new lesson's line is: {_NEW[False]}.")
    return Line(number, is_section=False, code="", status=status, name=_named(name), video=video_id(link) or link)


def _named(name: str) -> str:
    """The name of something new."""
    name = _read(name)
    if fault := name_fault(name):
        raise LineError(fault)
    return name


def _read(name: str) -> str:
    try:
        return read(name)
    except ValueError as error:
        raise LineError(str(error)) from None


def _split(text: str) -> tuple[str, str]:
    """The first word, and the rest."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, rest[0] if rest else ""
