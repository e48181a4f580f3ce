"""Who has signed in where, and which of them is used: no secret. Read before the first frame: standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kept = Literal["keyring", "file", "memory", "environment"]
"""Where the session is: the system's keyring, a file in plain text, this process alone, or `SYLLABUS_TOKEN`."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account on one server."""

    server: str
    """The server's origin."""
    issuer: str
    client_id: str
    id: str
    """The server's id of the user; names the account's cache and queue."""
    name: str = ""
    """As the server last called them."""
    kept: Kept = "keyring"
