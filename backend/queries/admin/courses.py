"""The admins' list of courses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, select

from backend import cursor
from backend.casefold import folded, sort_key
from backend.queries.admin.products_of import products_by_course
from backend.queries.by_name import by_name, comes_after
from backend.queries.words import has_words, word_parameters
from backend.tables import course_sections, courses, lessons, user_course_access, user_lesson_complete
from backend.versions import row_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause

    from backend.statement import AnyRow, AnySelect

_KEY = TypeAdapter(tuple[cursor.NameKey, UUID])
_COLUMNS = len(courses.c)


def page_of_admin_courses(
    connection: Connection, *, words: Sequence[str], limit: int, after: str | None
) -> dict[str, Any]:
    """A page of AdminCourses, by name; `after` is the cursor of the page before."""
    filters = ("admin", " ".join(words))
    parameters: dict[str, Any] = {"limit": limit + 1} | word_parameters(words)
    if after is not None:
        parameters["after_name"], parameters["after_id"] = cursor.decode(after, filters, _KEY)
    rows = connection.execute(_page(len(words), after=after is not None), parameters).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = cursor.encode(filters, [rows[-1].sort_key, rows[-1].id])
    products = products_by_course(connection, [row.id for row in rows])
    return {"items": [_course(row, products[row.id]) for row in rows], "nextCursor": following}


def learner_count(course_id: ColumnElement[Any]) -> ColumnElement[int]:
    """How many users have access to a course."""
    access = user_course_access.alias()
    return select(func.count()).select_from(access).where(access.c.courseId == course_id).scalar_subquery()


@lru_cache(maxsize=32)
def _page(word_count: int, *, after: bool) -> AnySelect:
    text = folded(courses.c.name + "\n" + courses.c.description)
    statement = select(*courses.c, sort_key(courses.c.name).label("sort_key")).where(*has_words(text, word_count))
    if after:
        statement = statement.where(comes_after(courses))
    # The page is cut first: what is counted is counted for its courses alone.
    page = statement.order_by(*by_name(courses)).limit(bindparam("limit")).subquery("page")
    counts = [count.label(name) for name, count in _counts(page.c.id).items()]
    return select(page, *counts).order_by(page.c.sort_key, folded(page.c.name), page.c.id)


def _counts(course_id: ColumnElement[Any]) -> dict[str, ColumnElement[int]]:
    in_course = course_sections.c.courseId == course_id
    with_lessons = course_sections.join(lessons, lessons.c.sectionId == course_sections.c.id)
    done = with_lessons.join(user_lesson_complete, user_lesson_complete.c.lessonId == lessons.c.id)

    def counted(rows: FromClause) -> ColumnElement[int]:
        return select(func.count()).select_from(rows).where(in_course).scalar_subquery()

    return {
        "sections": counted(course_sections),
        "lessons": counted(with_lessons),
        "learners": learner_count(course_id),
        "completions": counted(done),
    }


def _course(row: AnyRow, products: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "sectionCount": row.sections,
        "lessonCount": row.lessons,
        "learnerCount": row.learners,
        "completionCount": row.completions,
        "products": products,
        "createdAt": row.createdAt,
        "updatedAt": row.updatedAt,
        "version": row_version(row[:_COLUMNS]),
    }
