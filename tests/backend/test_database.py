"""Reading and writing at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from backend.database import Database
from backend.tables import products
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS, TURNS = 4, 25


def run_at_once(work: Callable[[], None]) -> None:
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # shown by the assertion, which a thread's own would not be
            failures.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_no_update_is_lost(database: Database) -> None:
    """Each turn reads and then writes. With pysqlite's own transactions most of these updates were lost in silence."""
    with catalog(database) as rows:
        product = rows.product(priceInDollars=0)
    here = products.c.id == product
    price = select(products.c.priceInDollars).where(here).with_for_update()

    def count() -> None:
        for _ in range(TURNS):
            with database.write() as connection:
                value = connection.execute(price).scalar_one()
                connection.execute(update(products).where(here).values(priceInDollars=value + 1))

    run_at_once(count)

    with database.read() as connection:
        assert connection.execute(select(products.c.priceInDollars).where(here)).scalar_one() == THREADS * TURNS


def test_a_reader_sees_one_state(database: Database) -> None:
    names = select(products.c.name)
    with database.read() as connection:
        assert connection.execute(names).all() == []
        with catalog(database) as rows:
            rows.product()
        assert connection.execute(names).all() == []
    with database.read() as connection:
        assert len(connection.execute(names).all()) == 1


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    class StopError(Exception):
        pass

    def fail() -> None:
        with catalog(database) as rows:
            rows.product()
            raise StopError

    with pytest.raises(StopError):
        fail()

    with database.read() as connection:
        assert connection.execute(select(products.c.id)).all() == []


def test_an_update_moves_the_time(database: Database) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    with catalog(database) as rows:
        rows.product(updatedAt=long_ago, createdAt=long_ago)
    with database.write() as connection:
        connection.execute(update(products).values(name="new"))
    with database.read() as connection:
        created, updated = connection.execute(select(products.c.createdAt, products.c.updatedAt)).one()

    assert created == long_ago
    assert timedelta(0) <= datetime.now(UTC) - updated < timedelta(minutes=5)


@pytest.mark.parametrize("url", ["mysql://x/y", "oracle://x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite and postgresql"):
        Database.open(url)
