"""What came of a sign-out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ending:
    """What was ended, and what was not. Signed out on this computer one is in any case."""

    revoked: bool
    """The issuer revoked the session."""
    deleted: bool
    """Nothing of the session is left on this computer."""
    sentences: tuple[str, ...]
    """What happened and what stays valid, for people; the first of them is the most important."""
