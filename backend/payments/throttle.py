"""How often Stripe is asked about a session: by one of all that look, in all processes, and not at every look.

Programs look at a checkout every second, and an account of Stripe's answers a hundred questions a second, or 25.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, update

from backend.insert import insert
from backend.own_tables import payments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

_PAUSE = timedelta(seconds=3)
_MOST = 8
"""Sessions that one look asks about."""


def admit(connection: Connection, session_ids: Iterable[str]) -> list[str]:
    """The sessions that the caller is to ask about now, while nobody else does. `connection` is one of `write`."""
    admitted: list[str] = []
    for session_id in session_ids:
        if len(admitted) == _MOST:
            break
        admitted += _admit(connection, session_id)
    return admitted


def put_off(connection: Connection, session_id: str, seconds: float) -> None:
    """Nobody asks about a session for so long: Stripe had no answer, or asks for it."""
    _set(connection, session_id, datetime.now(UTC) + timedelta(seconds=seconds))


def lift(connection: Connection, session_id: str) -> None:
    """Whoever looks next may ask: there is more to learn than before."""
    _set(connection, session_id, None)


def _admit(connection: Connection, session_id: str) -> Iterator[str]:
    dialect = connection.dialect.name
    table, now = payments(dialect), datetime.now(UTC)
    row = {"sessionId": session_id, "amountRefunded": 0, "isRefunded": False, "askAgainAt": now + _PAUSE}
    statement = insert(table, dialect).values(row)
    due = or_(table.c.askAgainAt.is_(None), table.c.askAgainAt <= now)
    admitting = statement.on_conflict_do_update(
        index_elements=["sessionId"], set_={"askAgainAt": statement.excluded.askAgainAt}, where=due
    )
    yield from connection.execute(admitting.returning(table.c.sessionId)).scalars()


def _set(connection: Connection, session_id: str, at: datetime | None) -> None:
    table = payments(connection.dialect.name)
    connection.execute(update(table).where(table.c.sessionId == session_id).values(askAgainAt=at))
