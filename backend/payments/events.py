"""What becomes of an event: each is one transaction, and may come again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backend.payments.failures import PaymentError, payments_unavailable
from backend.payments.fulfilment import settle
from backend.payments.refunds import record_payment, session_of
from backend.payments.session import Payment, Session
from backend.threads import in_database, while_waiting

if TYPE_CHECKING:
    from backend.database import Database
    from backend.payments.gateway import Gateway


async def receive(database: Database, gateway: Gateway, told: Session | Payment) -> None:
    """Do what an event says. Raises Refusal 503 where Stripe has to be asked and does not answer: it sends it again."""
    if isinstance(told, Session):
        await in_database(database, partial(_settle, database, told))
        return
    # A charge does not name its session. One whose purchase is not known here yet, only Stripe can tell; nor is one of
    # the web application's.
    session_id = await in_database(database, partial(_known_session, database, told.intent))
    if session_id is None:
        try:
            session_id = await while_waiting(partial(gateway.session_of, told.intent))
        except PaymentError as error:
            raise payments_unavailable(error) from None
    if session_id is not None:
        await in_database(database, partial(_record, database, session_id, told))


def _settle(database: Database, session: Session) -> None:
    with database.write() as connection:
        settle(connection, session)


def _known_session(database: Database, intent: str) -> str | None:
    with database.read() as connection:
        return session_of(connection, intent)


def _record(database: Database, session_id: str, payment: Payment) -> None:
    with database.write() as connection:
        record_payment(connection, session_id, payment)
