"""The rows of checkouts: one a user and product while it can still be paid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import and_, delete, exists, false, func, insert, select, update

from backend.own_tables import checkouts
from backend.payments.links import new_code, short_link
from backend.queries.sold import is_double
from backend.tables import purchases, users

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from backend.payments.offers import Offer
    from backend.payments.session import Session
    from backend.statement import AnyRow, AnySelect

PENDING = ("open", "processing")
"""What money may still come of."""
_LIFETIME = timedelta(hours=23)
"""Stripe takes 24 hours at most, by its own clock."""
_SESSION_WITHIN = timedelta(hours=1)
"""A checkout without a session after this time gets none any more: its end would be too near for Stripe."""
_EVENTS_REPEATED = timedelta(days=4)


def pending(connection: Connection, user_id: object, product_id: UUID) -> AnyRow | None:
    """The checkout of a user that holds a product."""
    table = checkouts(connection.dialect.name)
    found = _rows(connection.dialect.name).where(table.c.userId == user_id, table.c.heldProductId == product_id)
    return connection.execute(found).first()


def is_usable(row: AnyRow, offer: Offer) -> bool:
    """Whether a pending checkout is what the user would get now: at the same price, and with time left."""
    if row.status == "processing":
        return True
    at = datetime.now(UTC)
    in_time = at < row.expiresAt if row.sessionId else at < row.createdAt + _SESSION_WITHIN
    return in_time and row.amountInCents == offer.amount


def begin(connection: Connection, user_id: object, offer: Offer) -> AnyRow:
    """A new checkout, without a session yet."""
    return _insert(
        connection,
        userId=user_id,
        productId=offer.product_id,
        heldProductId=offer.product_id,
        status="open",
        code=new_code(),
        amountInCents=offer.amount,
        productDetails=offer.details,
        expiresAt=datetime.now(UTC).replace(microsecond=0) + _LIFETIME,
    )


def record_complete(connection: Connection, user_id: object, offer: Offer, purchase_id: object) -> AnyRow:
    """The checkout of a purchase for which nothing is paid."""
    return _insert(
        connection,
        userId=user_id,
        productId=offer.product_id,
        status="complete",
        amountInCents=0,
        productDetails=offer.details,
        purchaseId=purchase_id,
    )


def attach(connection: Connection, checkout_id: object, session: Session) -> AnyRow | None:
    """Give a checkout its session, if it has none; the row, or None if it ended meanwhile."""
    table = checkouts(connection.dialect.name)
    values: dict[str, Any] = {"sessionId": session.id, "url": session.url}
    if session.expires_at is not None:
        values["expiresAt"] = datetime.fromtimestamp(session.expires_at, UTC)
    without = and_(table.c.id == checkout_id, table.c.sessionId.is_(None), table.c.heldProductId.is_not(None))
    connection.execute(update(table).where(without).values(values))
    row = find(connection, checkout_id)
    return row if row is not None and row.sessionId == session.id and row.status in PENDING else None


def drop(connection: Connection, checkout_id: object) -> None:
    """Remove a checkout for which no session was made."""
    table = checkouts(connection.dialect.name)
    connection.execute(delete(table).where(table.c.id == checkout_id, table.c.sessionId.is_(None)))


def mark(
    connection: Connection, checkout_id: object, status: str, *, of: Sequence[str], purchase_id: object = None
) -> None:
    """Give a checkout another status, if it has one of these. Only a pending one holds its product."""
    table = checkouts(connection.dialect.name)
    values: dict[str, Any] = {"status": status}
    if status not in PENDING:
        values["heldProductId"] = None
    if purchase_id is not None:
        values["purchaseId"] = purchase_id
    connection.execute(update(table).where(table.c.id == checkout_id, table.c.status.in_(of)).values(values))


def release(connection: Connection, product_id: object) -> bool:
    """Whether nobody can pay for a product any more, so that it may be deleted. Its row is locked by the caller.

    A checkout that ended days ago, and of which nothing was heard since, was not paid: Stripe repeats events for three.
    """
    table = checkouts(connection.dialect.name)
    held = table.c.heldProductId == product_id
    connection.execute(delete(table).where(held, table.c.sessionId.is_(None)))
    unheard = table.c.expiresAt < datetime.now(UTC) - _EVENTS_REPEATED
    ended = update(table).where(held, table.c.status == "open", unheard)
    connection.execute(ended.values(status="expired", heldProductId=None))
    return not connection.scalar(select(exists().where(held)))


def find(connection: Connection, checkout_id: object, user_id: object = None) -> AnyRow | None:
    """A checkout; with `user_id`, if it is theirs."""
    table = checkouts(connection.dialect.name)
    found = _rows(connection.dialect.name).where(table.c.id == checkout_id)
    return connection.execute(found.where(table.c.userId == user_id) if user_id else found).first()


def of_session(connection: Connection, session_id: str) -> AnyRow | None:
    """The checkout that has a session."""
    table = checkouts(connection.dialect.name)
    return connection.execute(_rows(connection.dialect.name).where(table.c.sessionId == session_id)).first()


def page_of(connection: Connection, code: str, at: datetime) -> str | None:
    """Where the checkout with a code is paid; None if it cannot be, or not any more."""
    table = checkouts(connection.dialect.name)
    page = select(table.c.url).join_from(table, users, users.c.id == table.c.userId)
    payable = (table.c.status == "open", table.c.expiresAt > at, users.c.deletedAt.is_(None))
    return connection.scalar(page.where(table.c.code == code, *payable))


def of_user(connection: Connection, user_id: object) -> Sequence[AnyRow]:
    """The checkouts that a user can still pay, or has paid by a means that takes time; newest first."""
    table = checkouts(connection.dialect.name)
    theirs = _rows(connection.dialect.name).where(
        table.c.userId == user_id, table.c.heldProductId.is_not(None), table.c.sessionId.is_not(None)
    )
    return connection.execute(theirs.order_by(table.c.createdAt.desc(), table.c.id)).all()


def document(row: AnyRow, public_url: str) -> dict[str, Any]:
    """A Checkout."""
    payable = row.status == "open" and row.sessionId is not None
    return {
        "id": row.id,
        "status": row.status,
        "url": short_link(public_url, row.code) if payable else None,
        "productId": row.productId,
        "amountInCents": row.amountInCents,
        "expiresAt": row.expiresAt,
        "purchaseId": row.purchaseId,
        "double": bool(row.double),
    }


def _insert(connection: Connection, **values: object) -> AnyRow:
    checkout_id = uuid4()
    connection.execute(insert(checkouts(connection.dialect.name)), {"id": checkout_id, **values})
    row = find(connection, checkout_id)
    assert row is not None
    return row


@cache
def _rows(dialect: str) -> AnySelect:
    table = checkouts(dialect)
    return select(*table.c, func.coalesce(is_double(), false()).label("double")).outerjoin_from(
        table, purchases, purchases.c.id == table.c.purchaseId
    )
