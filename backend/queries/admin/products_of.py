"""The products that a course is in, private ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from backend.columns import Ids, is_among
from backend.queries.by_name import by_name
from backend.tables import course_products, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_PRODUCTS = (
    select(course_products.c.courseId, products.c.id, products.c.name, products.c.status)
    .join_from(course_products, products, products.c.id == course_products.c.productId)
    .where(is_among(course_products.c.courseId, bindparam("courses", type_=Ids)))
    .order_by(*by_name(products))
)


def products_by_course(connection: Connection, course_ids: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
    """The InProducts of each course, by name."""
    by_course: dict[Any, list[dict[str, Any]]] = {course_id: [] for course_id in course_ids}
    for course_id, product_id, name, status in connection.execute(_PRODUCTS, {"courses": course_ids}):
        by_course[course_id].append({"id": product_id, "name": name, "status": status})
    return by_course
