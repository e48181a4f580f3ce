"""Why users have access to courses, and giving and taking it (rule 12).

A source is a purchase or an admin's hand. What was bought here is written down in `access_sources`; a purchase that the
web application made has nothing there and stands for its product's courses of today. Access that no source explains was
given by hand. All of this is about one user, whose row the writer holds: see `hold`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.insert import insert_missing
from backend.own_tables import access_sources, recorded_purchases
from backend.queries import access as queries
from backend.tables import user_course_access

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.statement import AnyRow


@dataclass(frozen=True, slots=True)
class Source:
    """Why a user has access to a course: by a purchase, or by hand where there is none."""

    purchase_id: Any | None
    """As the database gives ids."""
    product_name: str | None
    """As the product was called when it was bought."""
    created_at: datetime


def hold(connection: Connection, user_id: object) -> AnyRow | None:
    """The id and `deletedAt` of a user whose row is held until the transaction ends; None if there is none.

    Whoever changes what a user has access to does this first: grants, refunds and the user's deletion then come one
    after the other. `connection` is one of `Database.write`, here and below.
    """
    return connection.execute(queries.HELD, {"user": user_id}).first()


def sources_of(connection: Connection, user_id: object) -> dict[Any, list[Source]]:
    """The sources of every course that a user has access to, oldest first; there is at least one each."""
    sources: dict[Any, list[Source]] = {}
    for course_id, since, created_at, purchase_id, details in connection.execute(
        queries.sources_of(connection.dialect.name), {"user": user_id}
    ):
        found = Source(purchase_id, name_in(details), created_at or since)
        sources.setdefault(course_id, []).append(found)
    return sources


def at_stake(connection: Connection, user_id: object, purchase_id: object) -> dict[Any, list[Source]]:
    """The courses that an unrefunded purchase gives access to, each with its other sources: without any, it goes."""
    purchase = str(purchase_id)
    return {
        course_id: [source for source in sources if str(source.purchase_id) != purchase]
        for course_id, sources in sources_of(connection, user_id).items()
        if any(str(source.purchase_id) == purchase for source in sources)
    }


def grant(
    connection: Connection, user_id: object, course_ids: Sequence[Any], purchase_id: object | None = None
) -> None:
    """Give a user access because of a purchase, which is not refunded, or by hand. What they have already stays."""
    dialect = connection.dialect.name
    if purchase_id is not None:
        _record(connection, [purchase_id])
        # Or access given by hand, of which nothing was written down, would go with a refund of this purchase.
        connection.execute(queries.write_down_unexplained(dialect), {"user": user_id, "courses": course_ids})
    if not course_ids:
        return
    rows = [{"userId": user_id, "courseId": course_id} for course_id in course_ids]
    connection.execute(insert_missing(user_course_access, dialect), rows)
    sources = [row | {"purchaseId": purchase_id} for row in rows]
    connection.execute(insert_missing(access_sources(dialect), dialect), sources)


def revoke(connection: Connection, user_id: object, course_id: object) -> None:
    """Take a user's access to a course away by hand, whatever it came from. Completions stay."""
    dialect = connection.dialect.name
    parameters: dict[str, Any] = {"user": user_id, "course": course_id}
    # What the web application sold is written down first, so that it stands for the other courses alone from now on.
    unrecorded = connection.execute(queries.unrecorded(dialect), parameters).scalars().all()
    if unrecorded:
        connection.execute(queries.write_down_purchases(dialect), {"user": user_id, "purchases": unrecorded})
        _record(connection, unrecorded)
    for table in (access_sources(dialect), user_course_access):
        connection.execute(queries.delete_of_course(table), parameters)


def refund(connection: Connection, user_id: object, purchase_id: object, at: datetime) -> list[Any]:
    """Mark a user's purchase as refunded, and take away the courses that no other source covers: their ids.

    A purchase that was refunded already stays as it is.
    """
    lost = [course for course, others in at_stake(connection, user_id, purchase_id).items() if not others]
    connection.execute(queries.REFUND, {"purchase": purchase_id, "at": at})
    connection.execute(queries.delete_of_purchase(connection.dialect.name), {"purchase": purchase_id})
    if lost:
        connection.execute(queries.DELETE_ACCESS, {"user": user_id, "courses": lost})
    return lost


def _record(connection: Connection, purchase_ids: Sequence[Any]) -> None:
    dialect = connection.dialect.name
    rows = [{"purchaseId": purchase_id} for purchase_id in purchase_ids]
    connection.execute(insert_missing(recorded_purchases(dialect), dialect), rows)


def name_in(details: Any) -> str | None:  # noqa: ANN401  # JSON
    """The snapshot is the web application's too, and may be anything."""
    match details:
        case {"name": str(name)}:
            return name
        case _:
            return None
