"""How a server takes money: Stripe's keys, and the address at which buyers' browsers find this server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from backend.addresses import is_loopback, is_secure

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = "SYLLABUS_STRIPE_"
_PUBLIC_URL = "SYLLABUS_PUBLIC_URL"
_CHECKOUT_HOST = "checkout.stripe.com"
_WHAT_OPENS = "a secret or restricted key of Stripe: sk_… or rk_…"
_WHAT_SIGNS = "the signing secret of a webhook: whsec_…"
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """One account at Stripe."""

    secret_key: SecretStr
    public_url: str
    """Where browsers find this server, without a slash at the end. Links are made of it, never of `Host`."""
    webhook_secret: SecretStr | None = None
    """Without it there is no webhook: whoever waits for their payment asks Stripe through this server."""
    api_url: str | None = None
    """Instead of Stripe's own, an address of this computer: for tests and for trying out."""
    checkout_host: str = _CHECKOUT_HOST
    """Where Stripe's own page is; another one for an account with a domain of its own."""

    @property
    def checkout_origin(self) -> str:
        """Where buyers are sent to, and nowhere else."""
        if self.api_url is None:
            return f"https://{self.checkout_host}"
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"


def load_payments(environment: Mapping[str, str]) -> PaymentSettings | None:
    """The settings of `SYLLABUS_STRIPE_…` and `SYLLABUS_PUBLIC_URL`; None without a key.

    An empty variable is one that is not set. Raises ValueError with a sentence that names the variable, and never a
    secret.
    """
    given = {key.removeprefix(_PREFIX): text.strip() for key, text in environment.items() if key.startswith(_PREFIX)}
    given = {key: text for key, text in given.items() if text}
    if not given:
        return None
    if "SECRET_KEY" not in given:
        others = ", ".join(_PREFIX + key for key in sorted(given))
        raise ValueError(f"{_PREFIX}SECRET_KEY is not set, but {others}: without a key nothing could be sold.")
    key = _secret("SECRET_KEY", given["SECRET_KEY"], r"[sr]k_", _WHAT_OPENS)
    if find_spec("stripe") is None:
        raise ValueError(f"{_PREFIX}SECRET_KEY needs Stripe's library: pip install 'syllabus[stripe]'.")
    webhook = given.get("WEBHOOK_SECRET")
    return PaymentSettings(
        secret_key=key,
        public_url=_public(environment.get(_PUBLIC_URL, "").strip()),
        webhook_secret=_secret("WEBHOOK_SECRET", webhook, "whsec_", _WHAT_SIGNS) if webhook else None,
        api_url=_api(given["API_URL"]) if "API_URL" in given else None,
        checkout_host=_checkout_host(given.get("CHECKOUT_HOST", _CHECKOUT_HOST)),
    )


def _secret(name: str, text: str, prefix: str, what: str) -> SecretStr:
    if not re.fullmatch(prefix + r"[\x21-\x7e]+", text):
        raise ValueError(f"{_PREFIX}{name} is not {what}")
    return SecretStr(text)


def _public(text: str) -> str:
    if not text:
        raise ValueError(f"{_PUBLIC_URL} is not set: buyers come back from Stripe to this server's own address.")
    if not is_secure(text) or "?" in text or "#" in text:
        raise ValueError(f"{_PUBLIC_URL} has to be an https:// address; http:// is for this computer alone.")
    return text.rstrip("/")


def _api(text: str) -> str:
    if not is_secure(text) or "?" in text or "#" in text or not is_loopback(urlsplit(text).hostname or ""):
        raise ValueError(f"{_PREFIX}API_URL is for trying out: it has to be an address of this computer.")
    return text.rstrip("/")


def _checkout_host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError(f"{_PREFIX}CHECKOUT_HOST has to be a name, like {_CHECKOUT_HOST}.")
    return text
