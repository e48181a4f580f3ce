"""Tokens that no sign-in was needed for: good ones, and those of attackers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.dev_identity.records import Grant
from tests.clerk.keys import signing_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backend.dev_identity.keys import SigningKey
    from tests.clerk.provider import ClerkProvider

SESSION, TEMPLATE, M2M = "cl_B7d4PD111AAA", "cl_B7d4PD222AAA", "cl_B7d4PD333AAA"
"""The header `cat` of Clerk's session tokens, of those made from JWT templates, of machines' tokens."""

Headers = dict[str, str | int | None]
"""Header parameters; None takes one away."""


class Minting:
    """Mints tokens. Claims and headers that are named replace the usual ones; `without` takes claims away."""

    provider: ClerkProvider

    def mint_oauth(
        self,
        subject: str,
        *,
        resource: str | None = None,
        headers: Headers | None = None,
        key: SigningKey | None = None,
        without: Iterable[str] = (),
        **claims: object,
    ) -> str:
        """An OAuth access token (`at+jwt`), which userinfo knows too."""
        grant = Grant(self.provider.client.id, subject, self.provider.client.scopes, resource)
        usual = self.provider.access_claims(grant)
        token = self.sign(usual | claims, {"typ": "at+jwt", **(headers or {})}, key, without)
        self.provider.remember(token, grant)
        return token

    def mint_opaque(self, subject: str) -> str:
        """An OAuth access token that says nothing (`oat_…`)."""
        token = f"oat_{secrets.token_hex(16)}"
        self.provider.remember(token, Grant(self.provider.client.id, subject, self.provider.client.scopes))
        return token

    def mint_session(
        self,
        subject: str,
        *,
        azp: str | None = "https://learn.example.com",
        headers: Headers | None = None,
        key: SigningKey | None = None,
        without: Iterable[str] = (),
        **claims: object,
    ) -> str:
        """A session token, version 2. `azp=None`: it names no origin. `sts="pending"`: a session not finished."""
        now = int(self.provider.clock())
        usual = self._plain_claims(subject) | {"exp": now + 60, "sid": f"sess_{secrets.token_hex(8)}"}
        usual |= {"v": 2, "fva": [3, -1]} | ({"azp": azp} if azp else {})
        told: Headers = {"typ": "JWT", "cat": SESSION, "oiat": now, **(headers or {})}
        return self.sign(usual | claims, told, key, without)

    def mint_template(self, subject: str) -> str:
        """A token of a JWT template, which can hold anything: even what makes a session token."""
        return self.mint_session(subject, headers={"cat": TEMPLATE})

    def mint_machine(self) -> str:
        """A token of a machine (M2M)."""
        claims = self._plain_claims("mch_2machine") | {"scopes": "mch_2other"}
        return self.sign(claims, {"typ": "JWT", "cat": M2M})

    def mint_id_token(self, subject: str) -> str:
        """The ID token of a sign-in: for the client, never for an API."""
        return self.provider.id_token(Grant(self.provider.client.id, subject, self.provider.client.scopes))

    def sign(
        self,
        claims: Mapping[str, Any],
        headers: Headers,
        key: SigningKey | None = None,
        without: Iterable[str] = (),
    ) -> str:
        """Any token."""
        key = key or self.provider.key
        told = {"kid": key.kid, **headers}
        return jwt.encode(
            {name: claim for name, claim in claims.items() if name not in without},
            key.private,
            algorithm="RS256",
            headers=told,
        )

    def signed_by_somebody_else(self, token: str) -> str:
        """The same token under the same `kid`, with another key."""
        return self.sign(_claims(token), jwt.get_unverified_header(token), signing_key(99))

    def unsigned(self, token: str) -> str:
        """The same token with `alg: none`."""
        signed = _signed_part(token, "none")
        return f"{signed}."

    def signed_with_public_key(self, token: str) -> str:
        """The same token with HS256, whose secret is what everybody can fetch: the PEM of the public key."""
        public = self.provider.key.private.public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        signed = _signed_part(token, "HS256")
        return f"{signed}.{_encoded(hmac.new(pem, signed.encode(), hashlib.sha256).digest())}"

    def _plain_claims(self, subject: str) -> dict[str, Any]:
        now = int(self.provider.clock())
        issuer = self.provider.issuer
        return {
            "iss": issuer,
            "sub": subject,
            "iat": now,
            "nbf": now - 10,
            "exp": now + 3600,
            "jti": secrets.token_hex(10),
        }


def _claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def _signed_part(token: str, algorithm: str) -> str:
    header = jwt.get_unverified_header(token) | {"alg": algorithm}
    return f"{_encoded(json.dumps(header).encode())}.{token.split('.')[1]}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
