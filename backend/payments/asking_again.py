"""What became of payments, asked where somebody looks: at a checkout, for a receipt, or a refund of unknown outcome.

Whoever looks is answered with what is known here, also where Stripe was asked a moment ago or does not answer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from anyio import create_task_group

from backend.payments import throttle
from backend.payments.failures import PaymentError, unanswered
from backend.payments.fulfilment import settle
from backend.payments.refunds import give_up_refund
from backend.payments.session import Session
from backend.queries.sold import FREE
from backend.threads import in_database, while_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.database import Database
    from backend.payments.gateway import Gateway

_AT_MOST = 2.0


async def ask_again(
    database: Database, gateway: Gateway, session_ids: Iterable[str], *, at_most: float = _AT_MOST
) -> bool:
    """Write down what Stripe says of these sessions now; whether it was asked about any.

    Nothing is written down where it does not answer in `at_most` seconds.
    """
    paid = [each for each in session_ids if not each.startswith(FREE)]
    admitted = await in_database(database, partial(_admit, database, paid)) if paid else []
    asked_at, answers = datetime.now(UTC), dict[str, Session | PaymentError]()

    async def ask(session_id: str) -> None:
        answers[session_id] = await _answer(gateway, session_id, at_most)

    async with create_task_group() as group:
        for session_id in admitted:
            group.start_soon(ask, session_id)
    # Each in a transaction of its own: together they would hold the rows of several users, in any order. And not in the
    # group, out of which what goes wrong in the database would come as something else.
    for session_id, answer in answers.items():
        await in_database(database, partial(_write_down, database, session_id, answer, asked_at))
    return bool(admitted)


async def _answer(gateway: Gateway, session_id: str, at_most: float) -> Session | PaymentError:
    """The session as it is now, or why that is not known; what Stripe has nothing of is over."""
    try:
        return await while_waiting(partial(gateway.session, session_id), at_most=at_most)
    except TimeoutError:
        return unanswered("Stripe does not answer in time.")
    except PaymentError as error:
        return Session(session_id, "expired") if error.is_missing else error


def _admit(database: Database, session_ids: Iterable[str]) -> list[str]:
    with database.write() as connection:
        return throttle.admit(connection, session_ids)


def _write_down(database: Database, session_id: str, answer: Session | PaymentError, asked_at: datetime) -> None:
    with database.write() as connection:
        if isinstance(answer, PaymentError):
            throttle.put_off(connection, session_id, answer.retry_after)
        else:
            settle(connection, answer)  # which ends a refund that came through
            give_up_refund(connection, session_id, asked_at)
