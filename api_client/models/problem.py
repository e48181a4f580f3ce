"""Errors on the wire (RFC 9457)."""

from api_client.models.base import Response


class FieldProblem(Response):
    """What is wrong with one field; `pointer` is a JSON pointer (RFC 6901) into the body, or the parameter's name."""

    pointer: str
    detail: str


class Problem(Response):
    """An `application/problem+json` document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    """A stable snake_case word, for programs."""
    errors: tuple[FieldProblem, ...] = ()
    """For 422 only."""
    version: str | None = None
    """For 412 only: the version that the resource has now."""
