"""What the rows of the admin's lists and trees draw: small tuples of the standard library, their text harmless.

The models have the text as it is stored, for forms; here control characters are escapes already. Ids are text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api_client.escapes import shown
from api_client.ordering.order import SectionOrder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from api_client.models.admin import (
        AdminCourse,
        AdminLesson,
        AdminOutline,
        AdminProduct,
        AdminSection,
        AdminUser,
        AdminUserDetail,
        Finding,
    )
    from api_client.ordering.order import Order


class ProductName(NamedTuple):
    """A product that contains a course."""

    id: str
    name: str
    status: str


class AdminCourseRow(NamedTuple):
    """A course in the list of all."""

    id: str
    name: str
    description: str
    section_count: int
    lesson_count: int
    hidden_lesson_count: int
    learner_count: int
    completion_count: int
    products: tuple[ProductName, ...]
    updated_at: datetime


class AdminLessonRow(NamedTuple):
    """A lesson in a course's tree."""

    id: str
    name: str
    status: str
    video_id: str
    section_id: str
    completion_count: int
    is_described: bool


class AdminSectionRow(NamedTuple):
    """A section in a course's tree."""

    id: str
    name: str
    status: str
    lessons: tuple[AdminLessonRow, ...]


class AdminProductRow(NamedTuple):
    """A product in the list of all."""

    id: str
    name: str
    price_in_dollars: int
    status: str
    course_names: tuple[str, ...]
    purchase_count: int
    customer_count: int


class AdminUserRow(NamedTuple):
    """A user in a list."""

    id: str
    name: str
    email: str
    role: str
    is_deleted: bool
    purchase_count: int
    paid_in_cents: int
    course_count: int


class AccessRow(NamedTuple):
    """A course that a user has access to."""

    id: str
    name: str
    completed_count: int
    lesson_count: int
    by_hand: bool
    """An admin gave it."""
    products: tuple[str, ...]
    """What was bought that gives it, by the names of then."""


class FindingRow(NamedTuple):
    """Something that is probably not meant, and where."""

    id: str
    """Its place in the list: findings have no id of their own."""
    code: str
    severity: str
    detail: str
    course_id: str | None
    section_id: str | None
    lesson_id: str | None
    product_id: str | None


def admin_course_rows(courses: Sequence[AdminCourse]) -> tuple[AdminCourseRow, ...]:
    """The rows of a list of courses."""
    return tuple(
        AdminCourseRow(
            str(course.id), shown(course.name), shown(course.description), course.section_count, course.lesson_count,
            course.hidden_lesson_count, course.learner_count, course.completion_count,
            tuple(ProductName(str(each.id), shown(each.name), shown(each.status)) for each in course.products),
            course.updated_at,
        )
        for course in courses
    )  # fmt: skip


def admin_section_rows(outline: AdminOutline) -> tuple[AdminSectionRow, ...]:
    """The sections and lessons of a course, in the order of the server."""
    return tuple(admin_section_row(section) for section in outline.sections)


def admin_section_row(section: AdminSection) -> AdminSectionRow:
    """A section with its lessons."""
    lessons = tuple(admin_lesson_row(lesson) for lesson in section.lessons)
    return AdminSectionRow(str(section.id), shown(section.name), shown(section.status), lessons)


def admin_lesson_row(lesson: AdminLesson) -> AdminLessonRow:
    """A lesson."""
    return AdminLessonRow(
        str(lesson.id), shown(lesson.name), shown(lesson.status), shown(lesson.youtube_video_id),
        str(lesson.section_id), lesson.completion_count, bool(lesson.description),
    )  # fmt: skip


def order_of(sections: Sequence[AdminSectionRow]) -> Order:
    """The order that the rows stand in."""
    return tuple(SectionOrder(each.id, tuple(lesson.id for lesson in each.lessons)) for each in sections)


def admin_product_rows(products: Sequence[AdminProduct]) -> tuple[AdminProductRow, ...]:
    """The rows of a list of products."""
    return tuple(
        AdminProductRow(
            str(product.id), shown(product.name), product.price_in_dollars, shown(product.status),
            tuple(shown(course.name) for course in product.courses), product.purchase_count, product.customer_count,
        )
        for product in products
    )  # fmt: skip


def admin_user_rows(users: Sequence[AdminUser]) -> tuple[AdminUserRow, ...]:
    """The rows of a list of users."""
    return tuple(
        AdminUserRow(
            str(user.id), shown(user.name), shown(user.email), shown(user.role), user.deleted_at is not None,
            user.purchase_count, user.paid_in_cents, user.course_count,
        )
        for user in users
    )  # fmt: skip


def access_rows(user: AdminUserDetail) -> tuple[AccessRow, ...]:
    """What a user has access to, by name."""
    return tuple(
        AccessRow(
            str(course.id), shown(course.name), course.completed_count, course.lesson_count,
            any(source.kind == "manual" for source in course.sources),
            tuple(shown(source.product_name or "") for source in course.sources if source.kind == "purchase"),
        )
        for course in user.courses
    )  # fmt: skip


def finding_rows(findings: Sequence[Finding]) -> tuple[FindingRow, ...]:
    """The rows of a list of findings."""
    return tuple(
        FindingRow(
            str(number), shown(each.code), shown(each.severity), shown(each.detail),
            _text(each.course_id), _text(each.section_id), _text(each.lesson_id), _text(each.product_id),
        )
        for number, each in enumerate(findings)
    )  # fmt: skip


def _text(id: UUID | None) -> str | None:
    return str(id) if id is not None else None
