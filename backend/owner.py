"""The one user of the embedded backend: whoever sits at this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from backend.tables import users

if TYPE_CHECKING:
    from sqlalchemy import Connection

SUBJECT = "local"
"""The owner's `clerkUserId`. It is trusted because no network is between; it is refused from any token or webhook."""


def find_owner(connection: Connection) -> UUID | None:
    """The owner's id; None before the first start."""
    found = connection.execute(select(users.c.id).where(users.c.clerkUserId == SUBJECT)).scalar()
    return found if found is None or isinstance(found, UUID) else UUID(found)


def ensure_owner(connection: Connection) -> UUID:
    """The owner's id; makes the row where it lacks. `connection` is one of `Database.write`."""
    found = find_owner(connection)
    if found is not None:
        return found
    owner = uuid4()
    row = {"id": owner, "clerkUserId": SUBJECT, "email": "", "name": "You", "role": "admin"}
    connection.execute(insert(users), row)
    return owner
