"""What is probably not meant, and only that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tests.backend.dump import dump
from tests.backend.rows import VIDEO, catalog
from tests.backend.test_statements import statements

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.admin.conftest import Admin

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OTHER_VIDEO = "dQw4w9WgXcQ"


async def found(admin: Admin, course: UUID | None = None) -> list[tuple[str, str]]:
    """The code of each finding with what is wrong, in their order."""
    findings = await admin.done("GET", f"/lint?course={course}" if course else "/lint")
    places = ("lessonId", "sectionId", "productId", "courseId")
    return [
        (item["code"], next(str(item[place]) for place in places if item[place] is not None))
        for item in findings["items"]
    ]


async def test_a_tidy_catalog_has_no_findings(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course()
        section, hidden = rows.section(course), rows.section(course, order=1, status="private")
        rows.lesson(section, status="preview")
        rows.lesson(hidden, status="private", youtubeVideoId=OTHER_VIDEO)
        rows.product(course)
        rows.product(rows.course("Empty"), status="private")
        rows.lesson(rows.section(rows.course("Again")))

    assert await found(admin) == []


async def test_each_mistake_is_found(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course("B")
        first, empty = (rows.section(course, name, createdAt=NOW) for name in ("first", "empty"))
        private = rows.section(course, "private", order=1, status="private")
        _, malformed, equal = rows.lessons(
            first,
            [
                {"name": "good", "createdAt": NOW},
                {"name": "malformed", "youtubeVideoId": "-wrong", "status": "private", "order": 1, "createdAt": NOW},
                {"name": "equal", "youtubeVideoId": OTHER_VIDEO, "order": 1, "createdAt": NOW},
            ],
        )
        public, preview = rows.lessons(
            private,
            [{"name": "public"}, {"name": "preview", "youtubeVideoId": "aaaaaaaaaaa", "status": "preview"}],
        )
        idle = rows.product(rows.course("A"), name="Idle")
        bare = rows.product(name="Bare")
        rows.product(course)

    items = (await admin.done("GET", "/lint"))["items"]
    errors, warnings = (await found(admin))[:3], (await found(admin))[3:]
    assert [item["severity"] for item in items] == ["error"] * 3 + ["warning"] * 6
    assert errors == [
        ("public_product_without_lesson", str(bare)),
        ("public_product_without_lesson", str(idle)),
        ("malformed_video", str(malformed)),
    ]
    assert sorted(warnings) == sorted(
        [
            ("equal_orders", str(max(first, empty))),
            ("equal_orders", str(max(malformed, equal))),
            ("empty_section", str(empty)),
            ("public_lesson_in_private_section", str(public)),
            ("public_lesson_in_private_section", str(preview)),
            ("duplicate_video", str(public)),
        ]
    )
    duplicate = next(item for item in items if item["code"] == "duplicate_video")
    same = "The lesson “public” in “private” of “B” has the video of the lesson “good” in “first” of “B”."
    assert duplicate["detail"] == same


async def test_names_cannot_pass_for_the_sentence(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        rows.section(rows.course("a” is fine.\x1b[2J\u202e" + "x" * 200), "\n")

    [item] = (await admin.done("GET", "/lint"))["items"]

    assert item["detail"].isprintable()
    assert "“a\\u201d is fine.\\u001b[2J\\u202ex" in item["detail"]
    assert len(item["detail"]) < 200


async def test_one_course_alone(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        here, there = rows.course(), rows.course()
        section, _ = rows.section(here), rows.section(there)
        product = rows.product(here)
        rows.product(there)
        rows.product()
    before = dump(database)

    assert await found(admin, here) == [
        ("public_product_without_lesson", str(product)),
        ("empty_section", str(section)),
    ]
    assert (await admin.refused("GET", f"/lint?course={uuid4()}"))["status"] == 404
    assert (await admin.refused("GET", "/lint?course=x"))["status"] == 422
    assert dump(database) == before


async def test_the_number_of_statements_does_not_grow(admin: Admin, database: Database) -> None:
    numbers: set[int] = set()
    for size in (1, 20):
        with catalog(database) as rows:
            for _ in range(size):
                course = rows.course()
                rows.product(course)
                rows.lessons(rows.section(course), [{"name": "l", "youtubeVideoId": VIDEO, "order": 0}] * size)
        with statements(database) as run:
            await admin.done("GET", "/lint")
        numbers.add(len(run))

    assert len(numbers) == 1
    assert max(numbers) <= 5
