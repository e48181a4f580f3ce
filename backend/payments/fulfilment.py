"""What a session comes to here: a purchase with its access, or the end of a checkout. Each is one transaction."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import select

from backend import access
from backend.insert import insert
from backend.payments import checkouts, throttle
from backend.payments.refunds import record_payment
from backend.queries.sold import FREE
from backend.tables import course_products, purchases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.payments.offers import Offer
    from backend.payments.session import Session
    from backend.statement import AnyRow

_EVER = ("open", "processing", "expired", "cancelled", "failed", "complete")
"""Money that was taken counts, whatever the checkout had come to."""
_log = logging.getLogger(__name__)


def settle(connection: Connection, session: Session) -> None:
    """Do what Stripe says of a session, once: events come twice, late, at once and in any order.

    A session that no checkout of ours has is the web application's, which fulfils it itself, or somebody else's.
    `connection` is one of `Database.write`.
    """
    row = checkouts.of_session(connection, session.id)
    if row is not None:
        # Before the checkout's row: two events of a session would else wait for one another, each holding one of them.
        user = access.hold(connection, row.userId)
        assert user is not None
        _apply(connection, user, row, session)
    if session.payment is not None:
        # Also what went back before the purchase was known here: its access then ends in the same transaction.
        record_payment(connection, session.id, session.payment)


def buy_free(connection: Connection, user_id: object, offer: Offer) -> AnyRow:
    """Buy what costs nothing; the complete checkout. The writer holds the user's row."""
    purchase_id = _insert_purchase(connection, user_id, offer.product_id, offer.details, 0, f"{FREE}{uuid4()}")
    assert purchase_id is not None
    access.grant(connection, user_id, _courses_of(connection, offer.product_id), purchase_id)
    return checkouts.record_complete(connection, user_id, offer, purchase_id)


def _apply(connection: Connection, user: AnyRow, row: AnyRow, session: Session) -> None:
    match session.outcome:
        case "paid":
            _fulfil(connection, user, row, session)
        case "processing":
            checkouts.mark(connection, row.id, "processing", of=("open",))
        case "failed" | "expired":
            checkouts.mark(connection, row.id, session.outcome, of=checkouts.PENDING)
        case "open":
            pass


def _fulfil(connection: Connection, user: AnyRow, row: AnyRow, session: Session) -> None:
    amount = row.amountInCents if session.amount is None else session.amount
    purchase_id = _insert_purchase(connection, row.userId, row.productId, row.productDetails, amount, session.id)
    if purchase_id is None:  # it was done before, and whatever happened to the purchase since stays as it is
        known = connection.scalar(select(purchases.c.id).where(purchases.c.stripeSessionId == session.id))
        checkouts.mark(connection, row.id, "complete", of=_EVER, purchase_id=known)
        return
    if user.deletedAt is None:
        access.grant(connection, row.userId, _courses_of(connection, row.productId), purchase_id)
    else:
        _log.warning("somebody who was deleted has paid: the purchase %s can be refunded", purchase_id)
    checkouts.mark(connection, row.id, "complete", of=_EVER, purchase_id=purchase_id)
    throttle.lift(connection, session.id)  # its receipt is not known yet where it was an event that told


def _insert_purchase(
    connection: Connection,
    user_id: object,
    product_id: object,
    details: object,
    amount: int,
    session_id: str,
) -> Any | None:  # noqa: ANN401  # an id as the database gives it
    """The new purchase's id; None if the session has one."""
    row = {
        "id": uuid4(),
        "pricePaidInCents": amount,
        "productDetails": details,
        "userId": user_id,
        "productId": product_id,
        "stripeSessionId": session_id,
    }
    statement = insert(purchases, connection.dialect.name).on_conflict_do_nothing(index_elements=["stripeSessionId"])
    return connection.execute(statement.values(row).returning(purchases.c.id)).scalar()


def _courses_of(connection: Connection, product_id: object) -> Sequence[Any]:
    courses = select(course_products.c.courseId).where(course_products.c.productId == product_id)
    return connection.execute(courses.order_by(course_products.c.courseId)).scalars().all()
