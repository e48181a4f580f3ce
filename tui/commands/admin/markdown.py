"""A course as Markdown that people read. It cannot be imported: ids and exact texts are not in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from api_client.escapes import shown
from tui.commands.output import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api_client.models.admin import CourseDocument, LessonDocument

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def markdown(document: CourseDocument) -> Iterator[str]:
    """The lines. Descriptions are Markdown already, and stay as they are but for what terminals act on."""
    yield f"# {_plain(document.name)}"
    yield from _text(document.description)
    position = 0
    for section in document.sections:
        yield ""
        yield f"## {_plain(section.name)}{_visibility(section.status)}"
        for lesson in section.lessons:
            position += 1
            yield ""
            yield f"### {position}. {_plain(lesson.name)}{_visibility(lesson.status)}"
            yield from _text(_video(lesson))
            yield from _text(lesson.description)


def _plain(text: str) -> str:
    """A name on one line, none of it taken as markup."""
    return _MARKUP.sub(r"\\\1", name(shown(text)))


def _text(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield ""
        yield from shown(text).strip("\n").split("\n")


def _visibility(status: str) -> str:
    return "" if status == "public" else f" ({shown(status)})"


def _video(lesson: LessonDocument) -> str:
    return f"<https://www.youtube.com/watch?v={quote(lesson.youtube_video_id, safe='')}>"
