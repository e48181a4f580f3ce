"""The catalog and the outlines."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field, TypeAdapter

from api_client.models import CourseSummary, Lesson, Outline, Page
from backend.answers import answer
from backend.cursor import decode, encode
from backend.parameters import Cursor, Limit, Words, words
from backend.problems import not_found
from backend.queries.courses import Scope, Sort, page_of_courses
from backend.queries.lessons import lesson_page
from backend.queries.outline import outline
from backend.routes.described import errors, unchanged
from backend.routes.router import new_router
from backend.viewer import reading

router = new_router("Courses")

_POSITION = TypeAdapter(tuple[Annotated[int, Field(ge=0, le=2**31 - 1)]])


@router.get("/v1/courses", response_model=Page[CourseSummary], responses=unchanged() | errors(401, 403, 422, 503))
def list_courses(
    request: Request,
    scope: Annotated[Scope, Query(description="`mine`: with access; needs a viewer.")] = "all",
    q: Words = "",
    sort: Annotated[Sort, Query(description="`recent` and `progress` need a viewer.")] = "name",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """A page of the courses that the viewer can see."""
    with reading(request) as visit:
        if scope == "mine" or sort != "name":
            visit.signed_in()
        page = page_of_courses(
            visit.connection,
            visit.viewer,
            scope=scope,
            sort=sort,
            words=words(q),
            limit=limit,
            after=cursor,
        )
    return answer(request, visit.viewer, page)


@router.get("/v1/courses/{course_id}", response_model=Outline, responses=unchanged() | errors(401, 403, 404, 503))
def get_course(request: Request, course_id: UUID) -> Response:
    """One course with everything in it that the viewer can see."""
    with reading(request) as visit:
        course = outline(visit.connection, visit.viewer, course_id)
    if course is None:
        raise not_found("course")
    return answer(request, visit.viewer, course)


@router.get(
    "/v1/courses/{course_id}/lessons",
    response_model=Page[Lesson],
    responses=unchanged() | errors(401, 403, 404, 422, 503),
)
def list_course_lessons(request: Request, course_id: UUID, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """A page of a course's lessons, in the order of its outline: what a client reads ahead."""
    filters = ("lessons", str(course_id))
    position = decode(cursor, filters, _POSITION)[0] if cursor is not None else 0
    with reading(request) as visit:
        lessons = lesson_page(visit.connection, visit.viewer, course_id, after=position, limit=limit)
    if lessons is None:
        raise not_found("course")
    following = encode(filters, [lessons[limit - 1]["position"]]) if len(lessons) > limit else None
    return answer(request, visit.viewer, {"items": lessons[:limit], "nextCursor": following})
