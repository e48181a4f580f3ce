"""Finding courses, lessons and products by their words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, bindparam, case, cast, func, literal, null, select, union_all

from backend import rules
from backend.casefold import folded, sort_key
from backend.columns import Id
from backend.queries.words import has_words, word_parameters
from backend.tables import course_sections, courses, lessons, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Subquery

    from backend.statement import AnySelect
    from backend.viewer import Viewer

MAX_HITS = 50
_SNIPPET = 160
_LEAD = 40
"""Characters of a snippet before the first word found."""


def search(connection: Connection, viewer: Viewer, words: Sequence[str]) -> dict[str, Any]:
    """The SearchHits for folded words: names first, then descriptions."""
    if not words:
        return {"items": []}
    parameters = {"viewer": viewer.id} | word_parameters(words)
    rows = connection.execute(_statement(len(words)), parameters)
    return {
        "items": [
            {
                "kind": kind,
                "id": found_id,
                "courseId": course_id,
                "name": name,
                "snippet": snippet(text, words) if text else None,
            }
            for kind, found_id, course_id, name, text, *_ in rows
        ]
    }


def snippet(text: str, words: Sequence[str]) -> str:
    """The part of a description around the first word found in it, on one line."""
    line = " ".join(text.split())
    lowered = line.casefold()
    found = [place for word in words if (place := lowered.find(word)) >= 0]
    start = max(0, min(found, default=0) - _LEAD)
    end = start + _SNIPPET
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"


@lru_cache(maxsize=64)
def _statement(word_count: int) -> AnySelect:
    found = union_all(
        *(_matching(source.subquery(), word_count) for source in (_courses(), _lessons(), _products()))
    ).subquery("found")
    order = (found.c.rank, found.c.sort_key, found.c.kind, found.c.id)
    return select(found).order_by(*order).limit(MAX_HITS)


def _matching(source: Subquery, word_count: int) -> AnySelect:
    """What has every word in its name or text: first names that begin with the first word, then names, then texts."""
    name = folded(source.c.name)
    text = folded(source.c.name + "\n" + source.c.text)
    first = bindparam("word0", type_=Text)
    in_name = and_(*has_words(name, word_count))
    begins = func.substr(name, 1, func.length(first)) == first
    rank = case((and_(in_name, begins), 0), (in_name, 1), else_=2)
    return select(source, rank.label("rank"), sort_key(source.c.name).label("sort_key")).where(
        *has_words(text, word_count)
    )


def _courses() -> AnySelect:
    return select(
        literal("course").label("kind"),
        courses.c.id,
        cast(null(), Id).label("courseId"),
        courses.c.name,
        courses.c.description.label("text"),
    ).where(rules.course_is_visible(courses.c.id))


def _lessons() -> AnySelect:
    """A locked lesson is found by its name alone."""
    locked = rules.lesson_is_locked(rules.has_access(course_sections.c.courseId))
    return (
        select(
            literal("lesson").label("kind"),
            lessons.c.id,
            course_sections.c.courseId,
            lessons.c.name,
            case((locked, ""), else_=func.coalesce(lessons.c.description, "")).label("text"),
        )
        .join_from(lessons, course_sections, course_sections.c.id == lessons.c.sectionId)
        .where(rules.lesson_is_visible(), rules.course_is_visible(course_sections.c.courseId))
    )


def _products() -> AnySelect:
    return select(
        literal("product").label("kind"),
        products.c.id,
        cast(null(), Id).label("courseId"),
        products.c.name,
        products.c.description.label("text"),
    ).where(rules.product_is_visible())
