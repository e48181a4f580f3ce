"""The keys of a JSON Web Key Set (RFC 7517) that may have signed an access token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm
from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Mapping

_BITS = range(2048, 8193)
"""Shorter moduli can be factored; longer ones cost a second for every token that anybody makes up."""


class KeySet(BaseModel):
    """The document, its keys unread: those of kinds that we do not know are no fault."""

    keys: list[dict[str, Any]]

    def for_signatures(self) -> dict[str, RSAPublicKey]:
        """The RSA keys for RS256 signatures, by `kid`. The others are left out: encryption, EC, unnamed, too short."""
        named = ((key.get("kid"), _public_key(key)) for key in self.keys)
        return {kid: key for kid, key in named if isinstance(kid, str) and kid and key is not None}


def _public_key(key: Mapping[str, Any]) -> RSAPublicKey | None:
    operations: object = key.get("key_ops", ["verify"])
    if key.get("kty") != "RSA" or key.get("use", "sig") != "sig" or key.get("alg", "RS256") != "RS256":
        return None
    if not isinstance(operations, list) or "verify" not in operations:
        return None
    try:
        # Of a key that was published with its private half, only the public one is ever held here.
        public = RSAAlgorithm.from_jwk({"kty": "RSA", "n": key["n"], "e": key["e"]})
    except (PyJWTError, KeyError, TypeError, ValueError):
        return None
    return public if isinstance(public, RSAPublicKey) and public.key_size in _BITS else None
