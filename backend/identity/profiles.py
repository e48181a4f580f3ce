"""What an identity provider says of a person, in its three ways of saying it, as the columns of `users` take it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from backend.identity.subject import is_usable

if TYPE_CHECKING:
    from collections.abc import Mapping

    Document = Mapping[str, Any]

_LONGEST_NAME = 200
_LONGEST_EMAIL = 320
_LONGEST_URL = 2_048
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
"""Control characters, which no name has and of which PostgreSQL refuses NUL, and halves of surrogate pairs."""
_FIRST_IN_MILLISECONDS = 10**11
"""A smaller number counts seconds (this one is the year 5138); in milliseconds it would be before 1973."""


class ProfileError(ValueError):
    """The document describes no person. The text quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, as their identity provider knows them."""

    subject: str
    name: str = ""
    email: str = ""
    """Empty where the provider names none."""
    email_verified: bool = False
    image_url: str | None = None
    updated_at: datetime | None = None
    """When the provider changed it last; None where it does not say. A profile never replaces a newer one."""


def from_userinfo(document: object) -> Profile:
    """The claims of an OpenID provider's userinfo. Raises ProfileError without a usable subject."""
    claims = _mapping(document)
    email = _email(claims.get("email"))
    parts = (claims.get("given_name"), claims.get("family_name"))
    return Profile(
        subject=_subject(claims.get("sub")),
        name=_text(claims.get("name"), _LONGEST_NAME) or _joined(*parts) or _local_part(email),
        email=email,
        email_verified=bool(email) and claims.get("email_verified") is True,
        image_url=_url(claims.get("picture")),
    )


def from_clerk(document: object) -> Profile:
    """A user of Clerk, from its API or a webhook. Raises ProfileError without a usable id or a time of change."""
    user = _mapping(document)
    address = _primary_address(user)
    email = _email(address.get("email_address"))
    verification = _mapping(address.get("verification") or {})
    return Profile(
        subject=_subject(user.get("id")),
        name=_joined(user.get("first_name"), user.get("last_name")) or _local_part(email),
        email=email,
        email_verified=bool(email) and verification.get("status") == "verified",
        image_url=_url(user.get("image_url")),
        updated_at=_time(user.get("updated_at")),
    )


def _primary_address(user: Document) -> Document:
    """The e-mail address that the user chose: its place in the list means nothing. Empty if there is none."""
    chosen, addresses = user.get("primary_email_address_id"), user.get("email_addresses")
    for address in cast("list[object]", addresses) if isinstance(addresses, list) else ():
        if isinstance(address, dict) and address.get("id") == chosen is not None:
            return cast("Document", address)
    return {}


def _mapping(document: object) -> Document:
    if not isinstance(document, dict):
        raise ProfileError("it is no object")
    return cast("Document", document)


def _subject(value: object) -> str:
    if not isinstance(value, str) or not is_usable(value):
        raise ProfileError("its subject cannot be a person's")
    return value


def _text(value: object, longest: int) -> str:
    return _UNWANTED.sub(" ", value).strip()[:longest].rstrip() if isinstance(value, str) else ""


def _joined(*parts: object) -> str:
    return " ".join(filter(None, (_text(part, _LONGEST_NAME) for part in parts)))[:_LONGEST_NAME].rstrip()


def _email(value: object) -> str:
    """An address is taken whole or not at all: what is left of a damaged one may be somebody else's."""
    if not isinstance(value, str) or len(value) > _LONGEST_EMAIL or _UNWANTED.search(value):
        return ""
    return value.strip()


def _local_part(email: str) -> str:
    return email.rpartition("@")[0][:_LONGEST_NAME]


def _url(value: object) -> str | None:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_URL or _UNWANTED.search(value):
        return None
    return value


def _time(value: object) -> datetime:
    """Clerk counts milliseconds; its examples, seconds."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ProfileError("it does not say when it changed")
    try:
        return datetime.fromtimestamp(value if value < _FIRST_IN_MILLISECONDS else value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise ProfileError("it changed at no time") from None
