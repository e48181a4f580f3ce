"""The statements of `backend.access`. Most are about one user, the parameter `user`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exists, insert, select, union_all, update

from backend.columns import Id, Ids, Timestamp, is_among
from backend.own_tables import access_sources, recorded_purchases
from backend.tables import course_products, purchases, user_course_access, users

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, CompoundSelect, Executable, Table

    from backend.statement import AnySelect

_USER = bindparam("user", type_=Id)
_COURSES = bindparam("courses", type_=Ids)
HELD = select(users.c.id, users.c.deletedAt).where(users.c.id == _USER).with_for_update(key_share=True)
REFUND = (
    update(purchases)
    .where(purchases.c.id == bindparam("purchase", type_=Id), purchases.c.refundedAt.is_(None))
    .values(refundedAt=bindparam("at", type_=Timestamp))
)
DELETE_ACCESS = delete(user_course_access).where(
    user_course_access.c.userId == _USER, is_among(user_course_access.c.courseId, _COURSES)
)


def _is_unrecorded(dialect: str) -> ColumnElement[bool]:
    """Nothing was ever written down of an unrefunded purchase."""
    written, recorded = access_sources(dialect).alias(), recorded_purchases(dialect).alias()
    return and_(
        purchases.c.refundedAt.is_(None),
        ~exists().where(written.c.purchaseId == purchases.c.id),
        ~exists().where(recorded.c.purchaseId == purchases.c.id),
    )


def _of_user(dialect: str) -> CompoundSelect[Any, Any, Any, Any]:
    """Everything that can be a source for the user: whether they have access is another question."""
    written = access_sources(dialect)
    recorded = (
        select(written.c.courseId, written.c.createdAt, purchases.c.id.label("purchaseId"), purchases.c.productDetails)
        .outerjoin_from(written, purchases, purchases.c.id == written.c.purchaseId)
        .where(written.c.userId == _USER, purchases.c.refundedAt.is_(None))
    )
    sold_elsewhere = (
        select(course_products.c.courseId, purchases.c.createdAt, purchases.c.id, purchases.c.productDetails)
        .join_from(purchases, course_products, course_products.c.productId == purchases.c.productId)
        .where(purchases.c.userId == _USER, _is_unrecorded(dialect))
    )
    return union_all(recorded, sold_elsewhere)


@cache
def sources_of(dialect: str) -> AnySelect:
    """Every course that the user has access to, since when, and a source of it: null where none explains it."""
    source, access = _of_user(dialect).subquery("source"), user_course_access
    return (
        select(access.c.courseId, access.c.createdAt, source.c.createdAt, source.c.purchaseId, source.c.productDetails)
        .outerjoin_from(access, source, source.c.courseId == access.c.courseId)
        .where(access.c.userId == _USER)
        .order_by(access.c.courseId, source.c.createdAt, source.c.purchaseId)
    )


@cache
def write_down_unexplained(dialect: str) -> Executable:
    """Write down that the user has been given those of `courses` by hand that they have and no source explains."""
    source, access = _of_user(dialect).subquery("source"), user_course_access
    by_hand = select(access.c.userId, access.c.courseId, access.c.createdAt).where(
        access.c.userId == _USER,
        is_among(access.c.courseId, _COURSES),
        ~exists().where(source.c.courseId == access.c.courseId),
    )
    return insert(access_sources(dialect)).from_select(["userId", "courseId", "createdAt"], by_hand)


@cache
def unrecorded(dialect: str) -> AnySelect:
    """The purchases of the user that nothing is written down of and that stand for `course`."""
    return (
        select(purchases.c.id)
        .join_from(purchases, course_products, course_products.c.productId == purchases.c.productId)
        .where(
            purchases.c.userId == _USER,
            course_products.c.courseId == bindparam("course", type_=Id),
            _is_unrecorded(dialect),
        )
    )


@cache
def write_down_purchases(dialect: str) -> Executable:
    """Write down which courses `purchases` gave the user."""
    access = user_course_access
    covered = (
        select(access.c.userId, access.c.courseId, purchases.c.id, purchases.c.createdAt)
        .join_from(purchases, course_products, course_products.c.productId == purchases.c.productId)
        .join(access, and_(access.c.courseId == course_products.c.courseId, access.c.userId == purchases.c.userId))
        .where(access.c.userId == _USER, is_among(purchases.c.id, bindparam("purchases", type_=Ids)))
    )
    return insert(access_sources(dialect)).from_select(["userId", "courseId", "purchaseId", "createdAt"], covered)


@cache
def delete_of_course(table: Table) -> Executable:
    """Delete the user's rows of `course`."""
    return delete(table).where(table.c.userId == _USER, table.c.courseId == bindparam("course", type_=Id))


@cache
def delete_of_purchase(dialect: str) -> Executable:
    """Delete what is written down of `purchase`."""
    table = access_sources(dialect)
    return delete(table).where(table.c.purchaseId == bindparam("purchase", type_=Id))
