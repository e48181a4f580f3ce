"""Documents, products and users: what the calls send is what the real backend takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from api_client import documents
from api_client.admin_rows import admin_product_rows, admin_user_rows
from api_client.errors import Conflict, Invalid, NotFound, VersionMismatch
from api_client.models.admin import CourseDocument, LessonDocument
from api_client.resources.admin.sales_filter import SalesFilter
from backend import tables
from tests.api_client.world import cached

if TYPE_CHECKING:
    from api_client.models.admin import SalesPage
    from api_client.resources.admin.admin import Admin
    from tests.api_client.world import Course, World

HOSTILE = "\x1b[2J\u202egpj.exe\r\n\x9b\\x1b"


@pytest.fixture
def world(world: World) -> World:
    """A backend without courses, and an admin."""
    world.set_role("admin")
    return world


@pytest.fixture
def course(world: World) -> Course:
    """One whose first lesson has texts that no form takes."""
    course = world.course("Course", 2)
    world.change_lesson(course.lessons[0], name=HOSTILE, description=HOSTILE, youtubeVideoId=HOSTILE)
    return course


async def test_course_that_is_put_back_as_it_was_exported_is_unchanged(world: World, course: Course) -> None:
    async with world.library() as library:
        before = await library.administer(lambda admin: admin.courses.outline(course.id))
        document = await library.administer(lambda admin: admin.documents.export(course.id))
        assert document.sections[0].lessons[0].name == HOSTILE
        assert await library.administer(
            lambda admin: admin.documents.put(course.id, document, if_match=before.version)
        ) == before  # fmt: skip


async def test_changed_document_is_planned_first_and_refused_for_another_version(world: World, course: Course) -> None:
    async with world.library() as library:
        before = await library.administer(lambda admin: admin.courses.outline(course.id))
        document = await library.administer(lambda admin: admin.documents.export(course.id))
        new = LessonDocument(name="New", youtube_video_id="PFDu9oVAE-g")
        section = document.sections[0].model_copy(update={"lessons": (new, *document.sections[0].lessons)})
        changed = document.model_copy(update={"sections": (section,)})
        plan = await library.administer(
            lambda admin: admin.documents.plan_put(course.id, changed, if_match=before.version)
        )
        assert (plan.lessons.created, plan.lessons.deleted, plan.completion_count) == (1, 0, 0)
        assert await library.administer(lambda admin: admin.courses.outline(course.id)) == before
        after = await library.administer(lambda admin: admin.documents.put(course.id, changed, if_match=before.version))
        assert [lesson.name for lesson in after.sections[0].lessons] == ["New", HOSTILE, "Course 2"]
        with pytest.raises(VersionMismatch) as caught:
            await library.administer(lambda admin: admin.documents.put(course.id, document, if_match=before.version))
        assert caught.value.version == after.version


async def test_what_is_imported_is_there_and_a_second_one_of_its_id_is_not_made(world: World) -> None:
    new = CourseDocument(id=uuid4(), name="Imported")
    async with world.library() as library:
        plan = await library.administer(lambda admin: admin.documents.plan_create(new))
        assert plan.courses.created == 1
        made = await library.administer(lambda admin: admin.documents.create(new))
        assert (made.id, made.name, made.sections) == (new.id, "Imported", [])
        with pytest.raises(Conflict):
            await library.administer(lambda admin: admin.documents.create(new))


async def test_document_that_cannot_be_read_says_where(world: World) -> None:
    async with world.library() as library:
        with pytest.raises(Invalid) as caught:
            await library.administer(_parse)
    assert [fault.pointer for fault in caught.value.faults] == ["/sections/0/lessons/0/youtubeVideoId"]


async def _parse(admin: Admin) -> CourseDocument:
    return admin.documents.parse('{"name": "x", "sections": [{"name": "y", "lessons": [{"name": "z"}]}]}')


async def test_lint_finds_what_no_form_takes(world: World, course: Course) -> None:
    other = world.course("Other", 0)
    async with world.library() as library:
        found = await library.administer(lambda admin: admin.courses.lint(course.id))
        assert ("malformed_video", course.lessons[0]) in [(each.code, str(each.lesson_id)) for each in found]
        everywhere = await library.administer(lambda admin: admin.courses.lint())
        assert ("empty_section", other.id) in [(each.code, str(each.course_id)) for each in everywhere]


async def test_products_are_made_changed_and_deleted(world: World, course: Course) -> None:
    async with world.library() as library:
        made = await library.administer(
            lambda admin: admin.products.create({"name": "Bundle", "price_in_dollars": 9, "course_ids": [course.id]})
        )
        (row,) = admin_product_rows((await library.fetch(documents.admin_products())).value or ())
        assert (row.name, row.price_in_dollars, row.status, row.course_names) == ("Bundle", 9, "private", ("Course",))
        product_id, version = row.id, made.version
        public = await library.administer(
            lambda admin: admin.products.change(product_id, {"status": "public"}, if_match=version)
        )
        assert (public.status, public.name) == ("public", "Bundle")
        with pytest.raises(VersionMismatch):
            await library.administer(lambda admin: admin.products.change(product_id, {"name": "x"}, if_match=version))
        with pytest.raises(Invalid):
            await library.administer(lambda admin: admin.products.change(product_id, {"course_ids": []}))
        assert await library.administer(lambda admin: admin.products.get(product_id)) == public
        await library.administer(lambda admin: admin.products.delete(product_id))
        await library.fetch(documents.admin_products())
        assert await cached(library, documents.admin_products()) == ()


async def test_users_come_in_pages_and_get_roles_and_access(world: World, course: Course) -> None:
    other = uuid4()
    with world.database.write() as connection:
        row = {"id": other, "clerkUserId": "bea", "email": "bea@example.com", "name": HOSTILE, "role": "user"}
        connection.execute(insert(tables.users), row)
    user_id = str(other)
    async with world.library() as library:
        first = await library.administer(lambda admin: admin.users.page(limit=1))
        second = await library.administer(lambda admin: admin.users.page(limit=1, cursor=first.next_cursor))
        assert {user.email for user in (*first.items, *second.items)} == {"ana@example.com", "bea@example.com"}
        assert second.next_cursor is None
        (found,) = (await library.administer(lambda admin: admin.users.page("bea@"))).items
        assert found.name == HOSTILE
        assert "\x1b" not in admin_user_rows([found])[0].name

        await library.administer(lambda admin: admin.users.grant(user_id, course.id))
        user = await library.administer(lambda admin: admin.users.get(user_id))
        assert [str(each.id) for each in user.courses] == [course.id]
        await library.administer(lambda admin: admin.users.revoke(user_id, course.id))
        promoted = await library.administer(lambda admin: admin.users.set_role(user_id, "admin", if_match=user.version))
        assert (promoted.role, promoted.courses) == ("admin", [])
        own = str(world.user)
        await library.administer(lambda admin: admin.users.set_role(user_id, "user"))
        with pytest.raises(Conflict) as caught:
            await library.administer(lambda admin: admin.users.set_role(own, "user"))
        assert caught.value.code == "last_admin"
        with pytest.raises(NotFound):
            await library.administer(lambda admin: admin.users.grant(user_id, str(uuid4())))


async def test_sales_come_in_pages_with_their_totals_and_are_refunded_once(world: World) -> None:
    world.course("Course", 0, owned=False)
    bought = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (1, 2, 3)]
    ids = _insert_purchases(world, [("free_1", 0), ("cs_2", 4900), ("cs_3", 4900)], bought)
    async with world.library() as library:
        first = await library.administer(lambda admin: admin.sales.page(SalesFilter(), limit=2))
        second = await library.administer(
            lambda admin: admin.sales.page(SalesFilter(), cursor=first.next_cursor, limit=2)
        )
        assert [str(sale.id) for sale in (*first.items, *second.items)] == ids[::-1]
        assert (second.next_cursor, first.totals.paid_in_cents) == (None, 9800)
        assert first.items[0].product_name == HOSTILE

        until = SalesFilter(until=bought[1].astimezone(timezone(timedelta(hours=9))))
        for chosen, expected in (
            (SalesFilter(double=True), ids[1:]),
            (SalesFilter(double=False, user_id=str(world.user)), ids[:1]),
            (SalesFilter(refunded=True), []),
            (SalesFilter(product_id=str(uuid4())), []),
            (until, ids[:1]),
            (SalesFilter(since=bought[2]), ids[2:]),
        ):
            page = await library.administer(partial(_sales, chosen))
            assert [str(sale.id) for sale in page.items[::-1]] == expected
            assert page.totals.purchase_count == len(expected)

        assert await library.administer(lambda admin: admin.sales.get(ids[2])) == first.items[0]
        plan = await library.administer(lambda admin: admin.sales.plan_refund(ids[0]))
        assert (plan.amount_in_cents, plan.lost, plan.kept) == (0, [], [])
        refunded = await library.administer(lambda admin: admin.sales.refund(ids[0]))
        assert refunded.refunded_at is not None
        assert await library.administer(lambda admin: admin.sales.refund(ids[0])) == refunded
        with pytest.raises(Conflict):  # there is no key of the provider's
            await library.administer(lambda admin: admin.sales.refund(ids[1]))
        stats = await library.administer(lambda admin: admin.sales.stats())
        assert (stats.refund_count, stats.net_sales_in_cents, len(stats.days)) == (1, 9800, 90)


async def _sales(chosen: SalesFilter, admin: Admin) -> SalesPage:
    return await admin.sales.page(chosen)


def _insert_purchases(world: World, paid: list[tuple[str, int]], at: list[datetime]) -> list[str]:
    """Purchases of the one product by the user, each with its session and its price; their ids."""
    with world.database.write() as connection:
        product = connection.scalars(select(tables.products.c.id)).one()
        rows = [
            {
                "id": uuid4(), "pricePaidInCents": price, "productDetails": {"name": HOSTILE}, "userId": world.user,
                "productId": product, "stripeSessionId": session, "createdAt": moment,
            }
            for (session, price), moment in zip(paid, at, strict=True)
        ]  # fmt: skip
        connection.execute(insert(tables.purchases), rows)
    return [str(row["id"]) for row in rows]
