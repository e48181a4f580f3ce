"""Money that went back: what is known of it, and the access that ends with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, or_, select, update

from backend import access
from backend.insert import insert_missing
from backend.own_tables import checkouts, payments
from backend.tables import purchases

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from backend.payments.session import Payment

_UNDER_WAY = timedelta(minutes=2)
"""Longer than a request for a refund takes, with all that is waited for and repeated."""


def record_payment(connection: Connection, session_id: str, payment: Payment) -> None:
    """Keep what Stripe says of a session's payment, and end the access where all of it went back.

    Also before there is a purchase: what is known stays, for when there is one. Amounts only grow, for what is said
    first may arrive last. `connection` is one of `Database.write`.
    """
    user_id = _user_of(connection, session_id)
    if user_id is None:
        return  # of a session that neither we nor the web application know
    access.hold(connection, user_id)
    is_refunded = _store(connection, session_id, payment)
    purchase = connection.execute(_purchase_of(session_id)).first()
    if is_refunded and purchase is not None and purchase.refundedAt is None:
        access.refund(connection, user_id, purchase.id, datetime.now(UTC))
        end_refund(connection, session_id)


def begin_refund(connection: Connection, session_id: str) -> str:
    """The key of a refund that is going to be asked for now: the same until its outcome is known."""
    table = payments(connection.dialect.name)
    _ensure(connection, session_id)
    begun = {"refundKey": func.coalesce(table.c.refundKey, str(uuid4())), "refundBegunAt": datetime.now(UTC)}
    asked = update(table).where(table.c.sessionId == session_id).values(begun)
    key = connection.scalar(asked.returning(table.c.refundKey))
    assert key
    return key


def end_refund(connection: Connection, session_id: str) -> None:
    """The outcome of a refund is known: another one would be another request."""
    table = payments(connection.dialect.name)
    connection.execute(update(table).where(table.c.sessionId == session_id).values(refundKey=None))


def give_up_refund(connection: Connection, session_id: str, asked_at: datetime) -> None:
    """Forget a refund that was begun long before Stripe, asked then, knew nothing of it.

    Its request was never sent, or refused; whoever still wants it has to ask for it, for no look moves money. Were it
    under way even now, the money could not go back twice: each refund is of all that is left of the payment.
    """
    table = payments(connection.dialect.name)
    long_ago = or_(table.c.refundBegunAt.is_(None), table.c.refundBegunAt < asked_at - _UNDER_WAY)
    connection.execute(update(table).where(table.c.sessionId == session_id, long_ago).values(refundKey=None))


def session_of(connection: Connection, intent: str) -> str | None:
    """The session that a payment was made in, if that is known here."""
    table = payments(connection.dialect.name)
    return connection.scalar(select(table.c.sessionId).where(table.c.intent == intent))


def refund_without_payment(connection: Connection, user_id: object, purchase_id: object) -> None:
    """Take back what cost nothing."""
    access.hold(connection, user_id)
    access.refund(connection, user_id, purchase_id, datetime.now(UTC))


def _user_of(connection: Connection, session_id: str) -> Any | None:  # noqa: ANN401  # an id as the database gives it
    table = checkouts(connection.dialect.name)
    started = connection.scalar(select(table.c.userId).where(table.c.sessionId == session_id))
    return started or connection.scalar(select(purchases.c.userId).where(purchases.c.stripeSessionId == session_id))


def _purchase_of(session_id: str) -> Any:  # noqa: ANN401  # a SELECT
    return select(purchases.c.id, purchases.c.refundedAt).where(purchases.c.stripeSessionId == session_id)


def _ensure(connection: Connection, session_id: str) -> None:
    row = {"sessionId": session_id, "amountRefunded": 0, "isRefunded": False}
    connection.execute(insert_missing(payments(connection.dialect.name), connection.dialect.name), row)


def _store(connection: Connection, session_id: str, payment: Payment) -> bool:
    """Whether all of the payment went back, as far as is known now."""
    table = payments(connection.dialect.name)
    _ensure(connection, session_id)
    here = table.c.sessionId == session_id
    known = connection.execute(select(table).where(here)).one()
    refunded, is_refunded = max(known.amountRefunded, payment.refunded), known.isRefunded or payment.is_refunded
    values: dict[str, Any] = {"intent": payment.intent, "amountRefunded": refunded, "isRefunded": is_refunded}
    if payment.receipt_url is not None:
        values["receiptUrl"] = payment.receipt_url
    if refunded > known.amountRefunded:
        values["refundedAt"] = datetime.now(UTC)
    connection.execute(update(table).where(here).values(values))
    return is_refunded
