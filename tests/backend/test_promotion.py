"""Making an admin, by id, subject or e-mail address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from backend.identity import accounts
from backend.identity.profiles import Profile
from backend.identity.promotion import NotPromotedError, promote
from backend.tables import users
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database

ANA = Profile("user_2ana", "Ana", "Ana@Example.com", True, None, datetime(2026, 1, 1, tzinfo=UTC))


def made(database: Database, *profiles: Profile) -> list[UUID]:
    with database.write() as connection:
        return [accounts.introduce(connection, profile) for profile in profiles]


def admins(database: Database) -> list[str]:
    with database.read() as connection:
        return [str(each) for each in connection.scalars(select(users.c.id).filter_by(role="admin"))]


def run(database: Database, user: str) -> str:
    """The role before."""
    with database.write() as connection:
        return promote(connection, user).role


def test_by_id_subject_and_address(database: Database) -> None:
    [ana, _] = made(database, ANA, replace(ANA, subject="user_2ben", email="ben@example.com"))

    for user in (str(ana), str(ana).upper(), "user_2ana", "ana@example.com", "ANA@EXAMPLE.COM"):
        run(database, user)
        assert admins(database) == [str(ana)]
    assert run(database, "user_2ana") == "admin"


def test_an_address_of_two_is_nobodys(database: Database) -> None:
    ana, ben = made(database, ANA, replace(ANA, subject="user_2ben", email="ana@example.com", email_verified=False))

    with pytest.raises(NotPromotedError, match="Several") as caught:
        run(database, "ana@example.com")
    verified = {str(each.id): each.email_verified for each in caught.value.candidates}
    assert verified == {str(ana): True, str(ben): False}
    assert admins(database) == []


@pytest.mark.parametrize("known", [True, False])
def test_an_address_that_nobody_verified_is_not_enough(database: Database, known: bool) -> None:
    """Nor one that only the web application knows: anybody may have typed it."""
    if known:
        made(database, replace(ANA, email_verified=False))
    else:
        with catalog(database) as rows:
            rows.user(email=ANA.email)

    with pytest.raises(NotPromotedError, match="verified") as caught:
        run(database, "ana@example.com")
    assert len(caught.value.candidates) == 1
    assert admins(database) == []


NOBODY = ("nobody@example.com", "user_2nobody", "00000000-0000-4000-8000-000000000000", "@", "%")


@pytest.mark.parametrize("user", NOBODY)
def test_nobody(database: Database, user: str) -> None:
    made(database, ANA, replace(ANA, subject="user_2none", email=""))

    with pytest.raises(NotPromotedError) as caught:
        run(database, user)
    assert caught.value.candidates == ()


def test_a_deleted_user_is_refused(database: Database) -> None:
    [ana] = made(database, ANA)
    with database.write() as connection:
        accounts.remove(connection, ANA.subject)

    for user in (str(ana), f"deleted:{ana}"):
        with pytest.raises(NotPromotedError, match="deleted"):
            run(database, user)
    for user in (ANA.subject, ANA.email, f"deleted+{ana}@deleted.invalid"):
        with pytest.raises(NotPromotedError, match="no user"):
            run(database, user)
    assert admins(database) == []
