"""The demo catalog: its texts are sound, and each mark and rule of the platform can be seen in it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NotRequired, get_origin, get_type_hints
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from backend import demo, tables
from backend.database import Database
from backend.own_tables import access_sources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection, Table

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
OWNER = UUID("00000000-0000-4000-8000-000000000001")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]")

Row = dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """What the tables hold after a fill, in the order in which the platform reads them."""

    courses: list[Row]
    sections: list[Row]
    lessons: list[Row]
    products: list[Row]
    links: list[Row]
    access: list[Row]
    sources: list[Row]

    def courses_of(self, product: Row) -> set[str]:
        return {link["courseId"] for link in self.links if link["productId"] == product["id"]}

    def lessons_of(self, course: Row) -> list[Row]:
        """What a learner sees of it, locked or not."""
        public = {
            section["id"]
            for section in self.sections
            if section["courseId"] == course["id"] and section["status"] == "public"
        }
        return [lesson for lesson in self.lessons if lesson["sectionId"] in public and lesson["status"] != "private"]

    @property
    def owned(self) -> set[str]:
        return {row["courseId"] for row in self.access}

    @property
    def on_sale(self) -> set[str]:
        public = [product for product in self.products if product["status"] == "public"]
        return {course for product in public for course in self.courses_of(product)}


def rows_of(connection: Connection, table: Table) -> list[Row]:
    order = [table.c[name] for name in ("order", "createdAt", "id") if name in table.c]
    return [dict(row) for row in connection.execute(select(table).order_by(*order)).mappings()]


def fill(file: Path, *, owner: UUID = OWNER, now: datetime = NOW) -> Filled:
    database = Database.open(f"sqlite:///{file}")
    sources = access_sources("sqlite")
    with database.write() as connection:
        tables.metadata.create_all(connection)
        sources.create(connection)
        connection.execute(insert(tables.users).values(id=owner, clerkUserId="local", email="", name="You"))
        demo.fill(connection, owner, now)
    with database.read() as connection:
        for untouched in (tables.user_lesson_complete, tables.purchases):
            assert connection.scalar(select(func.count()).select_from(untouched)) == 0
        filled = Filled(
            courses=rows_of(connection, tables.courses),
            sections=rows_of(connection, tables.course_sections),
            lessons=rows_of(connection, tables.lessons),
            products=rows_of(connection, tables.products),
            links=rows_of(connection, tables.course_products),
            access=rows_of(connection, tables.user_course_access),
            sources=rows_of(connection, sources),
        )
    database.close()
    return filled


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return fill(tmp_path_factory.mktemp("demo") / "syllabus.db")


def texts(filled: Filled) -> list[tuple[str, str]]:
    """Name and description of everything that has both."""
    return [(row["name"], row["description"]) for row in (*filled.courses, *filled.lessons, *filled.products)]


def test_it_is_a_catalog_worth_browsing(filled: Filled) -> None:
    assert len(filled.courses) >= 10
    assert len(filled.lessons) >= 120
    assert {section["courseId"] for section in filled.sections} == {row["id"] for row in filled.courses}
    assert {lesson["sectionId"] for lesson in filled.lessons} == {row["id"] for row in filled.sections}


def test_ids_are_unique_and_the_same_on_every_machine(filled: Filled, tmp_path: Path) -> None:
    def ids(of: Filled) -> list[str]:
        return [row["id"] for row in (*of.courses, *of.sections, *of.lessons, *of.products)]

    elsewhere = fill(tmp_path / "other.db", owner=UUID(int=7), now=datetime(2027, 1, 1, tzinfo=UTC))
    assert len(set(ids(filled))) == len(ids(filled))
    assert ids(elsewhere) == ids(filled)


def test_rows_are_read_in_the_order_of_the_files(filled: Filled) -> None:
    courses = demo.read_courses()
    assert [row["name"] for row in filled.courses] == [entry["name"] for entry in courses.values()]
    for course, entry in zip(filled.courses, courses.values(), strict=True):
        sections = [row for row in filled.sections if row["courseId"] == course["id"]]
        assert [row["name"] for row in sections] == [section["name"] for section in entry["sections"]]
        for row, section in zip(sections, entry["sections"], strict=True):
            lessons = [lesson["name"] for lesson in filled.lessons if lesson["sectionId"] == row["id"]]
            assert lessons == [lesson["name"] for lesson in section["lessons"]]


def test_nothing_was_made_in_the_future_or_at_the_same_time(filled: Filled) -> None:
    for rows in (filled.courses, filled.sections, filled.lessons, filled.products):
        times = [row["createdAt"] for row in rows]
        assert len(set(times)) == len(times)
        assert max(times) == NOW
        assert times == [row["updatedAt"] for row in rows]


def test_every_video_id_is_well_formed(filled: Filled) -> None:
    assert [
        lesson["name"] for lesson in filled.lessons if not re.fullmatch(r"[A-Za-z0-9_-]{11}", lesson["youtubeVideoId"])
    ] == []


def test_texts_keep_the_limits_of_the_contract(filled: Filled) -> None:
    names = [name for name, _ in texts(filled)] + [section["name"] for section in filled.sections]
    for name in names:
        assert 1 <= len(name) <= 200
        assert name == name.strip()
        assert "\n" not in name
    for name, description in texts(filled):
        assert 100 <= len(description) <= 20_000, name
        assert description == description.strip(), name


def test_texts_hold_no_control_character(filled: Filled) -> None:
    for name, description in texts(filled):
        assert not UNSAFE.search(name + description), name


def test_code_is_fenced_and_python_parses(filled: Filled) -> None:
    for name, description in texts(filled):
        assert "```" not in FENCE.sub("", description), name
        for language, code in FENCE.findall(description):
            if language == "python":
                ast.parse(code)


def test_a_course_begins_with_a_summary_and_ends_with_its_credit(filled: Filled) -> None:
    for course, entry in zip(filled.courses, demo.read_courses().values(), strict=True):
        summary = re.match(r"[A-Z“][^\n]*?[.?](?= )", course["description"])
        assert summary is not None
        assert len(summary[0]) <= 160, entry["name"]
        credit = course["description"].rpartition("\n\n")[2]
        assert f"[{entry['channel']}]({entry['link']})" in credit
        assert entry.get("licence", "") in credit
        assert credit.endswith(demo.ABOUT)


def test_what_may_not_be_sold_is_not_in_a_paid_bundle() -> None:
    courses = demo.read_courses()
    paid = {course for product in demo.read_products() if product["price"] for course in product["courses"]}
    assert [course for course in paid if "NC" in courses[course].get("licence", "")] == []


def test_the_files_hold_no_key_or_status_that_is_not_read() -> None:
    def check(entry: Mapping[str, Any], form: type, *statuses: str) -> None:
        keys = get_type_hints(form, include_extras=True)
        required = {key for key, hint in keys.items() if get_origin(hint) is not NotRequired}
        assert required <= set(entry) <= set(keys), entry
        assert entry.get("status", "public") in ("public", *statuses), entry

    courses = demo.read_courses()
    for course in courses.values():
        check(course, demo.CourseEntry)
        for section in course["sections"]:
            check(section, demo.SectionEntry, "private")
            for lesson in section["lessons"]:
                check(lesson, demo.LessonEntry, "preview", "private")
    for product in demo.read_products():
        check(product, demo.ProductEntry, "private")
        assert set(product["courses"]) <= set(courses)


def test_the_owner_has_every_course_but_those_of_one_paid_bundle(filled: Filled) -> None:
    missing = {course["id"] for course in filled.courses} - filled.owned
    bundle = [product for product in filled.products if filled.courses_of(product) == missing]
    assert [product["status"] for product in bundle] == ["public"]
    assert bundle[0]["priceInDollars"] > 0


def test_access_is_remembered_as_given_by_hand(filled: Filled) -> None:
    def pairs(rows: list[Row]) -> set[tuple[str, str]]:
        return {(row["userId"], row["courseId"]) for row in rows}

    assert pairs(filled.sources) == pairs(filled.access)
    assert {row["purchaseId"] for row in filled.sources} == {None}
    assert {row["userId"] for row in filled.access} == {str(OWNER)}


def test_a_course_without_access_shows_as_preview_and_another_as_locked(filled: Filled) -> None:
    missing = [course for course in filled.courses if course["id"] not in filled.owned]
    marks = {any(lesson["status"] == "preview" for lesson in filled.lessons_of(course)) for course in missing}
    assert marks == {True, False}
    assert {course["id"] for course in missing} <= filled.on_sale


def test_lessons_and_sections_of_every_status(filled: Filled) -> None:
    assert {lesson["status"] for lesson in filled.lessons} == {"public", "preview", "private"}
    assert {section["status"] for section in filled.sections} == {"public", "private"}


def test_a_private_section_hides_public_lessons(filled: Filled) -> None:
    private = {section["id"] for section in filled.sections if section["status"] == "private"}
    assert any(lesson["sectionId"] in private and lesson["status"] == "public" for lesson in filled.lessons)


def test_a_public_section_ends_up_empty_for_learners(filled: Filled) -> None:
    shown = {lesson["sectionId"] for course in filled.courses for lesson in filled.lessons_of(course)}
    assert any(section["status"] == "public" and section["id"] not in shown for section in filled.sections)


def test_every_course_has_something_to_learn(filled: Filled) -> None:
    assert all(filled.lessons_of(course) for course in filled.courses)


def test_free_paid_and_private_products(filled: Filled) -> None:
    public = [product for product in filled.products if product["status"] == "public"]
    paid = [product for product in public if product["priceInDollars"]]
    assert len(public) - len(paid) == 1
    assert len(paid) >= 2
    assert all(19 <= product["priceInDollars"] <= 49 for product in paid)
    assert len(filled.products) - len(public) == 1
    assert all(filled.courses_of(product) for product in filled.products)


def test_two_paid_bundles_share_a_course(filled: Filled) -> None:
    paid = [product for product in filled.products if product["status"] == "public" and product["priceInDollars"]]
    sold = [course for product in paid for course in filled.courses_of(product)]
    assert len(set(sold)) < len(sold)


def test_a_course_outside_of_every_public_product_is_the_owners_alone(filled: Filled) -> None:
    apart = {course["id"] for course in filled.courses} - filled.on_sale
    assert apart
    assert apart <= filled.owned
