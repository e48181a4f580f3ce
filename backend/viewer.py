"""Who asks: the viewer of a request, and the connection that the request reads or writes with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fastapi import Request
from sqlalchemy import bindparam, or_, select

from backend.columns import Id
from backend.problems import Refusal
from backend.tables import users

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from api_client.models import Identity
    from backend.database import Database
    from backend.identity.webhook import ClerkWebhook
    from backend.payments.provider import PaymentProvider
    from backend.statement import AnySelect

Identify = Callable[[Request], UUID | Awaitable[UUID | None] | None]
"""Whose request it is: the id of a user, None for an anonymous viewer.

It is asked before the request has a thread or a connection of the database, so one that must wait gives an awaitable.
"""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A user, or nobody in particular."""

    id: Any
    """As the database gives ids; None for an anonymous viewer."""
    name: str = ""
    email: str = ""
    role: str = "user"
    image_url: str | None = None
    created_at: datetime | None = None


ANONYMOUS = Viewer(None)


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes work with; one a process."""

    database: Database
    identify: Identify
    identity: Identity
    name: str
    clerk: ClerkWebhook | None = None
    payments: PaymentProvider | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One request inside its transaction."""

    connection: Connection
    viewer: Viewer

    def signed_in(self) -> Viewer:
        """The viewer; raises 401 if there is none."""
        if self.viewer.id is None:
            raise Refusal(
                401,
                "unauthenticated",
                "Sign in to see this.",
                headers={"www-authenticate": 'Bearer realm="syllabus"'},
            )
        return self.viewer


def service(request: Request) -> Service:
    """The service that the request came to."""
    return request.app.state.service


async def identify(request: Request) -> None:
    """Find out whose request it is, before `reading` or `writing`. Raises 401, 403, or 503 where nobody can tell."""
    user = service(request).identify(request)
    request.state.user = await user if isawaitable(user) else user


@contextmanager
def reading(request: Request) -> Generator[Visit]:
    """A visit that reads; raises 401 or 403 for a viewer who may not."""
    with service(request).database.read() as connection:
        yield Visit(connection, _viewer(connection, request.state.user, _USER))


@contextmanager
def writing(request: Request, others: ColumnElement[bool] | None = None) -> Generator[Visit]:
    """A visit of a signed-in user that writes. Their writes come one after the other, so no two can deadlock.

    `others` chooses further users whose rows are held. Those and the viewer's are taken in one order: two admins who
    write about each other at once would else wait for one another.
    """
    with service(request).database.write() as connection:
        if others is not None:
            connection.execute(_held(others), {"user": request.state.user}).all()
        visit = Visit(connection, _viewer(connection, request.state.user, _USER_LOCKED))
        visit.signed_in()
        yield visit


_USER = select(
    users.c.id,
    users.c.name,
    users.c.email,
    users.c.role,
    users.c.imageUrl,
    users.c.createdAt,
    users.c.deletedAt,
).where(users.c.id == bindparam("user", type_=Id))
_USER_LOCKED = _USER.with_for_update(key_share=True)


def _held(others: ColumnElement[bool]) -> AnySelect:
    these = or_(users.c.id == bindparam("user", type_=Id), others)
    return select(users.c.id).where(these).order_by(users.c.id).with_for_update(key_share=True)


def _viewer(connection: Connection, user: UUID | None, statement: Any) -> Viewer:  # noqa: ANN401  # either of the two above
    if user is None:
        return ANONYMOUS
    row = connection.execute(statement, {"user": user}).first()
    if row is None:
        raise Refusal(401, "unauthenticated", "Your account is not known here. Sign in again.")
    *fields, deleted_at = row
    if deleted_at is not None:
        raise Refusal(403, "user_deleted", "This account was deleted.")
    return Viewer(*fields)
