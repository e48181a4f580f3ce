"""An emulator of Clerk on a real port of this computer.

    with Emulator() as clerk:
        clerk.issuer, clerk.client_id            what a server and a client are configured with
        clerk.api_url, clerk.secret_key          the same for Clerk's API (`/v1/users/…`, opaque tokens)
        clerk.sign_in(LEARNER)                   from now on /oauth/authorize answers at once, with a code …
        clerk.refuse()                           … or with access_denied
        clerk.ask()                              the page asks (as it does at the beginning)
        clerk.approve_device("BCDF-GHJK", ADMIN) and deny_device: the device page, without a browser
        clerk.tokens(LEARNER)                    a whole token response, as at the end of a sign-in
        clerk.mint_oauth(LEARNER, exp=0)         any token; `tests/clerk/minting.py` has the hostile ones
        clerk.options.rotation = "family"        how the instance is set up: `tests/clerk/options.py`
        clerk.faults.add("/oauth/token", RESET_AFTER)     `tests/clerk/faults.py`; JWKS have faults in the same way
        clerk.clock.advance(600)                 time passes, here alone
        clerk.hits["/.well-known/jwks.json"]     requests so far
        clerk.rotate_key()                       new tokens have another kid; the old key is not told any more
        with clerk.down(): …                     connections are refused

        user = clerk.add_user(name="Grace Hopper", email="grace@hopper.example")     clerk.users[user.subject]
        user = clerk.change_user(user, name="…")                          one millisecond of `updated_at` later
        deliver(user_event("user.created", user)).send(url)               `tests/clerk/deliveries.py`

LEARNER and ADMIN exist from the beginning. Starting takes about 0.1 s, so share one in a module and call `reset`
between tests. What other processes need of this is at `/__emu/…` (`tests/clerk/hooks.py`).
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, Unpack

from starlette.applications import Starlette

from backend.dev_identity.records import Grant
from tests.clerk.backend_api import SECRET_KEY, BackendApi
from tests.clerk.browser import ClerkBrowserEndpoints
from tests.clerk.clock import Clock
from tests.clerk.deliveries import WEBHOOK_SECRET
from tests.clerk.endpoints import ClerkEndpoints
from tests.clerk.faults import Faults
from tests.clerk.hooks import Hooks
from tests.clerk.keys import signing_key
from tests.clerk.minting import Minting
from tests.clerk.options import Options
from tests.clerk.provider import CLIENT, ClerkProvider
from tests.clerk.serving import HOST, Serving
from tests.clerk.users import ADMIN, LEARNER, User, UserFields

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Generator
__all__ = ["ADMIN", "LEARNER", "Emulator"]


class Emulator(Minting):
    """One instance of Clerk with one OAuth application; a context manager. Its attributes may be used in any thread."""

    client_id = CLIENT.id
    secret_key = SECRET_KEY
    webhook_secret = WEBHOOK_SECRET

    def __init__(self) -> None:
        self.faults = Faults()
        self._serving = Serving(self.faults)
        self.issuer = self.api_url = f"http://{HOST}:{self._serving.port}"
        self.reset()

    def reset(self) -> None:
        """Make everything as it was at the beginning; the port and the first key stay."""
        self.faults.clear()
        self.faults.hits.clear()
        self.clock = Clock()
        self.options = Options()
        self.provider = ClerkProvider(self.issuer, self.clock, self.options)
        endpoints = ClerkEndpoints(self.provider)
        self._browser = ClerkBrowserEndpoints(endpoints)
        parts = (endpoints, self._browser, BackendApi(endpoints), Hooks(self))
        self.faults.app = Starlette(routes=[route for part in parts for route in part.routes()])

    def __enter__(self) -> Self:
        self._serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.faults.clear()
        self._serving.__exit__()
        self._serving.close()

    @contextmanager
    def down(self) -> Generator[None]:
        """For a while nobody listens on the port."""
        self.faults.clear()
        self._serving.__exit__()
        try:
            yield
        finally:
            self._serving.__enter__()

    @property
    def hits(self) -> Counter[str]:
        """Requests by path since the beginning or `reset`."""
        return self.faults.hits

    @property
    def refreshes(self) -> int:
        """How often a refresh token was exchanged."""
        return self.provider.grants.refreshes

    @property
    def reused(self) -> int:
        """How often a refresh token came that had been exchanged before: a client that rotates well never does."""
        return self.provider.grants.reused

    def sign_in(self, subject: str = LEARNER) -> None:
        """Let every authorization request be granted at once."""
        self._browser.answer = subject

    def refuse(self) -> None:
        """Let every authorization request be refused at once."""
        self._browser.answer = False

    def ask(self) -> None:
        """Show a page for every authorization request."""
        self._browser.answer = None

    def approve_device(self, user_code: str, subject: str = LEARNER) -> None:
        """Let somebody sign in on the device that shows this code."""
        device = self.provider.devices.waiting(user_code)
        assert device, "no device waits with this code"
        self.provider.devices.approve(device, subject)

    def deny_device(self, user_code: str) -> None:
        """Refuse the device that shows this code."""
        device = self.provider.devices.waiting(user_code)
        assert device, "no device waits with this code"
        self.provider.devices.deny(device)

    def tokens(self, subject: str = LEARNER, *, resource: str | None = None) -> dict[str, Any]:
        """The token response of a sign-in that nobody had to do."""
        return self.provider.tokens(Grant(CLIENT.id, subject, CLIENT.scopes, resource))

    def end(self, subject: str = LEARNER) -> None:
        """Revoke everything that a user granted."""
        for token in list(self.provider.grants.tokens.values()):
            if token.grant.subject == subject:
                self.provider.grants.revoke(token.grant)

    def rotate_key(self) -> None:
        """Sign with the next key, and tell of no other."""
        number = int(self.provider.key.kid.removeprefix("ins_emulator"))
        self.provider.key = signing_key(number + 1)

    @property
    def users(self) -> dict[str, User]:
        """All users by their subjects."""
        return {subject: self.provider.user(subject) for subject in list(self.provider.people)}

    def add_user(self, **fields: Unpack[UserFields]) -> User:
        """A new user; without `name` or `email` one that has none."""
        subject = f"user_2{secrets.token_hex(8)}"
        user = replace(User(subject, "", ""), **fields)
        self.provider.people[user.subject] = user
        return user

    def change_user(self, user: User, **fields: Unpack[UserFields]) -> User:
        """The user with other fields."""
        changed = replace(user, **{"updated_at": user.updated_at + 1, **fields})
        self.provider.people[user.subject] = changed
        return changed

    def delete_user(self, subject: str) -> None:
        """No such user any more; what they granted ends."""
        self.end(subject)
        del self.provider.people[subject]
