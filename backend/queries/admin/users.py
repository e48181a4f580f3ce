"""Users as admins see them: what they bought, and what they have access to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, cast, func, select

from backend.access import Source, sources_of
from backend.casefold import folded
from backend.columns import Id, Ids, is_among
from backend.queries.by_name import by_name, page_by_name, paged
from backend.queries.summaries import NOTHING, counts_by_course
from backend.queries.words import has_words, word_parameters
from backend.tables import courses, purchases, user_course_access, users
from backend.versions import row_version
from backend.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect

_COLUMNS = len(users.c)


def page_of_users(connection: Connection, *, words: Sequence[str], limit: int, after: str | None) -> dict[str, Any]:
    """A page of AdminUsers, by name; `after` is the cursor of the page before."""
    filters = ("users", " ".join(words))
    statement = _page(len(words), after=after is not None)
    rows, following = page_by_name(
        connection, statement, word_parameters(words), filters=filters, limit=limit, after=after
    )
    return {"items": [_user(row) for row in rows], "nextCursor": following}


def admin_user(connection: Connection, user_id: object) -> dict[str, Any] | None:
    """One AdminUserDetail; None if there is none."""
    row = connection.execute(_ONE, {"user": user_id}).first()
    return None if row is None else _user(row) | {"courses": _courses(connection, row.id)}


def user_version(row: AnyRow) -> str:
    """The version of a user: of their row, which begins with all its columns."""
    return row_version(row[:_COLUMNS])


def _courses(connection: Connection, user_id: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # an id
    sources = sources_of(connection, user_id)
    named = connection.execute(_COURSES, {"courses": list(sources)}).all()
    counts = counts_by_course(connection, Viewer(user_id), list(sources))
    documents: list[dict[str, Any]] = []
    for course_id, name in named:
        _, lesson_count, completed_count, *_ = counts.get(course_id, NOTHING)
        documents.append(
            {
                "id": course_id,
                "name": name,
                "sources": [_source(source) for source in sources[course_id]],
                "completedCount": completed_count,
                "lessonCount": lesson_count,
            }
        )
    return documents


def _source(source: Source) -> dict[str, Any]:
    return {
        "kind": "manual" if source.purchase_id is None else "purchase",
        "purchaseId": source.purchase_id,
        "productName": source.product_name,
        "createdAt": source.created_at,
    }


def _user(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "clerkUserId": row.clerkUserId,
        "name": row.name,
        "email": row.email,
        "role": row.role,
        "imageUrl": row.imageUrl,
        "deletedAt": row.deletedAt,
        "purchaseCount": row.purchaseCount,
        "paidInCents": row.paidInCents,
        "courseCount": row.courseCount,
        "createdAt": row.createdAt,
        "updatedAt": row.updatedAt,
        "version": user_version(row),
    }


def _select() -> AnySelect:
    bought = select(func.count()).where(purchases.c.userId == users.c.id)
    paid = select(func.coalesce(func.sum(cast(purchases.c.pricePaidInCents, BigInteger)), 0)).where(
        purchases.c.userId == users.c.id, purchases.c.refundedAt.is_(None)
    )
    owned = select(func.count()).where(user_course_access.c.userId == users.c.id)
    return select(
        *users.c,
        bought.scalar_subquery().label("purchaseCount"),
        cast(paid.scalar_subquery(), BigInteger).label("paidInCents"),
        owned.scalar_subquery().label("courseCount"),
    )


_ONE = _select().where(users.c.id == bindparam("user", type_=Id))
_COURSES = (
    select(courses.c.id, courses.c.name)
    .where(is_among(courses.c.id, bindparam("courses", type_=Ids)))
    .order_by(*by_name(courses))
)


@lru_cache(maxsize=32)
def _page(word_count: int, *, after: bool) -> AnySelect:
    statement = _select().where(*has_words(folded(users.c.name + "\n" + users.c.email), word_count))
    return paged(statement, users, after=after)
