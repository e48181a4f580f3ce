"""What admins change of users: their role, and access by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, or_, select

from backend import access
from backend.columns import Id
from backend.problems import Refusal, not_found
from backend.queries.admin.writing import change
from backend.tables import courses, users

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from backend.statement import AnyRow

_IS_ADMIN = and_(users.c.role == "admin", users.c.deletedAt.is_(None))
_OTHER_ADMIN = select(exists().where(_IS_ADMIN, users.c.id != bindparam("user", type_=Id)))
# Access refers to the course's row, which must not be deleted meanwhile.
_COURSE_HELD = (
    select(courses.c.id).where(courses.c.id == bindparam("course", type_=Id)).with_for_update(read=True, key_share=True)
)


def held_for_role(user_id: object) -> ColumnElement[bool]:
    """The users to hold before a role changes: them and all admins, or the last two could demote each other at once."""
    return or_(users.c.id == user_id, _IS_ADMIN)


def change_role(connection: Connection, row: AnyRow, role: str) -> None:
    """Change the role of a user who is held as above.

    Raises 409 `user_deleted`, or `last_admin` where nobody would be left to manage anything.
    """
    _require_living(row)
    if row.role == "admin" and role != "admin" and not connection.scalar(_OTHER_ADMIN, {"user": row.id}):
        raise Refusal(409, "last_admin", "This is the last admin. Make somebody else one first.")
    change(connection, users, row, {"role": role})


def grant_by_hand(connection: Connection, user_id: object, course_id: object) -> None:
    """Give a user access to a course, whatever else gives it; raises 404, or 409 `user_deleted`."""
    _require_living(_held(connection, user_id, course_id))
    access.grant(connection, user_id, [course_id])


def revoke_by_hand(connection: Connection, user_id: object, course_id: object) -> None:
    """Take a user's access to a course away, whatever gave it; raises 404. What they completed stays."""
    _held(connection, user_id, course_id)
    access.revoke(connection, user_id, course_id)


def _held(connection: Connection, user_id: object, course_id: object) -> AnyRow:
    user = access.hold(connection, user_id)
    if user is None:
        raise not_found("user")
    if connection.execute(_COURSE_HELD, {"course": course_id}).first() is None:
        raise not_found("course")
    return user


def _require_living(user: AnyRow) -> None:
    if user.deletedAt is not None:
        raise Refusal(409, "user_deleted", "This user was deleted, for good.")
