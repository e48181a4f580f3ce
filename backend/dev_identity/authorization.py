"""The authorization request (RFC 6749 §4.1.1 with RFC 7636, 8707 and 9207)."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from backend.dev_identity.errors import NoWayBack, OAuthError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.dev_identity.records import Client

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_SHORTEST_STATE = 8


@dataclass(frozen=True, slots=True)
class Return:
    """Where the answer goes."""

    redirect_uri: str
    state: str | None = None
    issuer: str | None = None
    """Names who answers (RFC 9207); None: it is not said."""

    def url(self, **answer: str) -> str:
        """The address that the browser is sent to."""
        answer |= {"state": self.state} if self.state is not None else {}
        answer |= {"iss": self.issuer} if self.issuer is not None else {}
        separator = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{separator}{urlencode(answer)}"


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a client asks a person for."""

    client: Client
    back: Return
    scopes: tuple[str, ...]
    challenge: str = field(repr=False)
    nonce: str | None = None
    resource: str | None = None
    prompt: str | None = None


def way_back(parameters: Mapping[str, str], client: Client, issuer: str | None) -> Return:
    """Where any answer to this request goes, an error too. Raises NoWayBack."""
    if parameters.get("client_id") != client.id:
        raise NoWayBack("No program is registered with this client_id.")
    given = parameters.get("redirect_uri", "")
    if not any(is_same_place(given, registered) for registered in client.redirect_uris):
        raise NoWayBack("The address to come back to (redirect_uri) is not one that is registered for the program.")
    return Return(given, parameters.get("state"), issuer)


def is_same_place(given: str, registered: str) -> bool:
    """Whether a redirect URI is the registered one: to the letter, but for the port at http://127.0.0.1."""
    if given == registered:
        return True
    if not given.isascii() or not given.isprintable():
        return False  # `urlsplit` drops line breaks without a word
    try:
        a, b = urlsplit(given), urlsplit(registered)
        port = f":{a.port}" if a.port is not None else ""
    except ValueError:
        return False
    same_host = a.hostname == b.hostname == "127.0.0.1" and a.netloc == f"127.0.0.1{port}"
    return same_host and a.scheme == b.scheme == "http" and (a.path, a.query, "#" in given) == (b.path, b.query, False)


def read_request(parameters: Mapping[str, str], client: Client, back: Return) -> AuthorizationRequest:
    """The request. Raises OAuthError, whose place is at `back`."""
    if parameters.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "response_type has to be code.")
    if parameters.get("response_mode", "query") != "query":
        raise OAuthError("invalid_request", "response_mode has to be query.")
    if back.state is not None and len(back.state) < _SHORTEST_STATE:
        raise OAuthError("invalid_request", "state has to have at least 8 characters.")
    challenge = parameters.get("code_challenge", "")
    if parameters.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise OAuthError("invalid_request", "A public client has to send a code_challenge of the method S256.")
    return AuthorizationRequest(
        client=client,
        back=back,
        scopes=read_scopes(parameters, client.scopes),
        challenge=challenge,
        nonce=parameters.get("nonce"),
        resource=read_resource(parameters),
        prompt=parameters.get("prompt"),
    )


def read_scopes(parameters: Mapping[str, str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The scopes that are asked for; all that are allowed if none is named."""
    asked = tuple(dict.fromkeys(parameters.get("scope", "").split()))
    if not set(asked) <= set(allowed):
        raise OAuthError("invalid_scope", "A scope is not one that the program may ask for.")
    return asked or allowed


def read_resource(parameters: Mapping[str, str]) -> str | None:
    """What the tokens are to be for (RFC 8707); None if it is not said."""
    resource = parameters.get("resource")
    if resource is not None and ("#" in resource or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", resource)):
        raise OAuthError("invalid_target", "resource has to be one absolute URI without a fragment.")
    return resource


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a code verifier (RFC 7636 §4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
