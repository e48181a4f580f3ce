"""The public products that a course is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from backend import rules
from backend.casefold import folded
from backend.columns import Ids, is_among
from backend.tables import course_products, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_OFFERS = (
    select(course_products.c.courseId, products.c.id, products.c.name, products.c.priceInDollars)
    .join_from(course_products, products, products.c.id == course_products.c.productId)
    .where(is_among(course_products.c.courseId, bindparam("courses", type_=Ids)), rules.product_is_visible())
    .order_by(products.c.priceInDollars, folded(products.c.name), products.c.id)
)


def offers_by_course(connection: Connection, course_ids: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
    """The offers of each course, cheapest first."""
    offers: dict[Any, list[dict[str, Any]]] = {}
    if not course_ids:
        return offers
    for course_id, product_id, name, price in connection.execute(_OFFERS, {"courses": course_ids}):
        offer = {"id": product_id, "name": name, "priceInDollars": price}
        offers.setdefault(course_id, []).append(offer)
    return offers
