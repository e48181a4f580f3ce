"""Errors on the wire (RFC 9457): every answer that is not a success is a problem document."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from api_client.models import FieldProblem, Problem
from backend.compression import respond

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI, Request, Response

PROBLEM_JSON = "application/problem+json"
PRIVATE = {"cache-control": "private, no-cache", "vary": "Authorization, Accept-Encoding"}
"""Headers of every answer that may differ by viewer."""

_log = logging.getLogger(__name__)
_problem: TypeAdapter[Problem] = TypeAdapter(Problem)
_CODES = {400: "invalid", 404: "not_found", 405: "method_not_allowed", 422: "invalid"}


class Refusal(HTTPException):
    """A request that is refused. `code` is for programs, `detail` a sentence for people."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        version: str | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.code = code
        self.errors = tuple(errors)
        self.version = version


def not_found(what: str) -> Refusal:
    """404. It does not say whether the thing exists and is only hidden from the viewer."""
    return Refusal(404, "not_found", f"There is no such {what}, or it is not visible to you.")


def invalid(pointer: str, detail: str, code: str = "invalid") -> Refusal:
    """422 for one parameter or field."""
    return Refusal(422, code, detail, [FieldProblem(pointer=pointer, detail=detail)])


def invalid_for(errors: Sequence[FieldProblem]) -> Refusal:
    """422 for several fields."""
    return Refusal(422, "invalid", _sentence(errors), errors)


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer for an error."""
    title = HTTPStatus(status).phrase
    document = Problem(title=title, status=status, detail=detail, code=code, errors=tuple(errors))
    return _written(request, document, headers)


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem document."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(OperationalError, _on_database)
    app.add_exception_handler(ProgrammingError, _on_database)  # PostgreSQL's word for a table that lacks
    app.add_exception_handler(Exception, _on_bug)


def _written(request: Request, document: Problem, headers: Mapping[str, str] | None) -> Response:
    body = _problem.dump_json(document, exclude_none=True)
    return respond(request, document.status, body, PROBLEM_JSON, {**PRIVATE, **(headers or {})})


def _refusal(error: Refusal) -> Problem:
    return Problem(
        title=HTTPStatus(error.status_code).phrase,
        status=error.status_code,
        detail=error.detail,
        code=error.code,
        errors=error.errors,
        version=error.version,
    )


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error, Refusal):
        return _written(request, _refusal(error), error.headers)
    status = 422 if error.status_code == 400 else error.status_code
    code = _CODES.get(status, "failed")
    if status == 404:
        return problem(request, 404, code, "This server has nothing at this path.")
    if status == 405:
        allow = ", ".join(_allowed(request))
        return problem(request, 405, code, f"This path answers {allow} alone.", headers={"allow": allow})
    if status == 422:
        detail = "The body cannot be read as JSON."
        return problem(request, 422, code, detail, [FieldProblem(pointer="", detail=detail)])
    return problem(request, status, code, str(error.detail), headers=error.headers)


def _allowed(request: Request) -> list[str]:
    """The methods of every route of this path: Starlette names those of the first only."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    matching = (route for route in routes if route.matches(request.scope)[0] != Match.NONE)
    return sorted({method for route in matching for method in route.methods or ()})


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults: Sequence[dict[str, Any]] = error.errors()
    if any(fault["loc"][0] == "path" for fault in faults):
        return problem(request, 404, "not_found", "There is nothing with such an id: it is not a UUID.")
    errors = [FieldProblem(pointer=_pointer(fault["loc"]), detail=_detail(fault)) for fault in faults]
    return problem(request, 422, "invalid", _sentence(errors), errors)


def _detail(fault: dict[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return "This is not JSON."
    return _storable(str(fault["msg"]).removeprefix("Value error, "))  # pydantic's, before a sentence of ours


def _sentence(errors: Sequence[FieldProblem]) -> str:
    if len(errors) == 1:
        return f"The request is not valid: {errors[0].pointer or 'body'}: {errors[0].detail}"
    return f"The request is not valid, for {len(errors)} reasons."


def _pointer(loc: Sequence[str | int]) -> str:
    source, *rest = loc
    if source == "body":
        parts = (str(part).replace("~", "~0").replace("/", "~1") for part in rest)
        return _storable("".join(f"/{part}" for part in parts))
    return _storable(".".join(str(part) for part in rest))


def _storable(text: str) -> str:
    """A field's name comes from the request: a lone surrogate in it could not be encoded."""
    return text.encode("utf-8", "backslashreplace").decode()


async def _on_database(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    # The first line alone: those below can quote values.
    _log.error("the database failed: %s", str(error.orig).partition("\n")[0])
    detail = "The database does not answer as it should. Try again shortly; /readyz says more."
    return problem(request, 503, "unavailable", detail, headers={"retry-after": "2"})


async def _on_bug(request: Request, _error: Exception) -> Response:
    return problem(request, 500, "internal", "The server failed at this request. Its log says why.")
