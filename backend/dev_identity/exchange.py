"""The token endpoint and revocation (RFC 6749 §3.2, RFC 7009)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from backend.dev_identity.authorization import challenge_of, read_resource, read_scopes
from backend.dev_identity.errors import OAuthError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.dev_identity.provider import Provider
    from backend.dev_identity.records import Grant

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def exchange(provider: Provider, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Tokens for a code, a refresh token or a device code. Raises OAuthError."""
    provider.check_client(parameters)
    redeem = _GRANTS.get(required(parameters, "grant_type"))
    if redeem is None:
        raise OAuthError("unsupported_grant_type", "This is no grant_type that is known here.")
    resource = read_resource(parameters)
    grant = redeem(provider, parameters)
    if grant.resource is None:
        grant.resource = resource  # nothing was said of it before (RFC 8707 §2.2)
    elif resource not in (None, grant.resource):
        raise OAuthError("invalid_target", "resource is not what was granted.")
    return provider.tokens(grant)


def required(parameters: Mapping[str, str], name: str) -> str:
    """A parameter that may not lack."""
    if not parameters.get(name):
        raise OAuthError("invalid_request", f"{name} is missing.")
    return parameters[name]


def _by_code(provider: Provider, parameters: Mapping[str, str]) -> Grant:
    code = provider.codes.get(required(parameters, "code"))
    verifier = required(parameters, "code_verifier")
    if code is None:
        raise OAuthError("invalid_grant", "The code is not known.")
    if code.used:
        provider.grants.revoke(code.grant)  # one of the two who sent it stole it
        raise OAuthError("invalid_grant", "The code was used before.")
    if provider.clock() >= code.expires_at:
        raise OAuthError("invalid_grant", "The code expired.")
    if parameters.get("redirect_uri") != code.redirect_uri:
        raise OAuthError("invalid_grant", "redirect_uri is not the one that the code was sent to.")
    if not secrets.compare_digest(challenge_of(verifier), code.challenge):
        raise OAuthError("invalid_grant", "code_verifier does not fit the code_challenge.")
    code.used = True
    return code.grant


def _by_refresh_token(provider: Provider, parameters: Mapping[str, str]) -> Grant:
    token = required(parameters, "refresh_token")
    known = provider.grants.find(token)
    if known is not None:
        read_scopes(parameters, known.scopes)  # a smaller set is accepted, and the whole one given
    return provider.grants.spend(token, provider.client.id)


def _by_device_code(provider: Provider, parameters: Mapping[str, str]) -> Grant:
    return provider.devices.redeem(required(parameters, "device_code"), provider.client.id)


_GRANTS = {"authorization_code": _by_code, "refresh_token": _by_refresh_token, DEVICE_GRANT: _by_device_code}


def revoke(provider: Provider, parameters: Mapping[str, str]) -> None:
    """End the grant of a refresh token; a token that is not known is no error. Raises OAuthError."""
    provider.check_client(parameters)
    token = required(parameters, "token")
    if token.count(".") == 2:
        raise OAuthError("unsupported_token_type", "An access token cannot be revoked; it ends by itself.")
    grant = provider.grants.find(token)
    if grant is not None:
        provider.grants.revoke(grant)
