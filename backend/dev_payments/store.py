"""The store of `serve --dev`: a server that sells, with what it sells through."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from backend.payments.provider import PaymentProvider
from backend.payments.settings import PaymentSettings

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

PAYMENTS_PATH = "/dev-stripe"


@dataclass(frozen=True, slots=True)
class DevStore:
    """What the server is configured with, and the routes of the stand-in, below `PAYMENTS_PATH`."""

    provider: PaymentProvider
    routes: list[Route]


def is_possible() -> bool:
    """Whether Stripe's library is installed: nothing can be bought without."""
    return find_spec("stripe") is not None


def open_store(folder: Path, origin: str) -> DevStore | None:
    """The store of a server at an origin; None without Stripe's library. Its keys are new, and written nowhere."""
    if not is_possible():
        return None
    from backend.dev_payments.delivery import Delivery
    from backend.dev_payments.endpoints import Endpoints
    from backend.dev_payments.kept_account import KeptAccount
    from backend.dev_payments.pages import HostedPages

    key, webhook_secret = f"sk_test_{secrets.token_hex(16)}", f"whsec_{secrets.token_hex(16)}"
    address = f"{origin}{PAYMENTS_PATH}"
    path = folder / f"payments-{urlsplit(origin).port or 80}.json"
    account = KeptAccount(address, path, Delivery(f"{origin}/webhooks/stripe", webhook_secret))
    settings = PaymentSettings(SecretStr(key), origin, SecretStr(webhook_secret), api_url=address)
    routes = [*Endpoints(account, key).routes(), *HostedPages(account).routes()]
    return DevStore(PaymentProvider.of(settings), routes)
