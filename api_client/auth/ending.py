"""What came of a sign-out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api_client.errors import ApiError, OAuthRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api_client.auth.session import Session

_REVOCATION_SECONDS = 5.0
"""A sign-in, or a sign-out in a train, waits no longer for it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What was ended, and what was not. Signed out on this computer one is in any case."""

    revoked: bool
    """The issuer said that it revoked the session."""
    deleted: bool
    """Nothing of the session is left on this computer."""
    sentences: tuple[str, ...]
    """What happened and what stays valid, for people; what they may have to act on comes first."""


async def revoke(session: Session) -> str:
    """Revoke a session at its issuer; returns why that was not possible, as a sentence, empty if it was."""
    from api_client.auth.oauth import oauth_client

    host = _host(session.issuer)
    if session.tokens.refresh_token is None:
        return f"The access token was given as it is, so it is not for Syllabus to revoke it at {host}."
    try:
        async with (
            asyncio.timeout(_REVOCATION_SECONDS),
            oauth_client(session.issuer, session.client_id, session.server) as client,
        ):
            done = await client.revoke(session.tokens.refresh_token)
    except TimeoutError:
        return (
            f"The session could not be revoked: {host} did not answer in time. It stays valid there until you end it."
        )
    except OAuthRefused as error:
        return f"The session could not be revoked at {host}. {error.sentence}"
    except ApiError as error:
        return (
            f"The session could not be revoked at {host}: it stays valid there until you end it there. {error.sentence}"
        )
    return (
        ""
        if done
        else f"The session could not be revoked: {host} offers no way to do so. Look there for one to end it."
    )


def ending(issuer: str, session: Session | None, not_revoked: str, not_deleted: Iterable[str]) -> Ending:
    """The ending with its sentences. `not_revoked` and `not_deleted` say why, empty where it was done."""
    host = _host(issuer)
    left = tuple(not_deleted)
    sentences = [*left, not_revoked or f"The session is revoked at {host}."]
    if session:
        sentences.append(_access(session))
    sentences.append(f"Your browser may still be signed in at {host}.")
    return Ending(revoked=not not_revoked, deleted=not left, sentences=tuple(sentences))


def given_token() -> Ending:
    """Of an access token in the environment, which nobody but the user can take away."""
    return Ending(False, True, ("The access token is in SYLLABUS_TOKEN. Unset it to be signed out.",))


def _access(session: Session) -> str:
    if session.tokens.expires_at is None:
        return "The last access token cannot be called back: it stays valid until it expires."
    minutes = (session.tokens.expires_at - datetime.now(UTC)).total_seconds() / 60
    if minutes <= 0:
        return "The last access token has expired."
    length = f"{minutes / 60:.0f} hours" if minutes > 90 else f"{max(minutes, 1):.0f} minutes"
    return f"The last access token cannot be called back: it may stay valid for up to {length}."


def _host(url: str) -> str:
    return urlsplit(url).netloc
