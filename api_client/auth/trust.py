"""Whether the issuer that a server names is one to sign in with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api_client.errors import SignInFailed
from api_client.http import host_of, is_secure
from api_client.loopback import is_loopback

if TYPE_CHECKING:
    from api_client.models import Server

_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,200}")
_CLIENT_ID = re.compile(r"[\x21-\x7e]{1,200}")


def trusted_issuer(origin: str, server: Server) -> tuple[str, str]:
    """The issuer and the client id that a server names. Raises SignInFailed where they cannot be used."""
    identity, host = server.identity, host_of(origin)
    if identity.kind in ("none", "local"):
        raise SignInFailed(
            f"{host} does not know accounts: what it shows, it shows to everybody. There is nothing to sign in to.",
            code="no_accounts",
        )
    if identity.kind != "oidc":
        raise SignInFailed(f"{host} signs people in in a way that this version does not know.", code="unknown_kind")
    issuer, client_id = identity.issuer or "", identity.client_id or ""
    usable = all(_SCOPE.fullmatch(scope) for scope in identity.scopes) and _CLIENT_ID.fullmatch(client_id)
    if not is_secure(issuer) or not usable:
        raise SignInFailed(
            f"{host} names no sign-in service that can be used: it has to be https, with a client id. Whoever runs the "
            "server has to look at its settings.",
            code="insecure_issuer",
        )
    if is_loopback(host_of(issuer, port=False)) and not is_loopback(host_of(origin, port=False)):
        raise SignInFailed(f"{host} names a sign-in service on this computer, not on its own side.", code="loopback")
    return issuer, client_id
