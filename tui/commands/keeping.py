"""Keeping a session after a sign-in, and asking where if the keyring cannot."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from api_client.errors import ApiError, SessionUnreadable
from tui.commands.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.auth.accounts import Account, Kept
    from api_client.auth.session import Session
    from tui.commands.context import Context
    from tui.commands.dialogue import Dialogue

KEPT_IN: Mapping[Kept, str] = {
    "keyring": "the system's keyring",
    "file": "a file in plain text that only you can read",
    "memory": "this process alone",
    "environment": "SYLLABUS_TOKEN, which is not stored",
}
"""Where a session is, in words."""
_CHOICES = {
    "file": "keep it in a file in plain text, readable by you alone (and by every program that you run)",
    "cancel": "do not stay signed in",
}
_HELPS = '`session_store = "file"` in the settings, or SYLLABUS_SESSION_STORE=file, keeps it in a file in plain text.'


def keep(context: Context, dialogue: Dialogue, session: Session, name: str) -> Account:
    """Store the session and use its account. Raises Failure where the keyring cannot and the person does not agree."""
    import asyncio

    try:
        return asyncio.run(context.sessions.keep(session, name))
    except SessionUnreadable as error:
        try:
            _consent_to_file(dialogue, error)
        except (Failure, KeyboardInterrupt):
            asyncio.run(_give_back(session))
            raise
    return asyncio.run(context.sessions.keep(session, name, where="file"))


def _consent_to_file(dialogue: Dialogue, error: SessionUnreadable) -> None:
    if not dialogue.can_ask:
        raise Failure(error.sentence, _HELPS)
    if dialogue.choose(f"{error.sentence} What now?", _CHOICES) != "file":
        raise Failure("Nobody was signed in: the session is not kept.", _HELPS)


async def _give_back(session: Session) -> None:
    """What nobody keeps is good for nobody; but where it cannot be given back there is nothing to be done."""
    from api_client.auth.sign_in import SignIn

    with suppress(ApiError):
        async with await SignIn.at(session.server) as sign_in:
            await sign_in.discard(session.tokens)
