"""Products as admins see them, with their courses and what was sold of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from backend.casefold import folded
from backend.columns import Id, Ids, is_among
from backend.queries.by_name import by_name, page_by_name, paged
from backend.queries.words import has_words, word_parameters
from backend.tables import course_products, courses, products, purchases
from backend.versions import row_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect

_COLUMNS = len(products.c)


def page_of_admin_products(
    connection: Connection, *, words: Sequence[str], limit: int, after: str | None
) -> dict[str, Any]:
    """A page of AdminProducts, by name; `after` is the cursor of the page before."""
    filters = ("admin products", " ".join(words))
    statement = _page(len(words), after=after is not None)
    rows, following = page_by_name(
        connection, statement, word_parameters(words), filters=filters, limit=limit, after=after
    )
    return {"items": _products(connection, rows), "nextCursor": following}


def admin_product(connection: Connection, product_id: object) -> dict[str, Any] | None:
    """One AdminProduct; None if there is none."""
    rows = connection.execute(_ONE, {"product": product_id}).all()
    return next(iter(_products(connection, rows)), None)


def product_version(row: AnyRow | Sequence[Any], course_ids: Sequence[Any]) -> str:
    """The version of a product: of its row, with all its columns, and its courses."""
    return row_version((*row, sorted(map(str, course_ids))))


def _products(connection: Connection, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    courses_of: dict[Any, list[dict[str, Any]]] = {row.id: [] for row in rows}
    for product_id, course_id, name in connection.execute(_COURSES, {"products": list(courses_of)}):
        courses_of[product_id].append({"id": course_id, "name": name})
    return [_product(row, courses_of[row.id]) for row in rows]


def _product(row: AnyRow, sold: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "imageUrl": row.imageUrl,
        "priceInDollars": row.priceInDollars,
        "status": row.status,
        "courses": sold,
        "purchaseCount": row.purchaseCount,
        "customerCount": row.customerCount,
        "createdAt": row.createdAt,
        "updatedAt": row.updatedAt,
        "version": product_version(row[:_COLUMNS], [course["id"] for course in sold]),
    }


def _select() -> AnySelect:
    sold = select(func.count()).where(purchases.c.productId == products.c.id)
    customers = select(func.count(purchases.c.userId.distinct())).where(
        purchases.c.productId == products.c.id, purchases.c.refundedAt.is_(None)
    )
    return select(
        *products.c,
        sold.scalar_subquery().label("purchaseCount"),
        customers.scalar_subquery().label("customerCount"),
    )


_ONE = _select().where(products.c.id == bindparam("product", type_=Id))
_COURSES = (
    select(course_products.c.productId, courses.c.id, courses.c.name)
    .join_from(course_products, courses, courses.c.id == course_products.c.courseId)
    .where(is_among(course_products.c.productId, bindparam("products", type_=Ids)))
    .order_by(*by_name(courses))
)


@lru_cache(maxsize=32)
def _page(word_count: int, *, after: bool) -> AnySelect:
    text = folded(products.c.name + "\n" + products.c.description)
    statement = _select().where(*has_words(text, word_count))
    return paged(statement, products, after=after)
