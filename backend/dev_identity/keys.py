"""The key that tokens are signed with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key. It lives in memory alone."""

    kid: str
    private: RSAPrivateKey

    @classmethod
    def new(cls, prefix: str = "dev_") -> SigningKey:
        """A key of its own; takes about 0.1 s."""
        return cls(prefix + secrets.token_hex(8), generate_private_key(public_exponent=65537, key_size=2048))

    def sign(self, claims: Mapping[str, Any], **headers: str | int) -> str:
        """A JWT signed with RS256."""
        return jwt.encode(dict(claims), self.private, algorithm="RS256", headers={"kid": self.kid, **headers})

    def jwk(self) -> dict[str, Any]:
        """The public half, as a JWK set holds it (RFC 7517)."""
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": public["n"], "e": public["e"]}
