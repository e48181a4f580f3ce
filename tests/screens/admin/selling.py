"""Sales in the embedded backend's database, for the admin's places that show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from backend.tables import course_products, courses, products, purchases, user_course_access, users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Sold(NamedTuple):
    """A sale to be inserted; each is a day older than the one before, the first one of today."""

    buyer: str
    product: str
    cents: int = 4900
    refunded: bool = False


def sell(connection: Connection, sales: Sequence[Sold], course: str = "Puzzles") -> list[str]:
    """Insert the sales of products that contain a course, with the access they give; the ids of the purchases."""
    course_id = connection.scalars(select(courses.c.id).where(courses.c.name == course)).one()
    buyers: dict[str, UUID] = {}
    sold: dict[str, UUID] = {}
    now = datetime.now(UTC)
    ids: list[str] = []
    for number, sale in enumerate(sales):
        if sale.buyer not in buyers:
            buyers[sale.buyer] = _buyer(connection, sale.buyer, len(buyers))
            access = {"userId": buyers[sale.buyer], "courseId": course_id}
            connection.execute(insert(user_course_access), access)
        if sale.product not in sold:
            sold[sale.product] = _product(connection, sale.product, course_id)
        ids.append(str(uuid4()))
        row = {
            "id": UUID(ids[-1]),
            "userId": buyers[sale.buyer],
            "productId": sold[sale.product],
            "productDetails": {"name": sale.product, "description": "", "imageUrl": ""},
            "pricePaidInCents": sale.cents,
            "stripeSessionId": f"{'cs' if sale.cents else 'free'}_{number}",
            "createdAt": now - timedelta(days=number),
            "refundedAt": now if sale.refunded else None,
        }
        connection.execute(insert(purchases), row)
    return ids


def _buyer(connection: Connection, name: str, number: int) -> UUID:
    id = uuid4()
    row = {"id": id, "clerkUserId": f"user_{number}", "email": f"{number}@example.com", "name": name, "role": "user"}
    connection.execute(insert(users), row)
    return id


def _product(connection: Connection, name: str, course_id: UUID) -> UUID:
    id = uuid4()
    row = {"id": id, "name": name, "description": "", "imageUrl": "", "priceInDollars": 49, "status": "public"}
    connection.execute(insert(products), row)
    connection.execute(insert(course_products), {"courseId": course_id, "productId": id})
    return id
