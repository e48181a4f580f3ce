"""Opaque access tokens of Clerk: only its API knows whose they are, and whether they were revoked."""

from __future__ import annotations

import logging
import time
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import BaseModel, StrictBool

from backend.identity.expiring import Expiring
from backend.identity.outgoing import UnansweredError
from backend.identity.refusals import refused
from backend.identity.subject import is_clerk_user

if TYPE_CHECKING:
    from pydantic import SecretStr

    from backend.identity.outgoing import Outgoing
    from backend.identity.refreshed import Clock
    from backend.identity.settings import IdentitySettings

KNOWN = 60.0
"""Seconds in which a good token is not asked for again, and so may outlive its end."""
UNKNOWN = 10.0
"""Seconds in which a bad one is not."""
REMEMBERED = 4096
"""Tokens of either kind. They are kept apart: made up ones cannot push out good ones."""

_PATH = "/v1/oauth_applications/access_tokens/verify"
_OBJECT = "clerk_idp_oauth_access_token"
_NO_SUCH_TOKEN = (400, 404, 422)
_NOT_VALID = "the identity provider does not know it, or it has expired or was revoked"

_log = logging.getLogger(__name__)


class _Verification(BaseModel):
    """Clerk's answer. It is a 200 for revoked and expired tokens too; what it leaves out is not granted."""

    object: str = ""
    client_id: str = ""
    subject: str = ""
    revoked: StrictBool = True
    expired: StrictBool = True


class OpaqueTokens:
    """Whose opaque tokens are. May be used by several threads at once."""

    def __init__(self, settings: IdentitySettings, outgoing: Outgoing, clock: Clock = time.monotonic) -> None:
        """Asks nothing yet."""
        self._settings = settings
        self._outgoing = outgoing
        self._clock = clock
        self._subjects: Expiring[str] = Expiring(KNOWN, REMEMBERED, clock)
        self._refused: Expiring[bool] = Expiring(UNKNOWN, REMEMBERED, clock)
        self._asking = [Lock() for _ in range(64)]
        self._failed: tuple[float, str] = (float("-inf"), "")
        self._explained = False

    def subject(self, token: str) -> str:
        """Whose token it is. Raises Refusal 401 for a bad one, UnansweredError while Clerk's API does not answer."""
        key = self._settings.secret_key
        if not self._settings.clerk or key is None or self._settings.audience is not None:
            self._explain()
            raise refused("tokens of this kind are not accepted here")
        digest = sha256(token.encode()).digest()
        with self._asking[digest[0] % len(self._asking)]:  # requests with one token at once ask Clerk once
            subject = self._subjects.get(digest)
            if subject is None and not self._refused.get(digest):
                subject = self._ask(token, key)
                if subject is not None:
                    self._subjects.put(digest, subject)
                else:
                    self._refused.put(digest, True)
        if subject is None:
            raise refused(_NOT_VALID)
        return subject

    def _ask(self, token: str, key: SecretStr) -> str | None:
        until, reason = self._failed
        rest = until - self._clock()
        if rest > 0:
            raise UnansweredError(reason, rest)
        try:
            answer = self._outgoing.post(self._settings.api_url + _PATH, {"access_token": token}, key)
            if answer.status in _NO_SUCH_TOKEN:
                return None
            found = answer.read(_Verification)
        except UnansweredError as error:
            # Among others 401, if the key is wrong, and 429: Clerk answers so many questions in ten seconds.
            _log.warning("opaque tokens cannot be verified: %s", error)
            self._failed = (self._clock() + error.retry_after, str(error))
            raise
        good = found.object == _OBJECT and not found.revoked and not found.expired
        ours = found.client_id in self._settings.client_ids and is_clerk_user(found.subject)
        return found.subject if good and ours else None

    def _explain(self) -> None:
        """Say once in the server's log what the answer to whoever sent the token does not."""
        if self._explained:
            return
        self._explained = True
        if not self._settings.clerk:
            reason = "only Clerk's can be verified, and the issuer is not Clerk: let it issue JWT access tokens"
        elif self._settings.audience is not None:
            reason = "they name no audience, and SYLLABUS_IDENTITY_AUDIENCE is set"
        else:
            reason = "set SYLLABUS_IDENTITY_SECRET_KEY, or let Clerk generate access tokens as JWTs"
        _log.warning("opaque access tokens are refused: %s", reason)
