"""Where access comes from, and what goes with a purchase (rule 12)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, select

from backend import access, tables
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class Shop:
    """A learner and three courses: one bundle of the first two, one of the last two, one of the first alone."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with catalog(database) as rows:
            self.user = rows.user()
            self.courses = [rows.course(f"c{number}") for number in range(3)]
            first, second, third = self.courses
            self.bundles = [rows.product(first, second), rows.product(second, third), rows.product(first)]

    def buy(self, bundle: int, *courses: int) -> UUID:
        """A purchase as it is made here."""
        with catalog(self.database) as rows:
            purchase = rows.purchase(self.user, self.bundles[bundle])
            access.grant(rows.connection, self.user, [self.courses[each] for each in courses], purchase)
        return purchase

    def buy_elsewhere(self, bundle: int, *courses: int) -> UUID:
        """A purchase as the web application makes it."""
        with catalog(self.database) as rows:
            owned = self.owned()
            rows.access(self.user, *(self.courses[each] for each in courses if each not in owned))
            return rows.purchase(self.user, self.bundles[bundle])

    def grant(self, course: int) -> None:
        with self.database.write() as connection:
            access.grant(connection, self.user, [self.courses[course]])

    def revoke(self, course: int) -> None:
        with self.database.write() as connection:
            access.revoke(connection, self.user, self.courses[course])

    def refund(self, purchase: UUID) -> list[int]:
        with self.database.write() as connection:
            return sorted(map(self._number, access.refund(connection, self.user, purchase, NOW)))

    def owned(self) -> set[int]:
        with self.database.read() as connection:
            table = tables.user_course_access
            rows = connection.execute(select(table.c.courseId).where(table.c.userId == self.user))
            return {self._number(course) for (course,) in rows}

    def sources(self) -> dict[int, set[str | None]]:
        """The purchases of each course that the user has; None is an admin's hand."""
        with self.database.read() as connection:
            found = access.sources_of(connection, self.user)
        assert {self._number(course) for course in found} == self.owned()
        return {
            self._number(course): {source.purchase_id and str(source.purchase_id) for source in sources}
            for course, sources in found.items()
        }

    def _number(self, course: object) -> int:
        return [str(each) for each in self.courses].index(str(course))


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


def test_a_course_stays_while_another_source_covers_it(shop: Shop) -> None:
    first, second = shop.buy(0, 0, 1), shop.buy(1, 1, 2)
    shop.grant(0)

    assert shop.sources() == {0: {str(first), None}, 1: {str(first), str(second)}, 2: {str(second)}}
    assert shop.refund(first) == []
    assert shop.sources() == {0: {None}, 1: {str(second)}, 2: {str(second)}}
    assert shop.refund(second) == [1, 2]
    assert shop.refund(second) == []
    assert shop.sources() == {0: {None}}


def test_a_purchase_that_is_not_written_down_stands_for_its_products_courses_of_today(shop: Shop) -> None:
    purchase = shop.buy_elsewhere(0, 0, 1)
    with shop.database.write() as connection:
        link = {"courseId": shop.courses[2], "productId": shop.bundles[0]}
        connection.execute(insert(tables.course_products), link)
        connection.execute(delete(tables.course_products).where(tables.course_products.c.courseId == shop.courses[1]))

    assert shop.sources() == {0: {str(purchase)}, 1: {None}}
    assert shop.refund(purchase) == [0]
    assert shop.owned() == {1}


def test_a_purchase_that_is_written_down_does_not_follow_its_product(shop: Shop) -> None:
    purchase = shop.buy(0, 0, 1)
    with shop.database.write() as connection:
        connection.execute(delete(tables.course_products).where(tables.course_products.c.productId == shop.bundles[0]))
        connection.execute(insert(tables.course_products), {"courseId": shop.courses[2], "productId": shop.bundles[0]})
    shop.grant(2)

    assert shop.refund(purchase) == [0, 1]
    assert shop.owned() == {2}


def test_access_that_nothing_explained_stays_when_a_later_purchase_is_refunded(shop: Shop) -> None:
    with catalog(shop.database) as rows:
        rows.access(shop.user, shop.courses[0])
    purchase = shop.buy(0, 0, 1)

    assert shop.sources()[0] == {None, str(purchase)}
    assert shop.refund(purchase) == [1]
    assert shop.sources() == {0: {None}}


@pytest.mark.parametrize("elsewhere", [False, True])
def test_revoking_removes_every_source_for_good(shop: Shop, elsewhere: bool) -> None:
    """Also where it is the purchase's only course: a purchase with nothing left must not stand for it again."""
    buy = shop.buy_elsewhere if elsewhere else shop.buy
    buy(2, 0)
    both = buy(0, 0, 1)
    shop.grant(0)
    shop.revoke(0)
    shop.revoke(0)
    assert shop.sources() == {1: {str(both)}}

    again = shop.buy(0, 0)
    assert shop.sources() == {0: {str(again)}, 1: {str(both)}}
    assert shop.refund(again) == [0]
    assert shop.refund(both) == [1]


def test_what_the_web_application_refunded_is_no_source(shop: Shop) -> None:
    purchase = shop.buy(0, 0, 1)
    with shop.database.write() as connection:
        connection.execute(tables.purchases.update().values(refundedAt=NOW))

    assert shop.sources() == {0: {None}, 1: {None}}
    assert shop.refund(purchase) == []
    assert shop.owned() == {0, 1}


def test_the_snapshot_names_the_product_whatever_it_is(shop: Shop) -> None:
    for snapshot in ({"name": "Then"}, {"name": 7}, ["x"], "x"):
        purchase = shop.buy(2, 0)
        with shop.database.write() as connection:
            own = tables.purchases.c.id == purchase
            connection.execute(tables.purchases.update().where(own).values(productDetails=snapshot))

    with shop.database.read() as connection:
        names = [source.product_name for source in access.sources_of(connection, shop.user)[_id(shop, 0)]]
    assert sorted(map(str, names)) == ["None", "None", "None", "Then"]


def _id(shop: Shop, course: int) -> object:
    """As the database gives it."""
    return str(shop.courses[course]) if shop.database.dialect == "sqlite" else shop.courses[course]


def test_a_user_is_held_or_not_there(shop: Shop) -> None:
    with catalog(shop.database) as rows:
        deleted = rows.user(deletedAt=NOW)
        held = [access.hold(rows.connection, user) for user in (shop.user, deleted, shop.courses[0])]

    assert [row and row.deletedAt for row in held] == [None, NOW, None]
    assert [row is None for row in held] == [False, False, True]
