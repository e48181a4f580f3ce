"""The admins' list of courses."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from backend.casefold import folded
from backend.columns import Id
from backend.queries.admin.counts import counts_of
from backend.queries.admin.products_of import products_by_course
from backend.queries.by_name import page_by_name, paged
from backend.queries.words import has_words, word_parameters
from backend.tables import courses
from backend.versions import row_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect

_COLUMNS = len(courses.c)


def page_of_admin_courses(
    connection: Connection, *, words: Sequence[str], limit: int, after: str | None
) -> dict[str, Any]:
    """A page of AdminCourses, by name; `after` is the cursor of the page before."""
    filters = ("admin", " ".join(words))
    statement = _page(len(words), after=after is not None)
    rows, following = page_by_name(
        connection, statement, word_parameters(words), filters=filters, limit=limit, after=after
    )
    products = products_by_course(connection, [row.id for row in rows])
    return {"items": [_course(row, products[row.id]) for row in rows], "nextCursor": following}


def admin_course(connection: Connection, course_id: object) -> dict[str, Any] | None:
    """One AdminCourse; None if there is none."""
    row = connection.execute(_one(), {"course": course_id}).first()
    return None if row is None else _course(row, products_by_course(connection, [row.id])[row.id])


@cache
def _one() -> AnySelect:
    counts = [count.label(name) for name, count in counts_of(courses.c.id).items()]
    return select(*courses.c, *counts).where(courses.c.id == bindparam("course", type_=Id))


@lru_cache(maxsize=32)
def _page(word_count: int, *, after: bool) -> AnySelect:
    text = folded(courses.c.name + "\n" + courses.c.description)
    statement = select(*courses.c).where(*has_words(text, word_count))
    # The page is cut first: what is counted is counted for its courses alone.
    page = paged(statement, courses, after=after).subquery("page")
    counts = [count.label(name) for name, count in counts_of(page.c.id).items()]
    return select(page, *counts).order_by(page.c.sort_key, folded(page.c.name), page.c.id)


def _course(row: AnyRow, products: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "sectionCount": row.sections,
        "lessonCount": row.lessons,
        "hiddenLessonCount": row.hidden,
        "learnerCount": row.learners,
        "completionCount": row.completions,
        "products": products,
        "createdAt": row.createdAt,
        "updatedAt": row.updatedAt,
        "version": row_version(row[:_COLUMNS]),
    }
