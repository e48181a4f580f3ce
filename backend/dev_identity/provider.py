"""The provider: who can sign in, what they granted, and the tokens for it."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any

from backend.dev_identity.authorization import read_resource, read_scopes
from backend.dev_identity.devices import Devices
from backend.dev_identity.errors import OAuthError
from backend.dev_identity.grants import Grants, digest
from backend.dev_identity.keys import SigningKey
from backend.dev_identity.records import AccessToken, Code, Grant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from backend.dev_identity.authorization import AuthorizationRequest
    from backend.dev_identity.records import Client, Device, Person

CODE_LIFETIME = 600.0


class Provider:
    """One issuer with one client. It is used in one event loop and does no I/O."""

    def __init__(
        self,
        issuer: str,
        client: Client,
        people: Iterable[Person],
        *,
        grants: Grants | None = None,
        key: SigningKey | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`issuer` is its address, without a slash at the end; a key is made if none is given."""
        self.issuer = issuer
        self.client = client
        self.people = {person.subject: person for person in people}
        self.key = key or SigningKey.new()
        self.clock = clock
        self.grants = grants or Grants(clock)
        self.devices = Devices(clock)
        self.codes: dict[str, Code] = {}
        self.access_tokens: dict[str, AccessToken] = {}
        self.access_lifetime = 600
        """Seconds; short enough that whoever tries it out sees a refresh."""

    def approve(self, request: AuthorizationRequest, subject: str) -> str:
        """Grant what a client asked for; gives the address to send the browser to."""
        code = secrets.token_urlsafe(24)
        grant = Grant(request.client.id, subject, request.scopes, request.resource, request.nonce)
        self.codes[code] = Code(grant, request.back.redirect_uri, request.challenge, self.clock() + CODE_LIFETIME)
        return request.back.url(code=code)

    def start_device(self, parameters: Mapping[str, str]) -> Device:
        """A new device code (RFC 8628 §3.1)."""
        self.check_client(parameters)
        scopes = read_scopes(parameters, self.client.scopes)
        grant = Grant(self.client.id, "", scopes, read_resource(parameters), parameters.get("nonce"))
        return self.devices.start(grant)

    def check_client(self, parameters: Mapping[str, str]) -> None:
        """Raise OAuthError unless the request names the client."""
        if parameters.get("client_id") != self.client.id:
            raise OAuthError("invalid_client", "No program is registered with this client_id.")

    def tokens(self, grant: Grant) -> dict[str, Any]:
        """A token response (RFC 6749 §5.1)."""
        answer: dict[str, Any] = {
            "access_token": self.access_token(grant),
            "token_type": "Bearer",
            "expires_in": self.access_lifetime,
            "scope": " ".join(grant.scopes),
        }
        if "offline_access" in grant.scopes:
            answer["refresh_token"] = self.grants.new_token(grant)
        if "openid" in grant.scopes:
            answer["id_token"] = self.id_token(grant)
        return answer

    def access_token(self, grant: Grant) -> str:
        """An access token for a grant, which userinfo will know again."""
        token = self.key.sign(self.access_claims(grant), typ="at+jwt")
        self.remember(token, grant)
        return token

    def remember(self, token: str, grant: Grant) -> None:
        """Keep what an access token is for, as long as it counts."""
        now = self.clock()
        for known in [known for known, issued in self.access_tokens.items() if issued.expires_at < now]:
            del self.access_tokens[known]
        self.access_tokens[digest(token)] = AccessToken(grant, now + self.access_lifetime)

    def access_claims(self, grant: Grant) -> dict[str, Any]:
        """What an access token says (RFC 9068)."""
        now = int(self.clock())
        claims = {
            "iss": self.issuer,
            "sub": grant.subject,
            "client_id": grant.client_id,
            "scope": " ".join(grant.scopes),
            "jti": f"oat_{secrets.token_hex(16)}",
            "iat": now,
            "nbf": now,
            "exp": now + self.access_lifetime,
        }
        return claims | ({"aud": grant.resource} if grant.resource else {})

    def id_token(self, grant: Grant) -> str:
        """Who signed in (OpenID Connect Core §2)."""
        now = int(self.clock())
        claims = {"iss": self.issuer, "aud": grant.client_id, "iat": now, "exp": now + self.access_lifetime}
        nonce = {"nonce": grant.nonce} if grant.nonce else {}
        return self.key.sign(claims | nonce | self.person_claims(grant), typ="JWT")

    def userinfo(self, token: str) -> dict[str, Any] | None:
        """Whose access token this is, as far as its scopes let it be told; None if it does not count."""
        issued = self.access_tokens.get(digest(token))
        if issued is None or issued.grant.revoked or issued.expires_at < self.clock():
            return None
        return self.person_claims(issued.grant) if issued.grant.subject in self.people else None

    def person_claims(self, grant: Grant) -> dict[str, Any]:
        """The standard claims of a person (OpenID Connect Core §5.1)."""
        person = self.people[grant.subject]
        claims: dict[str, Any] = {"sub": person.subject}
        if "profile" in grant.scopes:
            claims["name"] = person.name
        if "email" in grant.scopes:
            claims |= {"email": person.email, "email_verified": person.email_verified}
        return claims
