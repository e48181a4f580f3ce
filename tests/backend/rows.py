"""Rows for tests, written as plain inserts: also rows that the API itself would refuse."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert

from backend import tables

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from sqlalchemy import Connection

    from backend.database import Database

VIDEO = "PFDu9oVAE-g"


@contextmanager
def catalog(database: Database) -> Generator[Catalog]:
    """Builds rows in one transaction."""
    with database.write() as connection:
        yield Catalog(connection)


class Catalog:
    """Inserts rows and gives their ids. Every column can be overridden by its name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def user(self, name: str = "Ana", **columns: object) -> UUID:
        user_id = uuid4()
        row = {"clerkUserId": f"user_{user_id.hex}", "email": "ana@example.com", "name": name}
        return self._insert(tables.users, user_id, row | columns)

    def course(self, name: str = "Course", **columns: object) -> UUID:
        return self._insert(tables.courses, uuid4(), {"name": name, "description": ""} | columns)

    def section(self, course: UUID, name: str = "Section", **columns: object) -> UUID:
        row = {"name": name, "courseId": course, "order": 0, "status": "public"}
        return self._insert(tables.course_sections, uuid4(), row | columns)

    def lesson(self, section: UUID, name: str = "Lesson", **columns: object) -> UUID:
        return self.lessons(section, [{"name": name} | columns])[0]

    def lessons(self, section: UUID, rows: Sequence[dict[str, Any]]) -> list[UUID]:
        """Many lessons at once, in the order of the rows."""
        default: dict[str, object] = {
            "description": None,
            "youtubeVideoId": VIDEO,
            "status": "public",
            "sectionId": section,
        }
        ids = [uuid4() for _ in rows]
        made = [default | {"id": ids[order], "order": order} | row for order, row in enumerate(rows)]
        self.connection.execute(insert(tables.lessons), made)
        return ids

    def product(self, *courses: UUID, name: str = "Bundle", **columns: object) -> UUID:
        row = {"name": name, "description": "", "imageUrl": "", "priceInDollars": 29, "status": "public"}
        product_id = self._insert(tables.products, uuid4(), row | columns)
        links = [{"courseId": course, "productId": product_id} for course in courses]
        if links:
            self.connection.execute(insert(tables.course_products), links)
        return product_id

    def access(self, user: UUID, *courses: UUID) -> None:
        rows = [{"userId": user, "courseId": course} for course in courses]
        self.connection.execute(insert(tables.user_course_access), rows)

    def complete(self, user: UUID, *lessons: UUID, at: datetime | None = None) -> None:
        time = at or datetime.now(UTC)
        rows = [{"userId": user, "lessonId": lesson, "createdAt": time} for lesson in lessons]
        self.connection.execute(insert(tables.user_lesson_complete), rows)

    def purchase(self, user: UUID, product: UUID, *, refunded: bool = False, session: str | None = None) -> UUID:
        purchase_id = uuid4()
        row = {
            "pricePaidInCents": 2900,
            "productDetails": {"name": "Bundle", "description": "", "imageUrl": ""},
            "userId": user,
            "productId": product,
            "stripeSessionId": session or f"cs_{purchase_id.hex}",
            "refundedAt": datetime.now(UTC) if refunded else None,
        }
        return self._insert(tables.purchases, purchase_id, row)

    def _insert(self, table: Table, row_id: UUID, row: dict[str, Any]) -> UUID:
        self.connection.execute(insert(table), {"id": row_id} | row)
        return row_id
