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


def ensure_owner(connection: Connection) -> UUID:
    """The owner's id; makes the row where it lacks. `connection` is one of `Database.write`."""
    found = connection.execute(select(users.c.id).where(users.c.clerkUserId == SUBJECT)).scalar()
    if found is not None:
        return found if isinstance(found, UUID) else UUID(found)
    owner = uuid4()
    row = {"id": owner, "clerkUserId": SUBJECT, "email": "", "name": "You", "role": "admin"}
    connection.execute(insert(users), row)
    return owner
