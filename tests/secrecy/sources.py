"""Where secrets come from in a test run: what makes them, and what they are handed in at."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jwt

from api_client.auth.pkce import Pkce
from backend.dev_identity.devices import Devices
from backend.dev_identity.grants import Grants
from backend.dev_identity.provider import Provider
from backend.dev_identity.records import Person
from backend.payments import checkouts
from backend.payments.settings import PaymentSettings
from tests.clerk.backend_api import SECRET_KEY
from tests.clerk.deliveries import OTHER_SECRET, WEBHOOK_SECRET
from tests.clerk.provider import ClerkProvider
from tests.clerk.users import User
from tests.secrecy.places import SHORT_LINK
from tests.stripe import fake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.secrecy.known import Secrets

_SENT = {
    "code": "authorization code",
    "code_verifier": "PKCE verifier",
    "refresh_token": "refresh token",
    "device_code": "device code",
    "token": "revoked token",
}
"""What comes in the forms of programs in other processes too."""


def listen(secrets: Secrets) -> None:
    """From now on `secrets` learns of each one, in this process, as it is made or received."""
    for kind, constant in (
        ("secret key", SECRET_KEY),
        ("webhook secret", WEBHOOK_SECRET),
        ("webhook secret", OTHER_SECRET),
        ("secret key", fake.SECRET_KEY),
        ("webhook secret", fake.WEBHOOK_SECRET),
        ("webhook secret", fake.OTHER_SECRET),
    ):
        secrets.add(kind, constant)
    _hear(jwt, "encode", lambda _, made: secrets.add("JWT", made))
    _hear(PaymentSettings, "__init__", lambda given, _: _keys(secrets, given[0]))
    _hear(checkouts, "new_code", lambda _, made: secrets.add(SHORT_LINK, made))
    for provider in (Provider, ClerkProvider):
        _hear(provider, "remember", lambda given, _: secrets.add("access token", given[1]))
    _hear(Grants, "new_token", lambda _, made: secrets.add("refresh token", made))
    _hear(Devices, "start", lambda _, made: secrets.add("device code", made.code))
    _hear(Provider, "approve", lambda _, made: secrets.add("authorization code", _code_in(made)))
    _hear(Pkce, "of", lambda given, _: secrets.add("PKCE verifier", given[0]))
    for person in (Person, User):
        _hear(person, "__init__", lambda given, _: secrets.add("e-mail address", given[0].email))

    def received(form: Mapping[str, str]) -> None:
        for name in _SENT.keys() & form.keys():
            secrets.add(_SENT[name], form[name])

    _hear(Provider, "check_client", lambda given, _: received(given[1]))


def _hear(owner: Any, name: str, tell: Callable[[tuple[Any, ...], Any], None]) -> None:  # noqa: ANN401  # a class or a module
    """Tell of each call of a function: its arguments (of a method the object first), and its result."""
    heard = getattr(owner, name)

    @wraps(heard)
    def telling(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # those of any function
        result = heard(*given, **named)
        tell(given, result)
        return result

    # A class method is bound already: put back as it is, it would be bound once more.
    setattr(owner, name, staticmethod(telling) if hasattr(heard, "__self__") else telling)


def _keys(secrets: Secrets, settings: PaymentSettings) -> None:
    secrets.add("secret key", settings.secret_key.get_secret_value())
    if settings.webhook_secret:
        secrets.add("webhook secret", settings.webhook_secret.get_secret_value())


def _code_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["code"][0]
