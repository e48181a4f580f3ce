"""What a signed token has to say to be an access token for this server.

The signature, the issuer and the times are verified before; they are the same for everything that an issuer signs.
What remains is to tell an access token of our application from the rest, for anyone may hold one of the others:

| token                                  | how it is known                                                            |
|----------------------------------------|----------------------------------------------------------------------------|
| OAuth access token (RFC 9068)          | header `typ` `at+jwt`; `client_id` is ours                                 |
| Clerk's session token                  | `typ` `JWT`, `sid`, no other `cat`; `azp` is an authorized party           |
| Clerk's M2M token                      | refused: the subject is `mch_…`, no user                                   |
| Clerk's JWT template, ID token         | refused: another `cat`, no `sid`                                           |
| another issuer's access token          | `typ` `JWT` or none; `client_id`, `azp` or `cid` is ours; no ID token      |

Other issuers than Clerk, as they are set up by default: Keycloak writes `azp`, `aud: account` and a claim `typ: Bearer`
(`ID`, `Refresh` in its other tokens); Auth0 `azp` and `aud: [API, …/userinfo]`, and `at+jwt` if so configured; Zitadel
`client_id` and a list of audiences, its ID tokens too, which have an `at_hash`; Okta `cid` and no header `typ`; Cognito
`client_id`, `token_use: access` and no `aud`; Ory an empty `aud`. An `aud` that is our client alone is the mark of
an ID token. authentik's access tokens have it nevertheless, and a `scope`, which no ID token has: they are accepted
where SYLLABUS_IDENTITY_AUDIENCE is set to the client's id. Dex issues ID tokens as access tokens, with `at_hash` and
all: nothing tells them apart, so they are refused.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal, cast

from backend.identity.refusals import refused
from backend.identity.subject import is_clerk_user, is_usable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.identity.settings import IdentitySettings

Kind = Literal["oauth", "session"]

_ACCESS_TOKEN = ("at+jwt", "application/at+jwt")
_SESSION_CATEGORIES = (None, "cl_B7d4PD111AAA", "cl_I7d4PD111III")
"""Session tokens, and those from before there were categories. JWT templates and M2M have others."""
_OF_ID_TOKENS = ("nonce", "at_hash", "c_hash")
_CLIENT_CLAIMS = ("client_id", "azp", "cid")

_log = logging.getLogger(__name__)


def check(header: Mapping[str, Any], claims: Mapping[str, Any], settings: IdentitySettings) -> Kind:
    """Which kind of access token this is. Raises Refusal 401 if it is none, or not for this server."""
    subject: object = claims.get("sub")
    person = is_clerk_user(subject) if settings.clerk else is_usable(subject)
    if not person or subject in settings.client_ids:  # a client that signs in for itself is its own subject
        raise refused("it does not belong to a person")
    if "cnf" in claims:
        raise refused("only whoever proves to hold its key may use it")
    audiences = _audiences(claims)
    if settings.audience is not None and settings.audience not in audiences:
        raise refused("it was not issued for this server")
    typ = str(header.get("typ") or ("" if settings.clerk else "JWT")).lower()
    if typ in _ACCESS_TOKEN:
        _check_client(claims, settings)
        return "oauth"
    if typ != "jwt" or _is_id_token(claims, audiences, settings):
        raise refused("it is no access token")
    if settings.clerk:
        _check_session(header, claims, settings)
        return "session"
    _check_client(claims, settings)
    return "oauth"


def _audiences(claims: Mapping[str, Any]) -> list[str]:
    audience: object = claims.get("aud") or []
    listed = cast("list[object]", audience) if isinstance(audience, list) else [audience]
    return [name for name in listed if isinstance(name, str)]


def _is_id_token(claims: Mapping[str, Any], audiences: list[str], settings: IdentitySettings) -> bool:
    """Whether this may be anything else than an access token, by what the other kinds have."""
    if any(claim in claims for claim in _OF_ID_TOKENS):
        return True
    if claims.get("typ", "Bearer") != "Bearer" or claims.get("token_use", "access") != "access":
        return True
    for_client_alone = bool(audiences) and all(name in settings.client_ids for name in audiences)
    meant = settings.audience is not None and ("scope" in claims or "scp" in claims)
    return for_client_alone and not meant


def _check_client(claims: Mapping[str, Any], settings: IdentitySettings) -> None:
    names = ("client_id",) if settings.clerk else _CLIENT_CLAIMS
    clients = [claims[name] for name in names if name in claims]
    if not clients or any(client not in settings.client_ids for client in clients):
        raise refused("it was issued to another application")


def _check_session(header: Mapping[str, Any], claims: Mapping[str, Any], settings: IdentitySettings) -> None:
    """Clerk's rules for session tokens.

    `azp` is the origin of the page that has the session; a session that no page has, has none. Where parties are
    authorized, only theirs are accepted. Where none are, a page's token is refused: it might be any page's.
    """
    session: object = claims.get("sid")
    if header.get("cat") not in _SESSION_CATEGORIES or not isinstance(session, str) or not session:
        raise refused("it is no access token")
    if claims.get("sts") == "pending":
        raise refused("its session is not complete")
    party: object = claims.get("azp")
    allowed = settings.authorized_parties
    if party not in allowed and (party is not None or allowed):
        if not allowed:
            _log.warning("a session token was refused: SYLLABUS_IDENTITY_AUTHORIZED_PARTIES names no web application")
        raise refused("it was issued to another application")
