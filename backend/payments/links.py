"""The addresses that buyers' browsers are given: all of this server's own, and made of what it is configured with."""

from __future__ import annotations

import base64
import re
import secrets

LINK_PATH = "/c/"
SUCCESS_PATH = "/checkout/success"
CANCEL_PATH = "/checkout/cancelled"
_CODE = re.compile(r"[A-Z2-7]{16}")


def new_code() -> str:
    """What nobody can guess: 80 bits in 16 characters, so that a QR code of the whole link is small."""
    return base64.b32encode(secrets.token_bytes(10)).decode()


def is_code(text: str) -> bool:
    """Whether this has the form of a code."""
    return _CODE.fullmatch(text) is not None


def short_link(public_url: str, code: str) -> str:
    """Leads to Stripe's page while its session is open."""
    return f"{public_url}{LINK_PATH}{code}"


def success_url(public_url: str) -> str:
    """Where Stripe sends whoever has paid."""
    return f"{public_url}{SUCCESS_PATH}"


def cancel_url(public_url: str) -> str:
    """Where Stripe sends whoever does not want to pay."""
    return f"{public_url}{CANCEL_PATH}"
