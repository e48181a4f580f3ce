"""What an identity provider says of a person, as the columns take it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from backend.identity import accounts
from backend.identity.profiles import Profile, ProfileError, from_clerk, from_userinfo
from backend.tables import users

if TYPE_CHECKING:
    from backend.database import Database

CLAIMS = {"sub": "user_1", "name": "Ana Lovelace", "email": "ana@example.com", "email_verified": True}
USER: dict[str, Any] = {
    "id": "user_1",
    "first_name": "Ana",
    "last_name": None,
    "image_url": "https://img.example/ana.png",
    "updated_at": 1_767_225_600_123,
    "primary_email_address_id": "idn_2",
    "email_addresses": [
        {"id": "idn_1", "email_address": "old@example.com", "verification": {"status": "verified"}},
        {"id": "idn_2", "email_address": "ana@example.com", "verification": {"status": "unverified"}},
    ],
}


@pytest.mark.parametrize(
    ("claims", "name", "email", "verified"),
    [
        ({}, "Ana Lovelace", "ana@example.com", True),
        ({"email_verified": "true"}, "Ana Lovelace", "ana@example.com", False),
        ({"email_verified": None}, "Ana Lovelace", "ana@example.com", False),
        ({"name": None, "given_name": "Ana"}, "Ana", "ana@example.com", True),
        ({"name": " ", "given_name": "A", "family_name": "L"}, "A L", "ana@example.com", True),
        ({"name": None}, "ana", "ana@example.com", True),
        ({"name": "\x00\n"}, "ana", "ana@example.com", True),
        ({"name": 7, "email": "a@b@example.com"}, "a@b", "a@b@example.com", True),
        ({"name": None, "email": None}, "", "", False),
        ({"name": None, "email": "ana\x00@example.com"}, "", "", False),
        ({"email": "\ud800@example.com"}, "Ana Lovelace", "", False),
        ({"email": "a" * 320 + "@example.com"}, "Ana Lovelace", "", False),
        ({"email": ["ana@example.com"]}, "Ana Lovelace", "", False),
    ],
)
def test_userinfo(claims: dict[str, object], name: str, email: str, verified: bool) -> None:
    profile = from_userinfo(CLAIMS | claims)

    assert (profile.name, profile.email, profile.email_verified) == (name, email, verified)
    assert (profile.subject, profile.updated_at) == ("user_1", None)


@pytest.mark.parametrize(
    ("fields", "name", "email", "verified"),
    [
        ({}, "Ana", "ana@example.com", False),
        ({"primary_email_address_id": "idn_1"}, "Ana", "old@example.com", True),
        ({"primary_email_address_id": "idn_3"}, "Ana", "", False),
        ({"primary_email_address_id": None}, "Ana", "", False),
        ({"primary_email_address_id": None, "email_addresses": [{"email_address": "a@b"}]}, "Ana", "", False),
        ({"first_name": None}, "ana", "ana@example.com", False),
        ({"first_name": None, "email_addresses": None}, "", "", False),
        ({"email_addresses": ["x", None, 7]}, "Ana", "", False),
        ({"last_name": "Lovelace"}, "Ana Lovelace", "ana@example.com", False),
    ],
)
def test_a_user_of_clerk(fields: dict[str, object], name: str, email: str, verified: bool) -> None:
    profile = from_clerk(USER | fields)

    assert (profile.name, profile.email, profile.email_verified) == (name, email, verified)
    assert profile.image_url == "https://img.example/ana.png"


def test_an_address_that_was_never_to_be_verified() -> None:
    address = {"id": "idn_2", "email_address": "ana@example.com", "verification": None}

    assert not from_clerk(USER | {"email_addresses": [address]}).email_verified


def test_milliseconds_and_seconds() -> None:
    assert from_clerk(USER).updated_at == datetime(2026, 1, 1, 0, 0, 0, 123_000, UTC)
    assert from_clerk(USER | {"updated_at": 1_767_225_600}).updated_at == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("document", [None, [], "x", {}, CLAIMS | {"sub": "local"}, CLAIMS | {"sub": "deleted:1"}])
def test_nobody(document: object) -> None:
    with pytest.raises(ProfileError):
        from_userinfo(document)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=())),  # halves of surrogate pairs too
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys((*CLAIMS, *USER, "given_name", "picture"), JSON))


@settings(max_examples=150, derandomize=True, database=None)
@given(FIELDS)
def test_whatever_is_said_is_a_profile_that_can_be_stored_or_none(fields: dict[str, Any]) -> None:
    for read, usual in ((from_userinfo, CLAIMS), (from_clerk, USER)):
        try:
            profile = read(json.loads(json.dumps(usual | fields)))
        except ProfileError:
            continue
        for text in (profile.subject, profile.name, profile.email, profile.image_url or ""):
            assert "\x00" not in text.encode().decode()


def test_hostile_text_is_stored(database: Database) -> None:
    profile = Profile("user_1", "\u202e\U0001f600" * 99, "a@b", True, None, datetime(1970, 1, 1, tzinfo=UTC))
    with database.write() as connection:
        accounts.record(connection, profile)
    with database.read() as connection:
        assert connection.scalar(select(users.c.name)) == profile.name
