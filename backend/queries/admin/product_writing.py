"""Making, changing and deleting products. Whom they were sold to, and what those people have access to, stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, insert, select, update

from api_client.models import FieldProblem
from backend.columns import Id, Ids, Timestamp, is_among
from backend.payments import checkouts
from backend.problems import Refusal, invalid, invalid_for, not_found
from backend.queries.admin.writing import change, create, find, remove, taken
from backend.tables import course_products, courses, products, purchases

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from backend.statement import AnyRow

_PRODUCT = bindparam("product", type_=Id)
_OWN = course_products.c.productId == _PRODUCT
_LOCKED = select(*products.c).where(products.c.id == _PRODUCT)
_CHANGED = _LOCKED.with_for_update(key_share=True)
_DELETED = _LOCKED.with_for_update()
_COURSE_IDS = select(course_products.c.courseId).where(_OWN)
_PRESENT = (
    select(courses.c.id)
    .where(is_among(courses.c.id, bindparam("courses", type_=Ids)))
    .order_by(courses.c.id)
    .with_for_update(read=True, key_share=True)
)
_UNLINK = delete(course_products).where(_OWN, is_among(course_products.c.courseId, bindparam("courses", type_=Ids)))
_TOUCH = update(products).where(products.c.id == _PRODUCT).values(updatedAt=bindparam("at", type_=Timestamp))
_WAS_SOLD = select(exists().where(purchases.c.productId == _PRODUCT))


def locked_product(connection: Connection, product_id: object, *, to_delete: bool = False) -> AnyRow:
    """The row of a product, locked until the transaction ends; raises 404. `connection` is one of `Database.write`."""
    row = connection.execute(_DELETED if to_delete else _CHANGED, {"product": product_id}).first()
    if row is None:
        raise not_found("product")
    return row


def course_ids_of(connection: Connection, product_id: object) -> list[str]:
    """The ids of a product's courses, as texts."""
    return [str(course_id) for course_id in connection.execute(_COURSE_IDS, {"product": product_id}).scalars()]


def create_product(
    connection: Connection, product_id: UUID | None, values: Mapping[str, Any], course_ids: Sequence[UUID]
) -> Any:  # noqa: ANN401  # an id as the database gives it
    """Make a product; its id. The same again is a request that is repeated.

    Raises 409 `id_taken` where the id is that of another product, and 422 for courses that there are not, or where a
    public product has none.
    """
    _require_courses(connection, course_ids)
    if values["status"] == "public" and not course_ids:
        raise _nothing_to_sell("/courseIds")
    known = product_id and find(connection, products, product_id)
    row = create(connection, products, product_id, values)
    wanted, now = set(map(str, course_ids)), set(course_ids_of(connection, row.id))
    if not known and not now:
        _link(connection, row.id, wanted)
    elif wanted != now:
        raise taken(row.id)
    return row.id


def change_product(
    connection: Connection, row: AnyRow, values: Mapping[str, Any], course_ids: Sequence[UUID] | None
) -> None:
    """Change a product that is locked, and, unless they are None, its courses: all of them. Raises 422 as above."""
    now = set(course_ids_of(connection, row.id))
    wanted = now if course_ids is None else set(map(str, course_ids))
    if course_ids is not None:
        _require_courses(connection, course_ids)
    if values.get("status", row.status) == "public" and not wanted and ("status" in values or course_ids is not None):
        raise _nothing_to_sell("/status" if course_ids is None else "/courseIds")
    change(connection, products, row, values)
    if gone := now - wanted:
        connection.execute(_UNLINK, {"product": row.id, "courses": sorted(gone)})
    _link(connection, row.id, wanted - now)
    if wanted != now:
        connection.execute(_TOUCH, {"product": row.id, "at": datetime.now(UTC)})


def delete_product(connection: Connection, row: AnyRow) -> None:
    """Delete a product that is locked to be deleted; raises 409 where it was ever sold, or is being paid for."""
    if connection.scalar(_WAS_SOLD, {"product": row.id}):
        detail = "It was sold, and what was bought must stay: make it private instead. Nobody can buy it then."
        raise Refusal(409, "product_has_purchases", detail)
    if not checkouts.release(connection, row.id):
        detail = "Somebody may be paying for it right now: make it private, and delete it in a few days."
        raise Refusal(409, "product_in_checkout", detail)
    remove(connection, products, row.id)


def _require_courses(connection: Connection, course_ids: Sequence[UUID]) -> None:
    """Raise 422 naming the courses that there are not. Those that there are cannot be deleted meanwhile."""
    present = {str(found) for found in connection.execute(_PRESENT, {"courses": course_ids}).scalars()}
    unknown = [
        FieldProblem(pointer=f"/courseIds/{at}", detail=f"There is no course {course_id}.")
        for at, course_id in enumerate(course_ids)
        if str(course_id) not in present
    ]
    if unknown:
        raise invalid_for(unknown)


def _link(connection: Connection, product_id: object, course_ids: Collection[str]) -> None:
    links = [{"productId": product_id, "courseId": course_id} for course_id in sorted(course_ids)]
    if links:
        connection.execute(insert(course_products), links)


def _nothing_to_sell(pointer: str) -> Refusal:
    return invalid(pointer, "A public product needs a course: there would be nothing to buy.")
