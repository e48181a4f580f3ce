"""Purchases as admins see them, and what a refund would take away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, not_, select

from backend import access, cursor
from backend.casefold import folded
from backend.own_tables import payments
from backend.queries.by_name import by_name
from backend.queries.sold import (
    KEY,
    is_double,
    is_free,
    newest_first,
    purchase_rows,
    refunded_in_cents,
    snapshot,
    snapshot_name,
)
from backend.queries.words import has_words, word_parameters
from backend.tables import courses, purchases, users
from backend.versions import row_version

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, ScalarSelect

    from backend.access import Source
    from backend.statement import AnyRow, AnySelect

_COLUMNS = len(purchases.c)


@dataclass(frozen=True, slots=True)
class SalesFilter:
    """Which purchases; None is any."""

    user: UUID | None = None
    product: UUID | None = None
    refunded: bool | None = None
    double: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""
    words: tuple[str, ...] = ()
    """Folded; each must occur in the product's name of then, or in the buyer's name or e-mail address."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        found: list[ColumnElement[bool]] = []
        if self.user is not None:
            found.append(purchases.c.userId == self.user)
        if self.product is not None:
            found.append(purchases.c.productId == self.product)
        if self.refunded is not None:
            found.append(purchases.c.refundedAt.is_not(None) if self.refunded else purchases.c.refundedAt.is_(None))
        if self.double is not None:
            found.append(is_double() if self.double else not_(is_double()))
        if self.since is not None:
            found.append(purchases.c.createdAt >= self.since)
        if self.until is not None:
            found.append(purchases.c.createdAt < self.until)
        text = folded(snapshot_name(purchases.c.productDetails) + "\n" + users.c.name + "\n" + users.c.email)
        return found + has_words(text, len(self.words))

    def parameters(self) -> dict[str, Any]:
        """What the conditions are executed with."""
        return word_parameters(self.words)

    def as_text(self) -> list[str | None]:
        """For a cursor."""
        values = (self.user, self.product, self.refunded, self.double, self.since, self.until, " ".join(self.words))
        return ["sales", *(None if value is None else str(value) for value in values)]


def sales_rows(
    connection: Connection, chosen: SalesFilter, *, limit: int, after: str | None
) -> tuple[list[AnyRow], str | None]:
    """A page of purchases with their buyers, newest first, and the cursor of the next page."""
    filters = chosen.as_text()
    key = cursor.decode(after, filters, KEY) if after is not None else None
    found = newest_first(key, limit, _sales(connection.dialect.name).where(*chosen.conditions()))
    rows = list(connection.execute(found, chosen.parameters()).all())
    if len(rows) <= limit:
        return rows, None
    rows = rows[:limit]
    return rows, cursor.encode(filters, [rows[-1].createdAt, rows[-1].id])


def sales_totals(connection: Connection, chosen: SalesFilter) -> dict[str, Any]:
    """The SalesTotals of everything that the filter lets through."""
    payment = payments(connection.dialect.name)
    unrefunded = purchases.c.refundedAt.is_(None)
    sums = (
        select(
            func.count(),
            func.count(purchases.c.refundedAt),
            func.count(purchases.c.userId.distinct()).filter(unrefunded),
            func.coalesce(func.sum(purchases.c.pricePaidInCents), 0),
            func.coalesce(func.sum(refunded_in_cents(connection.dialect.name)), 0),
        )
        .join_from(purchases, users, users.c.id == purchases.c.userId)
        .outerjoin(payment, payment.c.sessionId == purchases.c.stripeSessionId)
        .where(*chosen.conditions())
    )
    count, refunds, customers, paid, refunded = connection.execute(sums, chosen.parameters()).one()
    return {
        "purchaseCount": count,
        "refundCount": refunds,
        "customerCount": customers,
        "paidInCents": int(paid),
        "refundedInCents": int(refunded),
        "netInCents": int(paid) - int(refunded),
    }


def find_sale(connection: Connection, purchase_id: object) -> AnyRow | None:
    """One purchase with its buyer."""
    return connection.execute(_sales(connection.dialect.name).where(purchases.c.id == purchase_id)).first()


def buyer_of(purchase_id: object) -> ScalarSelect[Any]:
    """The id of who bought it."""
    return select(purchases.c.userId).where(purchases.c.id == purchase_id).scalar_subquery()


def sale_document(row: AnyRow) -> dict[str, Any]:
    """An AdminPurchase."""
    name, description, image_url = snapshot(row.productDetails)
    buyer = {"id": row.userId, "name": row.userName, "email": row.email, "deletedAt": row.deletedAt}
    return {
        "id": row.id,
        "user": buyer,
        "productId": row.productId,
        "productName": name,
        "description": description,
        "imageUrl": image_url,
        "pricePaidInCents": row.pricePaidInCents,
        "refundedInCents": row.refunded,
        "refundedAt": row.refundedAt,
        "isFree": is_free(row),
        "double": bool(row.double),
        "refundPending": row.refundedAt is None and row.refundKey is not None,
        "stripeSessionId": row.stripeSessionId,
        "createdAt": row.createdAt,
        "updatedAt": row.updatedAt,
        "version": row_version(row[:_COLUMNS]),
    }


def refund_plan(connection: Connection, sale: AnyRow) -> dict[str, Any]:
    """The RefundPlan of a purchase; of one that was refunded already, nothing is left."""
    stake = {} if sale.refundedAt is not None else access.at_stake(connection, sale.userId, sale.id)
    named = connection.execute(
        select(courses.c.id, courses.c.name).where(courses.c.id.in_(list(stake))).order_by(*by_name(courses))
    ).all()
    lost = [course for course in named if not stake[course.id]]
    kept = [course for course in named if stake[course.id]]
    return {
        "amountInCents": sale.pricePaidInCents - sale.refunded,
        "lost": [_course(course) for course in lost],
        "kept": [
            {"course": _course(course), "because": [_source(each) for each in stake[course.id]]} for course in kept
        ],
    }


def _course(row: AnyRow) -> dict[str, Any]:
    return {"id": row.id, "name": row.name}


def _source(source: Source) -> dict[str, Any]:
    return {
        "kind": "manual" if source.purchase_id is None else "purchase",
        "purchaseId": source.purchase_id,
        "productName": source.product_name,
        "createdAt": source.created_at,
    }


@cache
def _sales(dialect: str) -> AnySelect:
    buyer = users.c
    return (
        purchase_rows(dialect)
        .add_columns(buyer.name.label("userName"), buyer.email, buyer.deletedAt)
        .join(users, and_(buyer.id == purchases.c.userId))
    )
