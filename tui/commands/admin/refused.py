"""What a server found wrong with what it was sent, for people."""

from __future__ import annotations

from api_client.errors import ApiError, Conflict, Invalid, VersionMismatch
from api_client.escapes import shown
from tui.commands.failure import Failure

_TOLD = 12
"""Faults that are listed."""


REFUSALS = (Conflict, Invalid, VersionMismatch)
"""What the server refuses for what is in the request, or in the course."""


def refusal(error: ApiError, helps: str) -> Failure:
    """One of REFUSALS: every fault with its place; `helps` says what to do where the course was changed meanwhile."""
    if isinstance(error, VersionMismatch):
        return Failure("Somebody changed the course meanwhile. Nothing was changed now.", helps)
    found = error.faults if isinstance(error, Invalid) else ()
    lines = [f"{shown(fault.pointer) or '/'}: {shown(fault.detail)}" for fault in found]
    return Failure(shown(error.sentence), *listed(lines))


def listed(lines: list[str]) -> list[str]:
    """As many of the lines as can be read, and how many more there are."""
    return lines if len(lines) <= _TOLD else [*lines[:_TOLD], f"and {len(lines) - _TOLD} more"]
