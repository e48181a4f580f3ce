"""A refund by an admin: Stripe first, then one transaction. What a crash leaves in between, the next look finishes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backend.admin_visit import administering
from backend.payments.failures import PaymentError, payments_unavailable
from backend.payments.refunds import begin_refund, end_refund, record_payment, refund_without_payment
from backend.problems import Refusal, not_found
from backend.queries.admin.sales import buyer_of, find_sale
from backend.queries.sold import is_free
from backend.tables import users
from backend.threads import in_database, while_waiting
from backend.viewer import service

if TYPE_CHECKING:
    from uuid import UUID

    from fastapi import Request
    from sqlalchemy import Connection

    from backend.database import Database
    from backend.payments.gateway import Gateway
    from backend.payments.session import Payment
    from backend.statement import AnyRow


async def refund(request: Request, purchase_id: UUID) -> AnyRow:
    """Give back all that is left of a purchase's price, and end the access that nothing else covers; the purchase.

    One that was refunded already stays as it is. Raises Refusal: 401, 403, 404, 409 `no_payment` if Stripe knows of
    none or there is no key, or 503 where it does not give the money back, or nobody knows whether it did.
    """
    here = service(request)
    sale, key = await in_database(here.database, partial(_begin, request, purchase_id))
    if key is None:
        return sale
    assert here.payments
    try:
        payment = await while_waiting(partial(_give_back, here.payments.gateway, sale.stripeSessionId, key))
    except PaymentError as error:
        if error.had_no_effect:
            await in_database(here.database, partial(_give_up, here.database, sale.stripeSessionId))
        if error.is_missing:
            raise Refusal(409, "no_payment", "Stripe knows of no payment for this purchase.") from None
        raise payments_unavailable(error) from None
    return await in_database(here.database, partial(_finish, here.database, sale, payment))


def _begin(request: Request, purchase_id: UUID) -> tuple[AnyRow, str | None]:
    """The purchase, and the key of the refund to ask Stripe for; None if there is nothing to ask."""
    # Both rows in one order: two admins who refund each other would else wait for one another.
    with administering(request, users.c.id == buyer_of(purchase_id)) as visit:
        sale = find_sale(visit.connection, purchase_id)
        if sale is None:
            raise not_found("purchase")
        if sale.refundedAt is not None:
            return sale, None
        if is_free(sale):
            return _end(visit.connection, sale, None), None
        if service(request).payments is None:
            raise Refusal(409, "no_payment", "This server has no key of Stripe's, so it cannot give money back.")
        return sale, begin_refund(visit.connection, sale.stripeSessionId)


def _give_back(gateway: Gateway, session_id: str, key: str) -> Payment | None:
    """The payment of a session, all of it refunded; None if there was nothing to pay."""
    session = gateway.session(session_id)
    if session.payment is None or session.payment.is_refunded:
        return session.payment
    return gateway.refund(session.payment.intent, key)


def _finish(database: Database, sale: AnyRow, payment: Payment | None) -> AnyRow:
    # In no visit of the admin's: the money has gone, whoever is an admin by now.
    with database.write() as connection:
        return _end(connection, sale, payment)


def _end(connection: Connection, sale: AnyRow, payment: Payment | None) -> AnyRow:
    if payment is None:
        refund_without_payment(connection, sale.userId, sale.id)
    else:
        record_payment(connection, sale.stripeSessionId, payment)
    end_refund(connection, sale.stripeSessionId)
    found = find_sale(connection, sale.id)
    assert found is not None
    return found


def _give_up(database: Database, session_id: str) -> None:
    with database.write() as connection:
        end_refund(connection, session_id)
