"""Finding by words without a server: the names that the cache has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.models import SearchHit

if TYPE_CHECKING:
    from api_client.cache import Cache

LIMIT = 50


def find_cached(cache: Cache, words: str) -> list[SearchHit]:
    """Courses, then lessons, whose name has all the words, in any case."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    courses = [
        SearchHit(kind="course", id=UUID(course.id), name=course.name, snippet=None)
        for course in cache.catalog.all()
        if _has(course.name, wanted)
    ]
    lessons = [
        SearchHit(kind="lesson", id=UUID(each.id), course_id=UUID(each.course_id), name=each.name, snippet=None)
        for each in cache.lessons.all()
        if _has(each.name, wanted)
    ]
    return [*courses, *lessons][:LIMIT]


def _has(name: str, words: list[str]) -> bool:
    folded = name.casefold()
    return all(word in folded for word in words)
