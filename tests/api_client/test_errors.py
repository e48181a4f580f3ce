"""Every failure has a sentence, and no failure of httpx gets past the transport."""

from __future__ import annotations

import inspect

import httpx
import pytest

from api_client import errors
from api_client.answers import error_from
from api_client.http import mapped_errors

HTTPX_ERRORS = sorted(
    {each for _, each in inspect.getmembers(httpx, inspect.isclass) if issubclass(each, Exception)},
    key=lambda each: each.__name__,
)


def _raise(kind: type[Exception]) -> None:
    request = httpx.Request("GET", "https://ana:secret@learn.example.com/v1/me")
    if issubclass(kind, httpx.HTTPStatusError):
        raise kind("secret", request=request, response=httpx.Response(500))
    if issubclass(kind, httpx.StreamConsumed | httpx.StreamClosed | httpx.ResponseNotRead | httpx.RequestNotRead):
        raise kind()
    raise kind("secret")


@pytest.mark.parametrize("kind", HTTPX_ERRORS)
def test_every_exception_of_httpx_is_mapped(kind: type[Exception]) -> None:
    with pytest.raises(errors.ApiError) as caught, mapped_errors():
        _raise(kind)
    assert caught.value.sentence.endswith((".", "?"))
    assert "secret" not in caught.value.sentence


@pytest.mark.parametrize(
    ("kind", "expected", "outage"),
    [
        (httpx.ConnectError, errors.Unreachable, True),
        (httpx.ConnectTimeout, errors.Timeout, True),
        (httpx.ReadTimeout, errors.Timeout, True),
        (httpx.ReadError, errors.Unreachable, True),
        (httpx.RemoteProtocolError, errors.Unreachable, True),
        (httpx.DecodingError, errors.ServerFailed, True),
        (httpx.UnsupportedProtocol, errors.InsecureServer, False),
    ],
)
def test_the_most_specific_error_wins(kind: type[Exception], expected: type[Exception], outage: bool) -> None:
    with pytest.raises(errors.ApiError) as caught, mapped_errors():
        _raise(kind)
    assert type(caught.value) is expected
    assert errors.is_outage(caught.value) is outage


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (302, "", errors.ServerFailed),
        (400, "bad", errors.Invalid),
        (401, "unauthenticated", errors.Unauthenticated),
        (403, "forbidden", errors.Forbidden),
        (403, "no_access", errors.NoAccess),
        (404, "not_found", errors.NotFound),
        (409, "already_owned", errors.Conflict),
        (410, "", errors.NotFound),
        (412, "version_mismatch", errors.VersionMismatch),
        (422, "invalid", errors.Invalid),
        (429, "slow", errors.RateLimited),
        (500, "", errors.ServerFailed),
        (503, "unready", errors.ServerFailed),
        (599, "", errors.ServerFailed),
        (999, "", errors.ServerFailed),
    ],
)
def test_statuses(status: int, code: str, expected: type[errors.ApiError]) -> None:
    problem = f'{{"title": "T", "status": {status}, "detail": "What happened.", "code": "{code}"}}'
    error = error_from(status, {}, problem)
    assert type(error) is expected
    assert error.code == code
    assert error.status == status
    if 400 <= status < 500:
        assert error.sentence == "What happened."


@pytest.mark.parametrize("body", ["", "<html><body>secret</body></html>", "null", "[1]", "{", '{"detail": "secret"}'])
def test_a_body_that_is_no_problem_document_is_not_quoted(body: str) -> None:
    for status in (403, 404, 418, 502):
        error = error_from(status, {}, body)
        assert "secret" not in error.sentence
        assert error.sentence.endswith(".")
    assert error_from(502, {}, body).sentence == "The server failed (502 Bad Gateway)."


def test_errors_that_say_the_same_are_equal() -> None:
    assert errors.NotFound("Gone.", code="a", status=404) == errors.NotFound("Gone.", code="a", status=404)
    assert errors.NotFound("Gone.") != errors.Conflict("Gone.")
    assert errors.NotFound("Gone.") != errors.NotFound("Away.")
    assert len({errors.NotFound("Gone."), errors.NotFound("Gone.")}) == 1


def test_the_drawn_tree_is_the_tree() -> None:
    assert errors.__doc__
    drawn = {line.split("─ ")[1].split()[0] for line in errors.__doc__.splitlines() if "─ " in line}
    real = {name for name, each in vars(errors).items() if inspect.isclass(each) and issubclass(each, errors.ApiError)}
    assert drawn | {"ApiError"} == real
