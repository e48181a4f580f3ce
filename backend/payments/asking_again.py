"""What became of payments, asked where somebody looks: for a receipt, or a refund whose outcome is not known here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from anyio import create_task_group

from backend.payments.failures import PaymentError
from backend.payments.fulfilment import settle
from backend.queries.sold import FREE
from backend.threads import in_database, while_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.database import Database
    from backend.payments.gateway import Gateway
    from backend.payments.session import Session

_AT_MOST = 2.0
"""Seconds that whoever looks waits for Stripe."""


async def ask_again(database: Database, gateway: Gateway, session_ids: Iterable[str]) -> None:
    """Write down what Stripe says of these sessions now. Nothing where it does not answer in two seconds."""
    async with create_task_group() as group:
        for session_id in session_ids:
            if not session_id.startswith(FREE):
                group.start_soon(_ask, database, gateway, session_id)


async def _ask(database: Database, gateway: Gateway, session_id: str) -> None:
    try:
        session = await while_waiting(partial(gateway.session, session_id), at_most=_AT_MOST)
    except (PaymentError, TimeoutError):
        return
    await in_database(database, partial(_write_down, database, session))


def _write_down(database: Database, session: Session) -> None:
    with database.write() as connection:
        settle(connection, session)
