"""Users as their identity provider makes, changes and deletes them, in every order and at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, select, text

from backend import tables
from backend.database import Database
from backend.identity import accounts
from backend.identity.profiles import Profile
from backend.insert import insert_missing
from backend.migrate import migrate
from backend.own_tables import access_sources, deleted_subjects, identities
from backend.problems import Refusal
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

SUBJECT = "user_2grace"
GRACE = Profile(SUBJECT, "Grace Hopper", "grace@hopper.example", True, None, datetime(2026, 1, 1, tzinfo=UTC))
LATER = replace(GRACE, name="Rear Admiral Hopper", updated_at=datetime(2026, 1, 2, tzinfo=UTC))

Step = Callable[[Connection], object]


def write(database: Database, step: Step) -> object:
    with database.write() as connection:
        return step(connection)


def user_rows(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [dict(row) for row in connection.execute(select(tables.users)).mappings()]


def count(database: Database, table: Any, **columns: object) -> int:  # noqa: ANN401  # any table
    with database.read() as connection:
        found = connection.scalar(select(func.count()).select_from(table).filter_by(**columns))
    return found or 0


@contextmanager
def refused_as_deleted() -> Generator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert (caught.value.status_code, caught.value.code) == (403, "user_deleted")


def test_a_user_comes_with_a_token(database: Database) -> None:
    made = write(database, partial(accounts.introduce, profile=GRACE))
    again = write(database, partial(accounts.introduce, profile=LATER))

    [row] = user_rows(database)
    assert made == again == write(database, partial(accounts.find, subject=SUBJECT)) == UUID(str(row["id"]))
    assert (row["name"], row["email"], row["role"], row["deletedAt"]) == (GRACE.name, GRACE.email, "user", None)


def test_a_profile_without_a_time_gives_way_to_any(database: Database) -> None:
    write(database, partial(accounts.introduce, profile=replace(LATER, updated_at=None)))
    write(database, partial(accounts.record, profile=GRACE))

    assert [row["name"] for row in user_rows(database)] == [GRACE.name]


def test_what_is_remembered_follows_the_profile(database: Database) -> None:
    table = identities(database.dialect)
    write(database, partial(accounts.record, profile=GRACE))
    write(database, partial(accounts.record, profile=replace(LATER, email_verified=False)))
    write(database, partial(accounts.record, profile=GRACE))

    assert (count(database, table), count(database, table, emailVerified=False)) == (1, 1)


def test_an_update_moves_updated_at(database: Database) -> None:
    write(database, partial(accounts.record, profile=GRACE))
    [before] = user_rows(database)
    write(database, partial(accounts.record, profile=LATER))
    [after] = user_rows(database)

    assert after["updatedAt"] > before["updatedAt"]
    assert after["createdAt"] == before["createdAt"]


def test_deleting_keeps_what_was_bought_and_nothing_else(database: Database) -> None:
    write(database, partial(accounts.record, profile=replace(GRACE, image_url="https://img.example/a.png")))
    [before] = user_rows(database)
    user, sources = UUID(str(before["id"])), access_sources(database.dialect)
    with catalog(database) as rows:
        other, course = rows.user("Other"), rows.course()
        lesson, product = rows.lesson(rows.section(course)), rows.product(course)
        for each in (user, other):
            rows.access(each, course)
            rows.complete(each, lesson)
            purchase = rows.purchase(each, product)
            source = {"userId": each, "courseId": course, "purchaseId": purchase}
            rows.connection.execute(insert(sources), [source, source | {"purchaseId": None}])

    write(database, partial(accounts.remove, subject=SUBJECT))

    gone = next(row for row in user_rows(database) if row["name"] == "Deleted user")
    assert gone["email"] == f"deleted+{user}@deleted.invalid"
    assert (gone["clerkUserId"], gone["imageUrl"], gone["role"]) == (f"deleted:{user}", None, "user")
    assert datetime.now(UTC) - gone["deletedAt"] < timedelta(minutes=5)
    for table, mine, theirs in (
        (tables.purchases, 1, 1),
        (tables.user_course_access, 0, 1),
        (tables.user_lesson_complete, 0, 1),
        (sources, 0, 2),
        (identities(database.dialect), 0, 0),
    ):
        assert (count(database, table, userId=user), count(database, table, userId=other)) == (mine, theirs)


def test_a_deleted_subject_is_refused_also_if_the_web_application_brings_it_back(database: Database) -> None:
    write(database, partial(accounts.remove, subject=SUBJECT))
    with refused_as_deleted():
        write(database, partial(accounts.find, subject=SUBJECT))
    with refused_as_deleted():
        write(database, partial(accounts.introduce, profile=GRACE))
    with catalog(database) as rows:
        rows.user(clerkUserId=SUBJECT)
    with refused_as_deleted():
        write(database, partial(accounts.find, subject=SUBJECT))
    assert write(database, partial(accounts.record, profile=LATER)) is False


def test_the_deleted_are_remembered_by_a_hash_alone(database: Database) -> None:
    write(database, partial(accounts.record, profile=GRACE))
    for _ in range(2):
        write(database, partial(accounts.remove, subject=SUBJECT))

    assert count(database, deleted_subjects(database.dialect)) == 1
    for table in (tables.users, deleted_subjects(database.dialect)):
        with database.read() as connection:
            assert SUBJECT not in str(connection.execute(select(table)).all())


# --- at once ----------------------------------------------------------------------------------------------------------


def at_once(database: Database, steps: Sequence[Step]) -> list[object]:
    """Run every step in a thread and a transaction of its own; results, or the codes of refusals."""
    barrier = Barrier(len(steps), timeout=30)

    def run(step: Step) -> object:
        barrier.wait()
        try:
            return write(database, step)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.mark.parametrize("_again", range(3))
def test_requests_and_events_at_once_make_one_row(database: Database, _again: int) -> None:
    introduce, record = partial(accounts.introduce, profile=GRACE), partial(accounts.record, profile=LATER)

    first, second, *_ = at_once(database, [introduce, introduce, record, record])

    [row] = user_rows(database)
    assert first == second == UUID(str(row["id"]))
    assert (row["name"], row["role"]) == (LATER.name, "user")


@pytest.mark.parametrize("_again", range(3))
def test_whoever_is_deleted_meanwhile_stays_deleted(database: Database, _again: int) -> None:
    introduce, remove = partial(accounts.introduce, profile=GRACE), partial(accounts.remove, subject=SUBJECT)

    at_once(database, [introduce, partial(accounts.record, profile=LATER), remove, introduce])

    assert [row for row in user_rows(database) if row["clerkUserId"] == SUBJECT] == []
    with refused_as_deleted():
        write(database, partial(accounts.find, subject=SUBJECT))


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_first_request_waits_for_a_deletion_that_is_not_done_yet(database: Database) -> None:
    """It would not see it, and make the user anew."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            accounts.remove(connection, SUBJECT)
            request = pool.submit(write, database, partial(accounts.introduce, profile=GRACE))
            while not connection.scalar(waiting) and not request.done():
                pass
        with refused_as_deleted():
            request.result(30)


