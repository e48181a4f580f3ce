"""Proof Key for Code Exchange (RFC 7636): a stolen code is worth nothing without the verifier."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from pydantic import SecretStr

_BYTES = 64
"""Of randomness; 86 characters, of the 43 to 128 that the RFC allows."""


@dataclass(frozen=True, slots=True)
class Pkce:
    """One attempt's secret, and what the issuer is shown of it beforehand."""

    verifier: SecretStr
    challenge: str
    """The verifier's SHA-256, method `S256`."""

    @classmethod
    def new(cls) -> Pkce:
        """A new one for each attempt."""
        return cls.of(secrets.token_urlsafe(_BYTES))

    @classmethod
    def of(cls, verifier: str) -> Pkce:
        """The one with this verifier."""
        digest = sha256(verifier.encode("ascii")).digest()
        return cls(SecretStr(verifier), urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"))
