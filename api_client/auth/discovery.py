"""What an issuer says about itself (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from api_client.auth.issuer_http import read_json
from api_client.errors import SignInFailed
from api_client.http import is_secure
from api_client.loopback import is_loopback

if TYPE_CHECKING:
    import httpx


def _secure(url: str) -> str:
    if not is_secure(url):
        raise ValueError("not an https address")
    return url


Endpoint = Annotated[str, AfterValidator(_secure)]


class Provider(BaseModel):
    """The part of a discovery document that a client needs. Its addresses are https, or http to this computer.

    They may be on other hosts than the issuer's, as they are with Google: the document came from the issuer over TLS,
    and it is the issuer that one trusts with the sign-in.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    issuer: Endpoint
    authorization_endpoint: Endpoint
    token_endpoint: Endpoint
    revocation_endpoint: Endpoint | None = None
    device_authorization_endpoint: Endpoint | None = None
    code_challenge_methods_supported: tuple[str, ...] | None = None
    authorization_response_iss_parameter_supported: bool = False
    """Every answer to the browser names the issuer (RFC 9207)."""

    @property
    def hosts(self) -> frozenset[str]:
        """Where the addresses are."""
        endpoints = (
            self.authorization_endpoint,
            self.token_endpoint,
            self.revocation_endpoint,
            self.device_authorization_endpoint,
        )
        return frozenset(urlsplit(url).hostname or "" for url in endpoints if url)


def check_issuer(issuer: str) -> None:
    """Raise SignInFailed where this is no issuer that secrets may be sent to."""
    if not is_secure(issuer) or "?" in issuer:
        raise SignInFailed(
            "The address of the sign-in service has to be https: plain http is for this computer alone.",
            code="insecure_issuer",
        )


async def discover(issuer: str, client: httpx.AsyncClient) -> Provider:
    """Read an issuer's discovery document. Raises SignInFailed where it cannot be used; ApiError."""
    answer = await read_json(client, "GET", f"{issuer.removesuffix('/')}/.well-known/openid-configuration")
    if not answer.is_success:
        raise answer.outage()
    try:
        provider = Provider.model_validate_json(answer.text)
    except ValidationError:
        raise SignInFailed(
            "The sign-in service does not describe itself as OpenID Connect asks it to.", code="bad_discovery"
        ) from None
    _check(provider, issuer)
    return provider


def _check(provider: Provider, issuer: str) -> None:
    if provider.issuer != issuer:
        raise SignInFailed(
            "The sign-in service calls itself otherwise than the server calls it. The server's settings have to name "
            "the issuer exactly as the issuer does.",
            code="issuer_mismatch",
        )
    if not is_loopback(urlsplit(issuer).hostname or "") and any(is_loopback(host) for host in provider.hosts):
        # An issuer elsewhere has no business with what listens on this computer, and would have us post to it.
        raise SignInFailed("The sign-in service sends its answers to this computer.", code="bad_discovery")
