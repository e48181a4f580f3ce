"""Catalogs of any size, the same ones for the same seed, written as fast as the database takes them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api_client.documents import catalog, outline
from api_client.library import Library
from backend import tables
from backend.database import Database
from backend.migrate import migrate
from backend.owner import ensure_owner
from tui.embedded import embedded_target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Table

_FIELDS = ("Algebra", "Analysis", "Biology", "Calculus", "Chemistry", "Geometry", "Logic", "Networks", "Physics")
_LEVELS = ("Advanced", "Applied", "Basic", "Discrete", "First Steps in", "Linear", "Modern", "Numerical", "Practical")
_WORDS = ("of", "what", "one", "needs", "to", "know", "before", "the", "next", "step", "and", "why", "it", "holds")
_TIME = "2026-01-{:02}T{:02}:{:02}:00.000000Z"


@dataclass(frozen=True, slots=True)
class Shape:
    """How much there is."""

    courses: int
    sections: int = 3
    """In each course."""
    lessons: int = 5
    """In each section."""


@dataclass(slots=True)
class Catalog:
    """Rows by table; every second course is the owner's, the others are in one of ten public products."""

    owner: str
    random: Random = field(default_factory=lambda: Random(20261123))
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict[str, list[tuple[Any, ...]]])
    products: list[str] = field(default_factory=list[str])

    def add(self, shape: Shape) -> None:
        """Courses of that shape."""
        if not self.products:
            self.products = [self._product(number) for number in range(10)]
        for number in range(shape.courses):
            name = f"{self.random.choice(_LEVELS)} {self.random.choice(_FIELDS)} {number:05}"
            self.course(name, shape.sections, shape.lessons, owned=number % 2 == 0, offered=number % 2 == 1)

    def course(self, name: str, sections: int, lessons: int, *, owned: bool, offered: bool) -> str:
        """One course; returns its id. A third of the lessons of every other owned course is complete."""
        course = self._id()
        self._row("courses", course, name, self._text(20))
        if owned:
            self._row("user_course_access", self.owner, course)
        if offered:
            self._row("course_products", course, self.random.choice(self.products))
        begun = owned and self.random.random() < 0.5
        for place in range(sections):
            section = self._id()
            self._row("course_sections", section, f"Part {place + 1} {self._text(3)}", "public", place, course)
            for order in range(lessons):
                lesson = self._lesson(section, order, "preview" if not place and not order else "public")
                if begun and order * 3 < lessons:
                    self._row("user_lesson_complete", self.owner, lesson, self._time())
        return course

    def _lesson(self, section: str, order: int, status: str) -> str:
        lesson = self._id()
        self._row("lessons", lesson, self._text(6), self._text(40), "PFDu9oVAE-g", order, status, section)
        return lesson

    def _product(self, number: int) -> str:
        product = self._id()
        self._row("products", product, f"Bundle {number}", "", "", number * 10, "public")
        return product

    def _row(self, table: str, *values: object) -> None:
        self.rows.setdefault(table, []).append(values)

    def _id(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=words)).capitalize()

    def _time(self) -> str:
        return _TIME.format(self.random.randrange(1, 29), self.random.randrange(24), self.random.randrange(60))


_COLUMNS: dict[Table, Sequence[str]] = {
    tables.products: ("id", "name", "description", "imageUrl", "priceInDollars", "status"),
    tables.courses: ("id", "name", "description"),
    tables.course_sections: ("id", "name", "status", "order", "courseId"),
    tables.lessons: ("id", "name", "description", "youtubeVideoId", "order", "status", "sectionId"),
    tables.course_products: ("courseId", "productId"),
    tables.user_course_access: ("userId", "courseId"),
    tables.user_lesson_complete: ("userId", "lessonId", "createdAt"),
}


def create(url: str, shape: Shape, long_courses: Sequence[tuple[str, int, int]] = ()) -> tuple[UUID, list[str]]:
    """A migrated database with a catalog; returns the owner's id and those of the long courses.

    A long course is the owner's and in a product: its name, sections, and lessons in each.
    """
    database = Database.open(url)
    migrate(database)
    with database.write() as connection:
        owner = ensure_owner(connection)
        made = Catalog(str(owner))
        made.add(shape)
        ids = [made.course(*each, owned=True, offered=True) for each in long_courses]
        for table, columns in _COLUMNS.items():
            _insert(connection, table.name, columns, made.rows.get(table.name, []))
    if database.dialect == "postgresql":
        # What its own housekeeping would do sooner or later, and then in the middle of a measurement.
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    database.close()
    return owner, ids


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "sqlite":
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
        return
    with driver.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def create_home(
    home: Path, shape: Shape, long_courses: Sequence[tuple[str, int, int]] = (), *, cached: bool = True
) -> list[str]:
    """The home of a person who used Syllabus before; returns the ids of the long courses, which were opened."""
    folder = home / ".local/share/syllabus"
    folder.mkdir(parents=True)
    _, ids = create(f"sqlite:///{folder}/syllabus.db", shape, long_courses)
    if cached:
        asyncio.run(_fill_cache(folder, ids))
    return ids


async def _fill_cache(folder: Path, course_ids: Sequence[str]) -> None:
    library = Library(embedded_target(folder), folder / "library")
    library.start()
    try:
        await library.fetch(catalog())
        for course_id in course_ids:
            await library.fetch(outline(course_id))
    finally:
        library.close()
