"""What a provider keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Client:
    """A program that people sign in to: a public one, which has no secret."""

    id: str
    name: str
    redirect_uris: tuple[str, ...] = ("http://127.0.0.1/callback",)
    """Of an http one at 127.0.0.1 any port is the right one (RFC 8252 §7.3)."""
    scopes: tuple[str, ...] = ("openid", "profile", "email", "offline_access")
    """What it may ask for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in."""

    subject: str
    name: str
    email: str
    email_verified: bool = True
    about: str = ""
    """What the page says of them, where one picks who signs in."""


@dataclass(slots=True)
class Grant:
    """That a person lets a client act for them; its refresh tokens are one family."""

    client_id: str
    subject: str
    scopes: tuple[str, ...]
    resource: str | None = None
    """What its tokens are for (RFC 8707): their `aud`."""
    nonce: str | None = None
    revoked: bool = False


@dataclass(slots=True)
class RefreshToken:
    """One of a grant's refresh tokens."""

    grant: Grant
    spent_at: float | None = None
    """When it was exchanged for the next one."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """One that was issued. `expires_at` in seconds since the epoch, as all times here."""

    grant: Grant
    expires_at: float


@dataclass(slots=True)
class Code:
    """An authorization code."""

    grant: Grant
    redirect_uri: str
    challenge: str
    expires_at: float
    used: bool = False


@dataclass(slots=True)
class Device:
    """A device code (RFC 8628) and what became of it."""

    code: str = field(repr=False)
    user_code: str
    grant: Grant
    """Without a subject until somebody approves."""
    expires_at: float
    interval: float
    next_poll_at: float
    state: Literal["pending", "approved", "denied", "used"] = "pending"
