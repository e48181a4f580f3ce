"""The identity provider: where its endpoints are and what it signs with."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from pydantic import BaseModel

from backend.identity.jwks import KeySet
from backend.identity.outgoing import UnansweredError
from backend.identity.refreshed import Clock, Refreshed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from backend.identity.outgoing import Outgoing

_log = logging.getLogger(__name__)


class Metadata(BaseModel):
    """What the backend needs of the discovery document (OpenID Connect Discovery §3)."""

    issuer: str
    jwks_uri: str
    userinfo_endpoint: str | None = None


class Issuer:
    """One issuer, and its own keys: a `kid` means nothing beyond it. May be used by several threads at once."""

    def __init__(self, url: str, outgoing: Outgoing, clock: Clock = time.monotonic) -> None:
        """Asks nothing yet."""
        self._url = url
        self._outgoing = outgoing
        self._metadata = Refreshed(self._read_metadata, clock)
        self._keys = Refreshed(self._read_keys, clock)

    def metadata(self) -> Metadata:
        """The discovery document. Raises UnansweredError."""
        return self._metadata.current()

    def key(self, kid: str) -> RSAPublicKey | None:
        """The key of that name, None if the issuer has none.

        Raises UnansweredError if the issuer could not be asked: it may have begun to use a new key.
        """
        keys = self._keys.current()
        return keys.get(kid) or self._keys.newer(keys).get(kid)

    def _read_metadata(self) -> Metadata:
        metadata = self._outgoing.get(f"{self._url.rstrip('/')}/.well-known/openid-configuration").read(Metadata)
        if metadata.issuer != self._url:
            raise UnansweredError(
                f"SYLLABUS_IDENTITY_ISSUER is {self._url}, which has to be exactly what the provider calls itself: "
                f"{metadata.issuer[:200]!a}"
            )
        return metadata

    def _read_keys(self) -> Mapping[str, RSAPublicKey]:
        keys = self._outgoing.get(self.metadata().jwks_uri).read(KeySet).for_signatures()
        if not keys:
            _log.warning("the identity provider publishes no RSA key for signatures: every token will be refused")
        return keys
