"""Whether everything is saved, and whether the server can be reached: what the header's sync mark says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Connection = Literal["starting", "online", "offline", "failing", "signed_out"]
"""`offline`: no connection; `failing`: the server answers, with errors; `signed_out`: the account's session has ended
or cannot be read: what is cached can be read, marks wait for the next sign-in."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The state of the connection and of the queue; a new value whenever one of them changes."""

    connection: Connection = "starting"
    since: datetime | None = None
    """Since when it is not online, UTC."""
    reason: str = ""
    """Why it is not online, a sentence for people."""
    session_unreadable: bool = False
    """`signed_out` while the session may well be valid: what keeps it does not give it out."""
    next_try: datetime | None = None
    """When the server is asked again by itself, UTC."""
    waiting: int = 0
    """Marks that are not yet sent."""
    refused: int = 0
    """Marks that the server refused and the user has not yet dismissed."""
    drafts: int = 0
    """Courses with moves that an admin staged and did not save."""
    viewer: str = ""
    """The account's name; empty for an anonymous viewer."""
    anonymous: bool = False
    """There is no account: nothing can be marked. Never so for an account whose session has ended."""
    is_admin: bool = False
    """The viewer is an admin, as the server said last."""
