"""What an answer to a bad token must be, and must not hold."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request

from backend.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Generator


def request_with(*authorization: str | bytes) -> Request:
    """A request with these Authorization headers."""
    values = [value if isinstance(value, bytes) else value.encode("latin-1") for value in authorization]
    headers = [(b"authorization", value) for value in values]
    return Request({"type": "http", "method": "GET", "path": "/v1/me", "headers": headers})


@contextmanager
def refusing(*secrets: str) -> Generator[pytest.ExceptionInfo[Refusal]]:
    """A 401 for a token, which quotes none of `secrets`."""
    with pytest.raises(Refusal) as caught:
        yield caught
    refusal = caught.value
    assert (refusal.status_code, refusal.code) == (401, "unauthenticated")
    assert refusal.headers == {"www-authenticate": 'Bearer realm="syllabus", error="invalid_token"'}
    assert not any(secret in refusal.detail for secret in secrets if secret)
    assert refusal.__cause__ is None
    assert refusal.__suppress_context__ or refusal.__context__ is None


@contextmanager
def unavailable() -> Generator[pytest.ExceptionInfo[Refusal]]:
    """A 503 that says when to come back."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert (caught.value.status_code, caught.value.code) == (503, "identity_unavailable")
    assert int((caught.value.headers or {})["retry-after"]) >= 1
