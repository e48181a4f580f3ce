"""Public products with their courses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from backend import rules
from backend.columns import Id, Ids, is_among
from backend.queries.by_name import by_name, page_by_name, paged
from backend.queries.summaries import NOTHING, Counts, access_word, counts_by_course
from backend.tables import course_products, courses, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect
    from backend.viewer import Viewer

_FILTERS = ("products",)


def page_of_products(connection: Connection, viewer: Viewer, *, limit: int, after: str | None) -> dict[str, Any]:
    """A page of Products, by name; `after` is the cursor of the page before."""
    statement = _page(after=after is not None)
    rows, following = page_by_name(
        connection, statement, {"viewer": viewer.id}, filters=_FILTERS, limit=limit, after=after
    )
    return {"items": _products(connection, viewer, rows), "nextCursor": following}


def product(connection: Connection, viewer: Viewer, product_id: object) -> dict[str, Any] | None:
    """One product; None if it is not public."""
    rows = connection.execute(_one(), {"viewer": viewer.id, "product": product_id}).all()
    return next(iter(_products(connection, viewer, rows)), None)


def _products(connection: Connection, viewer: Viewer, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    parameters = {"viewer": viewer.id, "products": [row.id for row in rows]}
    links = connection.execute(_links(), parameters).all()
    counts = counts_by_course(connection, viewer, [course_id for _, course_id, *_ in links])
    by_product: dict[Any, list[dict[str, Any]]] = {row.id: [] for row in rows}
    for product_id, course_id, name, owned in links:
        course = _course(course_id, name, owned, counts.get(course_id, NOTHING))
        by_product[product_id].append(course)
    return [
        {
            "id": row.id,
            "name": row.name,
            "description": row.description,
            "imageUrl": row.imageUrl,
            "priceInDollars": row.priceInDollars,
            "status": row.status,
            "owned": bool(row.owned),
            "courses": by_product[row.id],
        }
        for row in rows
    ]


def _course(course_id: object, name: str, owned: object, counts: Counts) -> dict[str, Any]:
    section_count, lesson_count, completed_count, previews, *_ = counts
    return {
        "id": course_id,
        "name": name,
        "lessonCount": lesson_count,
        "sectionCount": section_count,
        "access": access_word(owned, previews),
        "completedCount": completed_count,
    }


def _select() -> AnySelect:
    return select(
        products.c.id,
        products.c.name,
        products.c.description,
        products.c.imageUrl,
        products.c.priceInDollars,
        products.c.status,
        rules.product_is_owned().label("owned"),
    ).where(rules.product_is_visible())


@cache
def _one() -> AnySelect:
    return _select().where(products.c.id == bindparam("product", type_=Id))


@cache
def _page(*, after: bool) -> AnySelect:
    return paged(_select(), products, after=after)


@cache
def _links() -> AnySelect:
    return (
        select(course_products.c.productId, courses.c.id, courses.c.name, rules.has_access(courses.c.id))
        .join_from(course_products, courses, courses.c.id == course_products.c.courseId)
        .where(is_among(course_products.c.productId, bindparam("products", type_=Ids)))
        .order_by(*by_name(courses))
    )
