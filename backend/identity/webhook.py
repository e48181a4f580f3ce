"""What Clerk tells of its users: events that arrive signed, more than once, and in any order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection

from backend.identity import accounts
from backend.identity.profiles import ProfileError, from_clerk
from backend.identity.subject import is_usable
from backend.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

Change = Callable[[Connection], object]
"""What an event does to the database; the connection is one of `Database.write`."""

_SIGNED = ("id", "timestamp", "signature")
_log = logging.getLogger(__name__)


class ClerkWebhook:
    """Reads the events that were signed with one secret."""

    def __init__(self, secret: SecretStr) -> None:
        """Raises ValueError where this is no secret of a webhook."""
        from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

        try:
            self._webhook = Webhook(secret.get_secret_value())
        except (ValueError, EmptyWebhookSecretError):
            raise ValueError("This is no signing secret of a webhook: those begin with whsec_.") from None

    def read(self, body: bytes, headers: Mapping[str, str]) -> Change | None:
        """What an event does; None where it does nothing here.

        Raises Refusal 400 for a signature that is bad or more than five minutes off, and for anything malformed.
        """
        event = self._verified(body, headers)
        data = event.get("data")
        match event.get("type"):
            case "user.created" | "user.updated":
                return _recording(data)
            case "user.deleted":
                return _removing(data)
            case str():
                return None
            case _:
                raise _malformed()

    def _verified(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        signed = {f"webhook-{name}": headers.get(f"svix-{name}", "") for name in _SIGNED}
        try:
            event = self._webhook.verify(body, signed)
        except Exception:  # noqa: BLE001  # besides its own error it lets out those of base64, UTF-8, JSON and tuples
            raise Refusal(400, "bad_signature", "The event is not signed as it should be, or not of now.") from None
        if not isinstance(event, dict):
            raise _malformed()
        return cast("Mapping[str, Any]", event)


def _recording(data: object) -> Change:
    try:
        profile = from_clerk(data)
    except ProfileError:
        raise _malformed() from None
    return lambda connection: accounts.record(connection, profile)


def _removing(data: object) -> Change | None:
    if not isinstance(data, dict):
        raise _malformed()
    subject = cast("Mapping[str, Any]", data).get("id")
    if subject is None:
        _log.warning("an event says that a user was deleted, and not which one")  # Clerk's schema allows it
        return None
    if not isinstance(subject, str) or not is_usable(subject):
        raise _malformed()
    return lambda connection: accounts.remove(connection, subject)


def _malformed() -> Refusal:
    return Refusal(400, "malformed_event", "The event is not of the form that it should have.")
