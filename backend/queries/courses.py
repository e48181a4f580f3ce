"""The catalog: pages of courses, in three orders, with words that must occur."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import (
    BigInteger,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from api_client.models import UtcTime
from backend import cursor, rules
from backend.casefold import folded, sort_key
from backend.columns import Timestamp
from backend.queries.by_name import by_name, comes_after
from backend.queries.summaries import course_columns, summaries
from backend.queries.words import has_words, word_parameters
from backend.tables import course_sections, courses, lessons, user_lesson_complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from backend.statement import AnySelect
    from backend.viewer import Viewer

Scope = Literal["all", "mine"]
Sort = Literal["name", "recent", "progress"]

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_WHOLE = 1_000_000_000
"""A share is counted in parts of this: different fractions of up to 30,000 lessons stay different."""
_KEYS: dict[str, TypeAdapter[Any]] = {
    "name": TypeAdapter(tuple[cursor.NameKey, UUID]),
    "recent": TypeAdapter(tuple[UtcTime, cursor.NameKey, UUID]),
    "progress": TypeAdapter(tuple[Annotated[int, Field(ge=-_WHOLE, le=1)], cursor.NameKey, UUID]),
}


def page_of_courses(
    connection: Connection,
    viewer: Viewer,
    *,
    scope: Scope,
    sort: Sort,
    words: Sequence[str],
    limit: int,
    after: str | None,
) -> dict[str, Any]:
    """A page of CourseSummaries; `after` is the cursor of the page before."""
    filters = (sort, scope, " ".join(words))
    key = cursor.decode(after, filters, _KEYS[sort]) if after is not None else None
    statement = _page(scope, sort, len(words), after=key is not None)
    parameters = {"viewer": viewer.id, "limit": limit + 1}
    parameters |= word_parameters(words)
    parameters |= _key_parameters(sort, key)
    rows = connection.execute(statement, parameters).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        last = rows[-1]
        following = cursor.encode(filters, [*_leading(sort, last.rank), last.sort_key, last.id])
    return {"items": summaries(connection, viewer, rows), "nextCursor": following}


@lru_cache(maxsize=256)
def _page(scope: Scope, sort: Sort, word_count: int, *, after: bool) -> AnySelect:
    visible = rules.is_accessible(courses.c.id) if scope == "mine" else rules.course_is_visible(courses.c.id)
    statement = course_columns().where(visible)
    statement = statement.where(*has_words(folded(courses.c.name + "\n" + courses.c.description), word_count))
    statement, rank = _ranked(statement, sort)
    if after:
        statement = statement.where(_comes_after(sort, rank))
    columns = statement.add_columns(rank.label("rank"), sort_key(courses.c.name).label("sort_key"))
    leading = () if sort == "name" else (rank.desc(),) if sort == "recent" else (rank,)
    return columns.order_by(*leading, *by_name(courses)).limit(bindparam("limit"))


def _ranked(statement: AnySelect, sort: Sort) -> tuple[AnySelect, ColumnElement[Any]]:
    """The statement with what the sort needs, and the value that it sorts by before the name."""
    if sort == "name":
        return statement, literal(0)
    done = _completed_by_course()
    statement = statement.outerjoin(done, done.c.courseId == courses.c.id)
    if sort == "recent":
        return statement, func.coalesce(done.c.last, literal(_NEVER, Timestamp), type_=Timestamp)
    count = _lesson_count()
    share = cast(done.c.completed, BigInteger) * _WHOLE // count
    rank = case((done.c.completed.is_(None), 0), (done.c.completed >= count, 1), else_=-share)
    return statement, rank


def _completed_by_course() -> Any:  # noqa: ANN401  # a subquery
    return (
        select(
            course_sections.c.courseId,
            func.count().label("completed"),
            func.max(user_lesson_complete.c.createdAt, type_=Timestamp).label("last"),
        )
        .join_from(user_lesson_complete, lessons, lessons.c.id == user_lesson_complete.c.lessonId)
        .join(course_sections, course_sections.c.id == lessons.c.sectionId)
        .where(user_lesson_complete.c.userId == rules.VIEWER, rules.lesson_is_visible())
        .group_by(course_sections.c.courseId)
        .subquery("done")
    )


def _lesson_count() -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(course_sections)
        .join(lessons, lessons.c.sectionId == course_sections.c.id)
        .where(course_sections.c.courseId == courses.c.id, rules.lesson_is_visible())
        .correlate(courses)
        .scalar_subquery()
    )


def _comes_after(sort: Sort, rank: ColumnElement[Any]) -> ColumnElement[bool]:
    """After the key of the cursor."""
    later = comes_after(courses)
    if sort == "name":
        return later
    if sort == "recent":
        last_rank = bindparam("after_rank", type_=Timestamp)
        return or_(rank < last_rank, and_(rank == last_rank, later))
    last_rank = bindparam("after_rank", type_=BigInteger)
    return or_(rank > last_rank, and_(rank == last_rank, later))


def _leading(sort: Sort, rank: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a time or a number
    if sort == "name":
        return ()
    return (rank.isoformat(),) if sort == "recent" else (rank,)


def _key_parameters(sort: Sort, key: tuple[Any, ...] | None) -> dict[str, Any]:
    if key is None:
        return {}
    *rank, name, course_id = key
    parameters = {"after_name": name, "after_id": course_id}
    return parameters if sort == "name" else parameters | {"after_rank": rank[0]}