@pytest.mark.parametrize("_again", range(3))
def test_the_web_application_may_make_the_row_at_the_same_time(database: Database, _again: int) -> None:
    """It does not wait for our lock, and it updates where the row is there already, as its own webhook does."""

    def web_application(connection: Connection) -> None:
        row = {"clerkUserId": SUBJECT, "email": "", "name": "From the web"}
        connection.execute(insert_missing(tables.users, database.dialect), row)

    found, *_ = at_once(database, [partial(accounts.introduce, profile=GRACE), web_application, web_application])

    [row] = user_rows(database)
    assert found == UUID(str(row["id"]))


# --- in any order -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Generator[Database]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('accounts')}/x.db")
    migrate(database)
    yield database
    database.close()


PROFILES = st.integers(0, 5).map(
    lambda day: replace(GRACE, name=f"As of {day}", updated_at=datetime(2026, 1, 1 + day, tzinfo=UTC))
)


@settings(max_examples=60, derandomize=True, database=None)
@given(st.lists(PROFILES, min_size=1, max_size=6), st.none() | st.integers(0, 6))
def test_whatever_the_order_the_last_word_counts(
    sqlite: Database, profiles: list[Profile], deleted_at: int | None
) -> None:
    """The newest profile in the end, whenever it came; and after a deletion nobody."""
    with sqlite.write() as connection:
        for table in (tables.users, deleted_subjects("sqlite")):
            connection.execute(delete(table))
    for number, profile in enumerate(profiles):
        if number == deleted_at:
            write(sqlite, partial(accounts.remove, subject=SUBJECT))
        write(sqlite, partial(accounts.record, profile=profile))

    living = [row["name"] for row in user_rows(sqlite) if row["clerkUserId"] == SUBJECT]
    gone = deleted_at is not None and deleted_at < len(profiles)
    assert living == ([] if gone else [max(profile.name for profile in profiles)])
