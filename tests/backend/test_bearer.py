"""The token of a request, before anything is done for it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.bearer import LONGEST, bearer
from backend.problems import Refusal
from tests.backend.refused import refusing, request_with

TOKEN = "aaa.bbb-_.ccc"


def test_a_request_without_credentials_is_anonymous() -> None:
    assert bearer(request_with()) is None


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
@pytest.mark.parametrize("token", [TOKEN, "oat_0123456789abcdef", "a" * (LONGEST - 4) + ".b.c"])
def test_the_scheme_is_read_in_any_case(scheme: str, token: str) -> None:
    assert bearer(request_with(f"{scheme} {token}")) == token


def test_spaces_around_the_token_do_not_matter() -> None:
    assert bearer(request_with(f"Bearer   {TOKEN} ")) == TOKEN


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        TOKEN,
        f"Basic {TOKEN}",
        f"Token {TOKEN}",
        f"Bearer{TOKEN}",
        f"Bearer\t{TOKEN}",
        f"Bearer: {TOKEN}",
        f"Bearer {TOKEN} {TOKEN}",
        f"Bearer {TOKEN},{TOKEN}",
        f"Bearer {TOKEN}, Bearer {TOKEN}",
        f"Bearer {TOKEN}\n",
        "Bearer anything",
        "Bearer a.b",
        "Bearer a.b.",
        "Bearer .b.c",
        "Bearer a.b.c.d",
        "Bearer a.b.c.d.e",
        "Bearer a.b=.c",
        "Bearer a.b.ü",
        "Bearer oat_",
        "Bearer oat-123",
        "Bearer OAT_123",
        "Bearer sk_test_123",
        f"Bearer {'a' * 9000}.b.c",
        f"Bearer oat_{'a' * 9000}",
        f"Bearer {'a' * (LONGEST - 3)}.b.c",
    ],
    ids=lambda header: repr(header[:30]),
)
def test_everything_else_is_refused(header: str) -> None:
    with refusing(TOKEN, header.removeprefix("Bearer").strip()):
        bearer(request_with(header))


def test_two_headers_are_refused_even_if_they_are_the_same() -> None:
    with refusing(TOKEN):
        bearer(request_with(f"Bearer {TOKEN}", f"Bearer {TOKEN}"))
    with refusing(TOKEN):
        bearer(request_with(f"Bearer {TOKEN}", ""))


@given(st.binary(max_size=80) | st.binary(max_size=40).map(lambda rest: b"Bearer " + rest))
def test_no_header_does_more_than_be_refused(header: bytes) -> None:
    with suppress(Refusal):
        bearer(request_with(header))
