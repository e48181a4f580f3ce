"""The overlay of every kind of document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api_client.overlay.counts import overlay_catalog
from api_client.overlay.lessons import overlay_lesson, overlay_outline
from api_client.overlay.progress import overlay_progress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from api_client.documents import Document
    from api_client.lesson_index import LessonIndex
    from api_client.queue import QueuedMark


def overlay_model(
    document: Document[Any],
    value: Any,  # noqa: ANN401 - the document's kind says what it is
    marks: Mapping[str, QueuedMark],
    lessons: LessonIndex,
    now: datetime,
) -> Any:  # noqa: ANN401
    """A document's value with the marks applied."""
    if not marks:
        return value
    match document.kind:
        case "catalog":
            return overlay_catalog(value, marks, lessons)
        case "outline":
            return overlay_outline(value, marks)
        case "lesson":
            return overlay_lesson(value, marks)
        case "progress":
            return overlay_progress(value, marks, lessons.of_course, time_zone(document.path), now)
        case _:
            return value


def time_zone(path: str) -> ZoneInfo:
    """What the path of a progress document says a day is."""
    name = parse_qs(urlsplit(path).query).get("tz", ["UTC"])[0]
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # one that only the server knows
        return ZoneInfo("UTC")
