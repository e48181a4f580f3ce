"""A stand-in for Stripe on a real port of this computer, spoken to by Stripe's own library.

    with FakeStripe() as stripe:
        stripe.settings("https://learn.example.com")     what a server is configured with
        stripe.account.pay(number)                       what a buyer does: `backend/dev_payments/account.py`
        stripe.events                                    what Stripe has told of it, oldest first; nothing is delivered
        stripe.faults.keep(SESSION, HANG)                `tests/clerk/faults.py`, by the paths below
        with stripe.down(): …                            connections are refused

Share one in a session and call `reset` between tests.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from pydantic import SecretStr
from starlette.applications import Starlette

from backend.dev_payments.account import Account
from backend.dev_payments.endpoints import Endpoints
from backend.dev_payments.pages import HostedPages
from backend.payments.settings import PaymentSettings
from tests.clerk.clock import Clock
from tests.clerk.faults import Answer, Faults
from tests.clerk.serving import HOST, Serving

if TYPE_CHECKING:
    from collections.abc import Generator

SECRET_KEY = "sk_test_51SyllabusFakeKeyOfNobody4242"
WEBHOOK_SECRET = "whsec_syllabusFakeEndpointSecret4242"
OTHER_SECRET = "whsec_syllabusQuiteAnotherEndpoint42"
CREATE, SESSION, EXPIRE, REFUND = (
    "/v1/checkout/sessions",
    "/v1/checkout/sessions/{id}",
    "/v1/checkout/sessions/{id}/expire",
    "/v1/refunds",
)
_NUMBER = re.compile(r"cs_\w[\w-]*")


def refusal(status: int, kind: str = "api_error", **headers: str) -> Answer:
    """An error as Stripe's API answers it. It is not to be asked again at once, or a test would wait."""
    body = f'{{"error": {{"type": "{kind}", "message": "secret words of Stripe"}}}}'
    return Answer(status, body, headers={"stripe-should-retry": "false", **headers})


class _Faults(Faults):
    def name_of(self, path: str) -> str:
        return _NUMBER.sub("{id}", path)


class FakeStripe:
    """One account; a context manager. Its attributes may be used in any thread."""

    def __init__(self) -> None:
        self.faults = _Faults()
        self._serving = Serving(self.faults)
        self.url = f"http://{HOST}:{self._serving.port}"
        self.reset()

    def reset(self) -> None:
        """Make everything as it was at the beginning; the port stays."""
        self.faults.clear()
        self.faults.hits.clear()
        self.clock = Clock()
        self.events: list[dict[str, Any]] = []
        self.account = Account(self.url, clock=self.clock, told=self._note)
        parts = (Endpoints(self.account, SECRET_KEY), HostedPages(self.account))
        self.faults.app = Starlette(routes=[route for part in parts for route in part.routes()])

    def _note(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    def settings(self, public_url: str = "http://syllabus.test") -> PaymentSettings:
        """Of a server that sells through this account."""
        return PaymentSettings(SecretStr(SECRET_KEY), public_url, SecretStr(WEBHOOK_SECRET), api_url=self.url)

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
