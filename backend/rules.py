"""Who sees what, as SQL. Every query is built from these predicates; no endpoint decides on its own.

The viewer is the parameter `viewer`, null for an anonymous one: it equals no row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, literal_column, not_, or_, select, true

from backend.columns import Id
from backend.tables import (
    course_products,
    course_sections,
    lessons,
    products,
    purchases,
    user_course_access,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from backend.statement import AnySelect

Access = Callable[["ColumnElement[Any]"], "ColumnElement[bool]"]
"""Whether the viewer has access to a course: `has_access`, or what is to be assumed of it."""
VIEWER: ColumnElement[Any] = bindparam("viewer", type_=Id)


def has_access(course_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The viewer has access to the course."""
    access = user_course_access.alias()
    return _found(select(access.c.courseId).where(access.c.courseId == course_id, access.c.userId == VIEWER))


def assumed_access(_course_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """In the place of `has_access`: as if the viewer, whoever it is, had it. For what an admin is shown."""
    return true()


def is_accessible(course_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same as `has_access`, for finding the viewer's courses among all rather than asking it of each."""
    access = user_course_access.alias()
    return course_id.in_(select(access.c.courseId).where(access.c.userId == VIEWER))


def is_offered(course_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The course is in a public product."""
    link, product = course_products.alias(), products.alias()
    return _found(
        select(link.c.courseId)
        .join(product, product.c.id == link.c.productId)
        .where(link.c.courseId == course_id, product.c.status == "public")
    )


def _found(rows: AnySelect) -> ColumnElement[bool]:
    """There is such a row.

    Not as EXISTS: for that PostgreSQL would first read the products and the viewer's access of all courses, whatever
    the page's limit.
    """
    return rows.limit(literal_column("1")).scalar_subquery().is_not(None)


def course_is_visible(course_id: ColumnElement[Any], access: Access = has_access) -> ColumnElement[bool]:
    """Rule 2: the course is in a public product, or the viewer has access to it."""
    return or_(is_offered(course_id), access(course_id))


def lesson_is_visible() -> ColumnElement[bool]:
    """Rules 3 and 4, for a lesson joined with its section, in a course that is visible."""
    shown = or_(lessons.c.status == "public", lessons.c.status == "preview")
    return and_(course_sections.c.status == "public", shown)


def lesson_is_locked(owned: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rule 4, for a visible lesson: its name and place are shown, no more. `owned`: has_access of its course."""
    return and_(lessons.c.status != "preview", not_(owned))


def product_is_visible() -> ColumnElement[bool]:
    """Rule 8: a private product is invisible, even to one who bought it."""
    return products.c.status == "public"


def product_is_owned() -> ColumnElement[bool]:
    """The viewer has an unrefunded purchase of the product."""
    bought = purchases.alias()
    return exists().where(bought.c.productId == products.c.id, bought.c.userId == VIEWER, bought.c.refundedAt.is_(None))


OUTLINE_ORDER: tuple[ColumnElement[Any], ...] = (
    course_sections.c.order,
    course_sections.c.createdAt,
    course_sections.c.id,
    lessons.c.order,
    lessons.c.createdAt,
    lessons.c.id,
)
"""The order of a course's lessons; `order` may repeat, so ties are broken."""
