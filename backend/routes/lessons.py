"""One lesson, and marking lessons complete."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Body, Request, Response

from api_client.models import Completion, CompletionBatch, CompletionResults, CompletionTime, Lesson
from backend.answers import answer
from backend.problems import PRIVATE, Refusal, invalid, not_found
from backend.queries.completions import Change, State, apply
from backend.queries.lessons import lesson
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.viewer import Visit, reading, writing

router = new_router("Lessons")

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""A time before it comes from no clock, and could leave the range of dates in some time zone."""


@router.get("/v1/lessons/{lesson_id}", response_model=Lesson, responses=unchanged() | errors(401, 403, 404, 503))
def get_lesson(request: Request, lesson_id: UUID) -> Response:
    """One lesson; where it is locked, its name and place alone."""
    with reading(request) as visit:
        found = lesson(visit.connection, visit.viewer, lesson_id)
    if found is None:
        raise not_found("lesson")
    return answer(request, visit.viewer, found)


@router.put(
    "/v1/lessons/{lesson_id}/completion",
    response_model=Completion,
    responses=errors(401, 403, 404, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def complete_lesson(
    request: Request, lesson_id: UUID, body: Annotated[CompletionTime | None, Body()] = None
) -> Response:
    """Mark a lesson complete. Repeated, the first time is kept."""
    now = datetime.now(UTC)
    at = min(body.completed_at, now) if body and body.completed_at else now
    if at < _EARLIEST:
        raise invalid("/completedAt", "A time before 1970 is no time at which a lesson was completed.")
    with writing(request) as visit:
        state = _applied(visit, Change(lesson_id, at))
    return answer(request, visit.viewer, {"lessonId": lesson_id, "completedAt": state.completed_at})


@router.delete(
    "/v1/lessons/{lesson_id}/completion",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def uncomplete_lesson(request: Request, lesson_id: UUID) -> Response:
    """Mark a lesson not complete; also when it was not."""
    with writing(request) as visit:
        _applied(visit, Change(lesson_id, None))
    return Response(status_code=204, headers=PRIVATE)


@router.post(
    "/v1/completions",
    response_model=CompletionResults,
    responses=errors(401, 403, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def apply_completions(request: Request, body: CompletionBatch) -> Response:
    """Apply a batch of changes in order, in one transaction; one that is refused fails no other."""
    now = datetime.now(UTC)
    changes = [
        Change(item.lesson_id, min(item.at, now) if item.completed else None)
        for item in body.items
        if item.at >= _EARLIEST
    ]
    with writing(request) as visit:
        states = apply(visit.connection, visit.viewer, changes)
    results = [
        _result(item.lesson_id, states[item.lesson_id] if item.at >= _EARLIEST else State("invalid"))
        for item in body.items
    ]
    return answer(request, visit.viewer, {"items": results})


def _result(lesson_id: UUID, state: State) -> dict[str, object]:
    return {"lessonId": lesson_id, "status": state.standing, "completedAt": state.completed_at}


def _applied(visit: Visit, change: Change) -> State:
    """The state after one change; raises 404 or 403 where it is refused."""
    state = apply(visit.connection, visit.viewer, [change])[change.lesson_id]
    if state.standing == "not_found":
        raise not_found("lesson")
    if state.standing == "no_access":
        raise Refusal(403, "no_access", "You have no access to the course of this lesson.")
    return state
