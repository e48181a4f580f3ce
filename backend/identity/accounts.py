"""Users as the identity provider makes, changes and deletes them. Their role is none of its business."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update

from backend.columns import now
from backend.insert import insert, insert_missing
from backend.own_tables import access_sources, deleted_subjects, identities
from backend.problems import Refusal
from backend.tables import user_course_access, user_lesson_complete, users

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from backend.identity.profiles import Profile

_DELETED_NAME = "Deleted user"


def find(connection: Connection, subject: str) -> UUID | None:
    """The id of the user with this subject; None if there is none yet.

    Raises Refusal 403 for one who was deleted, also where the web application made the row anew since.
    """
    if _is_deleted(connection, subject):
        raise Refusal(403, "user_deleted", "This account was deleted.")
    return _id_of(connection, subject)


def introduce(connection: Connection, profile: Profile) -> UUID:
    """The id of the user with the profile's subject, who is made where they lack and else left as they are.

    `connection` is one of `Database.write`. Raises Refusal 403 for one who was deleted.
    """
    _alone(connection, profile.subject)
    found = find(connection, profile.subject)
    if found is not None:
        return found
    return _create(connection, profile)[0]


def record(connection: Connection, profile: Profile) -> bool:
    """Make the user or bring them up to date; whether anything was changed.

    Nothing is for one who was deleted, or where the profile is older than the one that is known: events come in any
    order. `connection` is one of `Database.write`.
    """
    _alone(connection, profile.subject)
    if _is_deleted(connection, profile.subject):
        return False
    user, is_new = _create(connection, profile)
    return is_new or _update(connection, user, profile)


def remove(connection: Connection, subject: str) -> None:
    """Delete a user for good: what they bought stays, and nothing else that says who they were.

    Their subject is remembered as a hash, also where no such user was known. `connection` is one of `Database.write`.
    """
    _alone(connection, subject)
    dialect = connection.dialect.name
    tombstone = {"sha256": _hash(subject)}
    connection.execute(insert_missing(deleted_subjects(dialect), dialect), tombstone)
    user = _id_of(connection, subject)
    if user is None:
        return
    anonymous: dict[str, Any] = {
        "clerkUserId": f"deleted:{user}",
        "email": f"deleted+{user}@deleted.invalid",
        "name": _DELETED_NAME,
        "imageUrl": None,
        "deletedAt": func.coalesce(users.c.deletedAt, now()),
    }
    # Their row first: whoever writes for them holds it, and so comes either before all of this or finds it done.
    connection.execute(update(users).where(users.c.id == user).values(anonymous))
    for table in (user_course_access, user_lesson_complete, access_sources(dialect), identities(dialect)):
        connection.execute(delete(table).where(table.c.userId == user))


def _alone(connection: Connection, subject: str) -> None:
    """Wait until no other transaction is at work on this subject, or one could make the user that another deletes."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(subject.encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def _is_deleted(connection: Connection, subject: str) -> bool:
    table = deleted_subjects(connection.dialect.name)
    return bool(connection.scalar(select(exists().where(table.c.sha256 == _hash(subject)))))


def _hash(subject: str) -> str:
    return sha256(subject.encode()).hexdigest()


def _id_of(connection: Connection, subject: str) -> UUID | None:
    return _uuid(connection.scalar(select(users.c.id).where(users.c.clerkUserId == subject)))


def _uuid(value: Any) -> UUID | None:  # noqa: ANN401  # a UUID of PostgreSQL, text of SQLite
    return value if value is None or isinstance(value, UUID) else UUID(value)


def _create(connection: Connection, profile: Profile) -> tuple[UUID, bool]:
    """The user's id, and whether they were made just now. The web application may be making them at this moment."""
    row = {"clerkUserId": profile.subject, **_columns(profile)}
    statement = insert(users, connection.dialect.name).on_conflict_do_nothing(index_elements=["clerkUserId"])
    made = _uuid(connection.execute(statement.values(row).returning(users.c.id)).scalar())
    if made is None:
        found = _id_of(connection, profile.subject)
        assert found
        return found, False
    _remember(connection, made, profile)
    return made, True


def _update(connection: Connection, user: UUID, profile: Profile) -> bool:
    table = identities(connection.dialect.name)
    known = connection.scalar(select(table.c.profileUpdatedAt).where(table.c.userId == user))
    if known and profile.updated_at and profile.updated_at < known:
        return False
    living = (users.c.id == user, users.c.deletedAt.is_(None))  # the web application keeps the subject of a deleted one
    if not connection.execute(update(users).where(*living).values(_columns(profile))).rowcount:
        return False
    _remember(connection, user, profile)
    return True


def _columns(profile: Profile) -> dict[str, Any]:
    return {"email": profile.email, "name": profile.name, "imageUrl": profile.image_url}


def _remember(connection: Connection, user: UUID, profile: Profile) -> None:
    dialect = connection.dialect.name
    said = {"emailVerified": profile.email_verified, "profileUpdatedAt": profile.updated_at}
    statement = insert(identities(dialect), dialect).values(userId=user, **said)
    connection.execute(statement.on_conflict_do_update(index_elements=["userId"], set_=said))
