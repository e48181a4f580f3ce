"""Products: their courses, their order, and whether one owns them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api


async def test_a_product_is_owned_until_it_is_refunded(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        buyer, refunded, again = rows.user(), rows.user(), rows.user()
        product = rows.product(rows.course())
        rows.purchase(buyer, product)
        rows.purchase(refunded, product, refunded=True)
        rows.purchase(again, product, refunded=True)
        rows.purchase(again, product)

    path = f"/v1/products/{product}"

    assert [(await api.json(path, user))["owned"] for user in (None, buyer, refunded, again)] == [
        False,
        True,
        False,
        True,
    ]


async def test_its_courses_say_what_the_viewer_has_of_them(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        ana = rows.user()
        owned, preview, locked = rows.course("c"), rows.course("B"), rows.course("a")
        done = rows.lesson(rows.section(owned))
        rows.lesson(rows.section(preview), status="preview")
        rows.lesson(rows.section(locked))
        rows.lesson(rows.section(locked), status="private")
        rows.access(ana, owned)
        rows.complete(ana, done)
        product = rows.product(owned, preview, locked, rows.course("d"))

    courses = (await api.json(f"/v1/products/{product}", ana))["courses"]

    assert [(each["name"], each["access"]) for each in courses] == [
        ("a", "locked"),
        ("B", "preview"),
        ("c", "owned"),
        ("d", "locked"),
    ]
    counts = [(each["sectionCount"], each["lessonCount"], each["completedCount"]) for each in courses]
    assert counts == [(1, 1, 0), (1, 1, 0), (1, 1, 1), (0, 0, 0)]


async def test_products_come_in_pages_by_name(api: Api, database: Database) -> None:
    names = ["b", "A", "a", "Z" * 300, "z" * 300, "", "é"]
    with catalog(database) as rows:
        made = [(name, rows.product(name=name)) for name in names]
    expected = sorted(made, key=lambda each: (each[0].casefold(), str(each[1])))

    items = await api.items("/v1/products", limit=2)

    assert [item["id"] for item in items] == [str(product) for _, product in expected]
