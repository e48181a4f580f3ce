"""The nine tables of the platform, one definition for SQLite and PostgreSQL.

Names, types and constraints are fixed: the same database may be serving a web application.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from backend.casefold import sort_key
from backend.columns import Document, Id, Timestamp, Word, new_id, now

USER_ROLE = Word("user_role", "user", "admin")
SECTION_STATUS = Word("course_section_status", "public", "private")
LESSON_STATUS = Word("lesson_status", "public", "private", "preview")
PRODUCT_STATUS = Word("product_status", "public", "private")
ENUMS = (USER_ROLE, SECTION_STATUS, LESSON_STATUS, PRODUCT_STATUS)

metadata = MetaData()
"""The nine tables with our indexes on them."""


def _id() -> Column[Any]:
    return Column("id", Id, primary_key=True, server_default=new_id())


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _reference(name: str, target: str, on_delete: str, *, key: bool = False) -> Column[Any]:
    return Column(name, Id, ForeignKey(target, ondelete=on_delete), nullable=False, primary_key=key)


def _times() -> tuple[Column[Any], Column[Any]]:
    return (
        Column("createdAt", Timestamp, nullable=False, server_default=now()),
        Column("updatedAt", Timestamp, nullable=False, server_default=now(), onupdate=now()),
    )


def _word(name: str, word: Word, default: str) -> tuple[Column[str], CheckConstraint]:
    allowed = ", ".join(f"'{each}'" for each in word.words)
    check = CheckConstraint(f'"{name}" IN ({allowed})', name=f"{word.name}_words").ddl_if(dialect="sqlite")
    return Column(name, word, nullable=False, server_default=text(f"'{default}'")), check


users = Table(
    "users",
    metadata,
    _id(),
    _text("clerkUserId"),
    _text("email"),
    _text("name"),
    *_word("role", USER_ROLE, "user"),
    _text("imageUrl", nullable=True),
    Column("deletedAt", Timestamp, nullable=True),
    *_times(),
    UniqueConstraint("clerkUserId", name="users_clerkUserId_unique"),
)

courses = Table("courses", metadata, _id(), _text("name"), _text("description"), *_times())

course_sections = Table(
    "course_sections",
    metadata,
    _id(),
    _text("name"),
    *_word("status", SECTION_STATUS, "private"),
    Column("order", Integer, nullable=False),
    _reference("courseId", "courses.id", "CASCADE"),
    *_times(),
)

lessons = Table(
    "lessons",
    metadata,
    _id(),
    _text("name"),
    _text("description", nullable=True),
    _text("youtubeVideoId"),
    Column("order", Integer, nullable=False),
    *_word("status", LESSON_STATUS, "private"),
    _reference("sectionId", "course_sections.id", "CASCADE"),
    *_times(),
)

products = Table(
    "products",
    metadata,
    _id(),
    _text("name"),
    _text("description"),
    _text("imageUrl"),
    Column("priceInDollars", Integer, nullable=False),
    *_word("status", PRODUCT_STATUS, "private"),
    *_times(),
)

course_products = Table(
    "course_products",
    metadata,
    _reference("courseId", "courses.id", "RESTRICT", key=True),
    _reference("productId", "products.id", "CASCADE", key=True),
    *_times(),
)

user_course_access = Table(
    "user_course_access",
    metadata,
    _reference("userId", "users.id", "CASCADE", key=True),
    _reference("courseId", "courses.id", "CASCADE", key=True),
    *_times(),
)

user_lesson_complete = Table(
    "user_lesson_complete",
    metadata,
    _reference("userId", "users.id", "CASCADE", key=True),
    _reference("lessonId", "lessons.id", "CASCADE", key=True),
    *_times(),
)

purchases = Table(
    "purchases",
    metadata,
    _id(),
    Column("pricePaidInCents", Integer, nullable=False),
    Column("productDetails", Document, nullable=False),
    _reference("userId", "users.id", "RESTRICT"),
    _reference("productId", "products.id", "RESTRICT"),
    _text("stripeSessionId"),
    Column("refundedAt", Timestamp, nullable=True),
    *_times(),
    UniqueConstraint("stripeSessionId", name="purchases_stripeSessionId_unique"),
)

Index("syllabus_courses_name", sort_key(courses.c.name))
Index("syllabus_course_sections_course", course_sections.c.courseId)
Index("syllabus_lessons_section", lessons.c.sectionId)
Index("syllabus_course_products_product", course_products.c.productId)
Index("syllabus_user_course_access_course", user_course_access.c.courseId)
Index("syllabus_user_lesson_complete_lesson", user_lesson_complete.c.lessonId)
Index("syllabus_purchases_user", purchases.c.userId, purchases.c.productId)
Index("syllabus_purchases_product", purchases.c.productId)
