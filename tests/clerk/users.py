"""Users as Clerk describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from backend.dev_identity.records import Person

LEARNER = "user_2learner"
ADMIN = "user_2admin"


class UserFields(TypedDict, total=False):
    """What a user may be made with, or changed to."""

    name: str
    email: str
    email_verified: bool
    username: str | None
    image_url: str | None
    banned: bool
    locked: bool
    updated_at: int


@dataclass(frozen=True, slots=True)
class User(Person):
    """A user; replace it to change it. Times in milliseconds since the epoch."""

    username: str | None = None
    image_url: str | None = None
    banned: bool = False
    locked: bool = False
    created_at: int = 1_767_225_600_000
    updated_at: int = 1_767_225_600_000

    @property
    def first_name(self) -> str | None:
        return self.name.partition(" ")[0] or None

    @property
    def last_name(self) -> str | None:
        return self.name.partition(" ")[2] or None

    def userinfo(self, scopes: tuple[str, ...]) -> dict[str, Any]:
        """As `/oauth/userinfo` tells it for the scopes."""
        document: dict[str, Any] = {
            "object": "oauth_user_info",
            "instance_id": "ins_emulator0",
            "user_id": self.subject,
            "sub": self.subject,
        }
        if "profile" in scopes:
            document |= {"name": self.name, "given_name": self.first_name, "family_name": self.last_name}
            document |= {"username": self.username, "preferred_username": self.username, "picture": self.image_url}
        if "email" in scopes and self.email:
            document |= {"email": self.email, "email_verified": self.email_verified}
        return document

    def document(self) -> dict[str, Any]:
        """As Clerk's API and webhooks tell it."""
        emails = [self._email()] if self.email else []
        return {
            "id": self.subject,
            "object": "user",
            "external_id": None,
            "username": self.username,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "locale": None,
            "image_url": self.image_url or "",
            "has_image": self.image_url is not None,
            "primary_email_address_id": emails[0]["id"] if emails else None,
            "primary_phone_number_id": None,
            "primary_web3_wallet_id": None,
            "email_addresses": emails,
            "phone_numbers": [],
            "web3_wallets": [],
            "external_accounts": [],
            "public_metadata": {"role": "admin"},  # what a token or an event says of roles counts for nothing
            "private_metadata": None,
            "unsafe_metadata": {},
            "banned": self.banned,
            "locked": self.locked,
            "last_sign_in_at": None,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }

    def _email(self) -> dict[str, Any]:
        verification = {"status": "verified", "strategy": "email_code"} if self.email_verified else None
        return {
            "id": f"idn_{self.subject.removeprefix('user_')}",
            "object": "email_address",
            "email_address": self.email,
            "reserved": False,
            "verification": verification,
            "linked_to": [],
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }


def first_users() -> list[User]:
    """Who is there at the beginning."""
    return [
        User(LEARNER, "Lena Learner", "lena@learner.example"),
        User(ADMIN, "Ada Admin", "ada@admin.example", username="ada", image_url="https://img.example/ada.png"),
    ]
