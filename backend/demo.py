"""The demo catalog: what the first start of an embedded Syllabus shows.

`demo_catalog/courses/` holds one TOML file a course, `demo_catalog/products.toml` the bundles of them. The typed
dictionaries below are the format. A file's name is part of its ids: rename the file, and links to its lessons end.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict, cast
from uuid import UUID, uuid5

from sqlalchemy import insert

from backend import tables
from backend.own_tables import access_sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Table

    Row = dict[str, Any]

ABOUT = (
    "Syllabus is not affiliated with this channel. The videos belong to their makers and are linked, not copied; "
    "the descriptions were written for Syllabus."
)
"""Stands below the description of every course of the demo."""

FOLDER = Path(__file__).with_name("demo_catalog")

_NAMESPACE = UUID("1480656d-b22e-42ba-b269-5c55c893a889")


class LessonEntry(TypedDict):
    """A lesson: `video` is its YouTube id, `description` Markdown."""

    name: str
    video: str
    description: str
    status: NotRequired[Literal["public", "preview", "private"]]


class SectionEntry(TypedDict):
    """A section and its lessons in order."""

    name: str
    lessons: list[LessonEntry]
    status: NotRequired[Literal["public", "private"]]


class CourseEntry(TypedDict):
    """A course file: `link` is where the channel is at home, `licence` what it says of reuse."""

    name: str
    channel: str
    link: str
    licence: NotRequired[str]
    description: str
    sections: list[SectionEntry]


class ProductEntry(TypedDict):
    """A bundle: `price` in dollars, `courses` by file name; the owner gets no access to those of a withheld one."""

    name: str
    description: str
    image: str
    price: int
    courses: list[str]
    status: NotRequired[Literal["public", "private"]]
    withheld: NotRequired[bool]


def read_courses() -> dict[str, CourseEntry]:
    """The courses by file name without its ending, in alphabetical order."""
    files = sorted((FOLDER / "courses").glob("*.toml"))
    return {file.stem: cast("CourseEntry", _read(file)) for file in files}


def read_products() -> list[ProductEntry]:
    """The bundles, in the order of the file."""
    return cast("list[ProductEntry]", _read(FOLDER / "products.toml")["products"])


def fill(connection: Connection, owner: UUID, now: datetime) -> None:
    """Insert the demo catalog into a database without courses, and give `owner` all courses but the withheld ones.

    Ids are the same on every machine. Within a table rows are a millisecond apart, in order, the last at `now`.
    """
    courses, products = read_courses(), read_products()
    withheld = {course for product in products if product.get("withheld") for course in product["courses"]}
    access = [{"userId": owner, "courseId": _id(course)} for course in courses if course not in withheld]
    sections = [
        (course, order, section) for course, entry in courses.items() for order, section in enumerate(entry["sections"])
    ]
    lessons = [
        _lesson_row(course, section, order, lesson)
        for course, _, section in sections
        for order, lesson in enumerate(section["lessons"])
    ]
    for table, rows in (
        (tables.courses, [_course_row(course, entry) for course, entry in courses.items()]),
        (tables.course_sections, [_section_row(*section) for section in sections]),
        (tables.lessons, lessons),
        (tables.products, [_product_row(product) for product in products]),
        (tables.course_products, [row for product in products for row in _product_course_rows(product)]),
        (tables.user_course_access, access),
        (access_sources(connection.dialect.name), access),
    ):
        connection.execute(insert(table), _stamped(table, rows, now))


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _id(*path: str) -> UUID:
    return uuid5(_NAMESPACE, "/".join(path))


def _course_row(course: str, entry: CourseEntry) -> Row:
    licence = f", {entry['licence']}" if "licence" in entry else ""
    credit = f"Videos: [{entry['channel']}]({entry['link']}){licence}. {ABOUT}"
    description = f"{entry['description'].strip()}\n\n{credit}"
    return {"id": _id(course), "name": entry["name"], "description": description}


def _section_row(course: str, order: int, entry: SectionEntry) -> Row:
    return {
        "id": _id(course, "section", entry["name"]),
        "name": entry["name"],
        "status": entry.get("status", "public"),
        "order": order,
        "courseId": _id(course),
    }


def _lesson_row(course: str, section: SectionEntry, order: int, entry: LessonEntry) -> Row:
    return {
        # Without the section in it: a lesson keeps its id when it moves within its course.
        "id": _id(course, "lesson", entry["video"]),
        "name": entry["name"],
        "description": entry["description"].strip(),
        "youtubeVideoId": entry["video"],
        "order": order,
        "status": entry.get("status", "public"),
        "sectionId": _id(course, "section", section["name"]),
    }


def _product_row(entry: ProductEntry) -> Row:
    return {
        "id": _id("product", entry["name"]),
        "name": entry["name"],
        "description": entry["description"].strip(),
        "imageUrl": entry["image"],
        "priceInDollars": entry["price"],
        "status": entry.get("status", "public"),
    }


def _product_course_rows(entry: ProductEntry) -> list[Row]:
    return [{"courseId": _id(course), "productId": _id("product", entry["name"])} for course in entry["courses"]]


def _stamped(table: Table, rows: list[Row], now: datetime) -> list[Row]:
    columns = [name for name in ("createdAt", "updatedAt") if name in table.c]
    times = (now - timedelta(milliseconds=age) for age in reversed(range(len(rows))))
    return [row | dict.fromkeys(columns, time) for row, time in zip(rows, times, strict=True)]
