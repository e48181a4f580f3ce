"""Public products with their courses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, select, tuple_

from backend import cursor, rules
from backend.casefold import folded, sort_key
from backend.columns import Id
from backend.queries.courses import access_word, counted, course_columns
from backend.tables import course_products, courses, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect
    from backend.viewer import Viewer

_FILTERS = ("products",)
_KEY = TypeAdapter(tuple[cursor.NameKey, UUID])


def page_of_products(connection: Connection, viewer: Viewer, *, limit: int, after: str | None) -> dict[str, Any]:
    """A page of Products, by name; `after` is the cursor of the page before."""
    parameters: dict[str, Any] = {"viewer": viewer.id, "limit": limit + 1}
    if after is not None:
        parameters["after_name"], parameters["after_id"] = cursor.decode(after, _FILTERS, _KEY)
    rows = connection.execute(_page(after=after is not None), parameters).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = cursor.encode(_FILTERS, [rows[-1].sort_key, rows[-1].id])
    return {"items": _products(connection, viewer, rows), "nextCursor": following}


def product(connection: Connection, viewer: Viewer, product_id: object) -> dict[str, Any] | None:
    """One product; None if it is not public."""
    rows = connection.execute(_one(), {"viewer": viewer.id, "product": product_id}).all()
    return next(iter(_products(connection, viewer, rows)), None)


def _products(connection: Connection, viewer: Viewer, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    by_product: dict[Any, list[dict[str, Any]]] = {row.id: [] for row in rows}
    if not by_product:
        return []
    ids = list(by_product)
    summaries = {row[0]: row for row in connection.execute(_courses(), {"viewer": viewer.id, "products": ids})}
    for product_id, course_id in connection.execute(_links(), {"products": ids}):
        by_product[product_id].append(_course(summaries[course_id]))
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


def _course(row: AnyRow) -> dict[str, Any]:
    course_id, name, _, _, _, owned, section_count, lesson_count, completed_count, previews, *_ = row
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
        sort_key(products.c.name).label("sort_key"),
    ).where(rules.product_is_visible())


@cache
def _one() -> AnySelect:
    return _select().where(products.c.id == bindparam("product", type_=Id))


@cache
def _page(*, after: bool) -> AnySelect:
    by_name = (sort_key(products.c.name), folded(products.c.name), products.c.id)
    statement = _select().order_by(*by_name).limit(bindparam("limit"))
    if not after:
        return statement
    last, key = products.alias("last"), bindparam("after_name", type_=products.c.name.type)
    last_id = bindparam("after_id", type_=Id)
    last_name = select(folded(last.c.name)).where(last.c.id == last_id).scalar_subquery()
    return statement.where(tuple_(*by_name) > tuple_(key, func.coalesce(last_name, key), last_id))


@cache
def _links() -> AnySelect:
    return (
        select(course_products.c.productId, course_products.c.courseId)
        .join(courses, courses.c.id == course_products.c.courseId)
        .where(course_products.c.productId.in_(bindparam("products", expanding=True)))
        .order_by(folded(courses.c.name), courses.c.id)
    )


@cache
def _courses() -> AnySelect:
    linked = select(course_products.c.courseId).where(
        course_products.c.productId.in_(bindparam("products", expanding=True))
    )
    return counted(course_columns().where(courses.c.id.in_(linked)).cte("page"))
