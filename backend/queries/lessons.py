"""Lessons with their place in the course."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import and_, bindparam, func, select

from api_client.models.video import VIDEO_ID
from backend import rules
from backend.columns import Id
from backend.tables import course_sections, courses, lessons, user_course_access, user_lesson_complete

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from backend.statement import AnyRow, AnySelect
    from backend.viewer import Viewer


def visible_lessons(of_courses: ColumnElement[bool]) -> AnySelect:
    """The visible lessons of courses that are visible: with place, completion and lock.

    `of_courses` chooses by `course_sections.courseId`.
    """
    done, access = user_lesson_complete.alias("done"), user_course_access.alias("access")
    position = func.row_number().over(partition_by=course_sections.c.courseId, order_by=list(rules.OUTLINE_ORDER))
    is_owners = and_(access.c.courseId == course_sections.c.courseId, access.c.userId == rules.VIEWER)
    is_done = and_(done.c.lessonId == lessons.c.id, done.c.userId == rules.VIEWER)
    return (
        select(
            course_sections.c.courseId,
            course_sections.c.id.label("sectionId"),
            course_sections.c.name.label("sectionName"),
            lessons.c.id,
            lessons.c.name,
            lessons.c.order,
            lessons.c.status,
            rules.lesson_is_locked(access.c.userId.is_not(None)).label("locked"),
            done.c.createdAt.label("completedAt"),
            position.label("position"),
        )
        .join_from(course_sections, lessons, lessons.c.sectionId == course_sections.c.id)
        .outerjoin(access, is_owners)
        .outerjoin(done, is_done)
        .where(of_courses, rules.lesson_is_visible())
    )


def lesson_page(
    connection: Connection, viewer: Viewer, course_id: object, *, after: int, limit: int
) -> list[dict[str, Any]] | None:
    """Lessons of a course from position `after` + 1 on, at most `limit` + 1; None if it is not visible."""
    parameters = {"viewer": viewer.id, "course": course_id}
    if connection.execute(_COURSE_IS_VISIBLE, parameters).first() is None:
        return None
    rows = connection.execute(_page(), parameters | {"after": after, "limit": limit + 1})
    return [_lesson(row) for row in rows]


def lesson(connection: Connection, viewer: Viewer, lesson_id: object) -> dict[str, Any] | None:
    """One lesson; None if it is not visible."""
    row = connection.execute(_one(), {"viewer": viewer.id, "lesson": lesson_id}).first()
    return None if row is None else _lesson(row)


_COURSE_IS_VISIBLE = select(courses.c.id).where(
    courses.c.id == bindparam("course", type_=Id), rules.course_is_visible(courses.c.id)
)


def _with_neighbours(course_id: ColumnElement[Any]) -> AnySelect:
    place = visible_lessons(course_sections.c.courseId == course_id).cte("place")
    neighbours = (
        function(place.c[column]).over(order_by=place.c.position).label(f"{name}_{column}")
        for name, function in (("previous", func.lag), ("next", func.lead))
        for column in ("id", "name", "locked")
    )
    row = select(place, func.count().over().label("lessonCount"), *neighbours).cte("row")
    return (
        select(row, courses.c.name.label("courseName"), lessons.c.description, lessons.c.youtubeVideoId)
        .join_from(row, courses, courses.c.id == row.c.courseId)
        .join(lessons, lessons.c.id == row.c.id)
        .where(rules.course_is_visible(courses.c.id))
        .order_by(row.c.position)
    )


@cache
def _page() -> AnySelect:
    statement = _with_neighbours(bindparam("course", type_=Id))
    position = statement.selected_columns["position"]
    return statement.where(position > bindparam("after")).limit(bindparam("limit"))


@cache
def _one() -> AnySelect:
    lesson_id = bindparam("lesson", type_=Id)
    course_id = (
        select(course_sections.c.courseId)
        .join(lessons, lessons.c.sectionId == course_sections.c.id)
        .where(lessons.c.id == lesson_id)
        .scalar_subquery()
    )
    statement = _with_neighbours(course_id)
    return statement.where(statement.selected_columns["id"] == lesson_id)


def _lesson(row: AnyRow) -> dict[str, Any]:
    locked = bool(row.locked)
    video = None if locked else row.youtubeVideoId
    return {
        "id": row.id,
        "name": row.name,
        "order": row.order,
        "status": row.status,
        "locked": locked,
        "completedAt": row.completedAt,
        "courseId": row.courseId,
        "courseName": row.courseName,
        "sectionId": row.sectionId,
        "sectionName": row.sectionName,
        "position": row.position,
        "lessonCount": row.lessonCount,
        "description": None if locked else row.description,
        "youtubeVideoId": video,
        "videoUrl": video_url(video),
        "thumbnailUrl": thumbnail_url(video),
        "previous": row.previous_id
        and {"id": row.previous_id, "name": row.previous_name, "locked": bool(row.previous_locked)},
        "next": row.next_id and {"id": row.next_id, "name": row.next_name, "locked": bool(row.next_locked)},
    }


def video_url(video_id: str | None) -> str | None:
    """Where to watch a video; None if the id can be no video of YouTube."""
    if video_id is None or not VIDEO_ID.match(video_id):
        return None
    return f"https://www.youtube.com/watch?v={quote(video_id, safe='')}"


def thumbnail_url(video_id: str | None) -> str | None:
    """The picture of a video; None if the id can be no video of YouTube."""
    if video_id is None or not VIDEO_ID.match(video_id):
        return None
    return f"https://i.ytimg.com/vi/{quote(video_id, safe='')}/hqdefault.jpg"
