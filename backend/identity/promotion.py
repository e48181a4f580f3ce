"""Making the first admin: by whoever runs the server, for no token and no event can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select, update

from backend.casefold import folded
from backend.own_tables import identities
from backend.tables import users

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Candidate:
    """A user who may have been meant."""

    id: Any
    """As the database gives ids."""
    subject: str
    name: str
    role: str
    created_at: datetime
    deleted_at: datetime | None
    email_verified: bool
    """Whether the identity provider says that the e-mail address is theirs."""


class NotPromotedError(Exception):
    """Nobody was promoted; the text says why. `candidates` may have been meant."""

    def __init__(self, text: str, candidates: Sequence[Candidate] = ()) -> None:
        super().__init__(text)
        self.candidates = tuple(candidates)


def promote(connection: Connection, user: str) -> Candidate:
    """Make an admin of the user with this id, this subject, or this e-mail address, if it is verified and theirs alone.

    Gives the user as they were before; an admin stays one. `connection` is one of `Database.write`. Raises
    NotPromotedError.
    """
    found = _by_id(connection, user) or _by_subject(connection, user) or _by_email(connection, user)
    if found.deleted_at is not None:
        raise NotPromotedError("This user was deleted.")
    connection.execute(update(users).where(users.c.id == found.id, users.c.role != "admin").values(role="admin"))
    return found


def _by_id(connection: Connection, user: str) -> Candidate | None:
    try:
        return _one(connection, users.c.id == UUID(user))
    except ValueError:
        return None


def _by_subject(connection: Connection, user: str) -> Candidate | None:
    return _one(connection, users.c.clerkUserId == user)


def _by_email(connection: Connection, email: str) -> Candidate:
    """Letters in upper and lower case are the same here: where they are two people's, that is told, not chosen."""
    if "@" not in email:
        raise NotPromotedError("There is no user with this id or subject.")
    found = _all(connection, folded(users.c.email) == email.casefold(), users.c.deletedAt.is_(None))
    if not found:
        raise NotPromotedError("There is no user with this e-mail address.")
    if len(found) > 1:
        raise NotPromotedError("Several users have this e-mail address.", found)
    if not found[0].email_verified:
        raise NotPromotedError("Nobody verified that this e-mail address is the user's.", found)
    return found[0]


def _one(connection: Connection, *conditions: Any) -> Candidate | None:  # noqa: ANN401  # SQL
    return next(iter(_all(connection, *conditions)), None)


def _all(connection: Connection, *conditions: Any) -> list[Candidate]:  # noqa: ANN401  # SQL
    known = identities(connection.dialect.name)
    columns = (users.c.id, users.c.clerkUserId, users.c.name, users.c.role, users.c.createdAt, users.c.deletedAt)
    statement = (
        select(*columns, known.c.emailVerified.is_(True))
        .outerjoin_from(users, known, known.c.userId == users.c.id)
        .where(*conditions)
        .order_by(users.c.createdAt, users.c.id)
        .with_for_update(of=users)
    )
    return [Candidate(*row) for row in connection.execute(statement)]
