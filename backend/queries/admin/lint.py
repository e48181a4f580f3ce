"""What is looked at for mistakes: two statements, whatever the number of courses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from backend import rules
from backend.casefold import folded
from backend.columns import Id
from backend.queries.by_name import by_name
from backend.tables import course_products, course_sections, courses, lessons, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect


def content_rows(connection: Connection, course_id: object | None) -> Sequence[AnyRow]:
    """Courses by name, each with its sections and their lessons in order; null where there is none.

    Of one course, or of all where that is None.
    """
    return connection.execute(_content(one=course_id is not None), {"course": course_id}).all()


def idle_products(connection: Connection, course_id: object | None) -> Sequence[AnyRow]:
    """The public products without a visible lesson; of those that a course is in, or of all where that is None."""
    return connection.execute(_idle_products(one=course_id is not None), {"course": course_id}).all()


@cache
def _content(*, one: bool) -> AnySelect:
    statement = (
        select(
            courses.c.id.label("courseId"),
            courses.c.name.label("courseName"),
            course_sections.c.id.label("sectionId"),
            course_sections.c.name.label("sectionName"),
            course_sections.c.status.label("sectionStatus"),
            course_sections.c.order.label("sectionOrder"),
            lessons.c.id.label("lessonId"),
            lessons.c.name.label("lessonName"),
            lessons.c.status.label("lessonStatus"),
            lessons.c.order.label("lessonOrder"),
            lessons.c.youtubeVideoId,
        )
        .outerjoin_from(courses, course_sections, course_sections.c.courseId == courses.c.id)
        .outerjoin(lessons, lessons.c.sectionId == course_sections.c.id)
        .order_by(folded(courses.c.name), courses.c.id, *rules.OUTLINE_ORDER)
    )
    return statement.where(courses.c.id == bindparam("course", type_=Id)) if one else statement


@cache
def _idle_products(*, one: bool) -> AnySelect:
    seen = (
        exists()
        .where(course_products.c.productId == products.c.id)
        .where(course_sections.c.courseId == course_products.c.courseId)
        .where(lessons.c.sectionId == course_sections.c.id, rules.lesson_is_visible())
    )
    statement = (
        select(products.c.id, products.c.name).where(rules.product_is_visible(), ~seen).order_by(*by_name(products))
    )
    link = course_products.alias()
    in_course = exists().where(link.c.productId == products.c.id, link.c.courseId == bindparam("course", type_=Id))
    return statement.where(in_course) if one else statement
