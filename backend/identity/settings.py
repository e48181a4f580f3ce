"""How a server knows people: the issuer of their tokens, and what a token must say to be meant for this server."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from backend.addresses import is_secure

if TYPE_CHECKING:
    from collections.abc import Mapping

CLERK_API = "https://api.clerk.com"
SCOPES = ("openid", "profile", "email", "offline_access")

_PREFIX = "SYLLABUS_IDENTITY_"
_PROVIDERS = ("auto", "clerk", "oidc")


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """One issuer of tokens, and what is asked of them."""

    issuer: str
    """Exactly as tokens name it in `iss`: with a final slash where the provider writes one."""
    client_ids: tuple[str, ...]
    """The OAuth applications whose tokens are accepted; at least one. The first is what clients sign in with."""
    clerk: bool = False
    """Whether the issuer is Clerk's. What Clerk alone does is asked of a Clerk issuer alone."""
    audience: str | None = None
    """What `aud` has to contain. None: a token may name any audience, or none."""
    authorized_parties: tuple[str, ...] = ()
    """The origins of web applications whose Clerk session tokens are accepted (`azp`)."""
    secret_key: SecretStr | None = None
    """Of Clerk's API: for opaque tokens, and for users that only a session token names."""
    webhook_secret: SecretStr | None = None
    scopes: tuple[str, ...] = SCOPES
    """What clients ask for when they sign in."""
    api_url: str = CLERK_API

    @property
    def client_id(self) -> str:
        """What clients sign in with."""
        return self.client_ids[0]


def load_identity(environment: Mapping[str, str]) -> IdentitySettings | None:
    """The settings of `SYLLABUS_IDENTITY_…`; None if no issuer is named. An empty variable is one that is not set.

    Raises ValueError with a sentence that names the variable, and never a secret.
    """
    given = {key.removeprefix(_PREFIX): text.strip() for key, text in environment.items() if key.startswith(_PREFIX)}
    given = {key: text for key, text in given.items() if text}
    if not given:
        return None
    if "ISSUER" not in given:
        others = ", ".join(_PREFIX + key for key in sorted(given))
        raise ValueError(f"{_PREFIX}ISSUER is not set, but {others}: without an issuer nobody could sign in.")
    issuer = _issuer(given["ISSUER"])
    client_ids = _listed(given.get("CLIENT_ID", ""))
    if not client_ids:
        raise ValueError(f"{_PREFIX}CLIENT_ID is not set: it names the OAuth application whose tokens are accepted.")
    clerk = _is_clerk(issuer, given.get("PROVIDER", "auto"))
    if not clerk:
        _refuse_clerks_own(given)
    return IdentitySettings(
        issuer=issuer,
        client_ids=client_ids,
        clerk=clerk,
        audience=given.get("AUDIENCE"),
        authorized_parties=_origins(given.get("AUTHORIZED_PARTIES", "")),
        secret_key=_secret_key(given.get("SECRET_KEY")),
        webhook_secret=_webhook_secret(given.get("WEBHOOK_SECRET")),
        scopes=_listed(given.get("SCOPES", "")) or SCOPES,
        api_url=_api(given.get("API_URL", CLERK_API)),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[,\s]+", text)))


def _issuer(text: str) -> str:
    if not is_secure(text) or "?" in text or "#" in text:
        raise ValueError(f"{_PREFIX}ISSUER has to be an https:// address; http:// is for this computer alone.")
    return text


def _is_clerk(issuer: str, provider: str) -> bool:
    if provider not in _PROVIDERS:
        raise ValueError(f"{_PREFIX}PROVIDER has to be one of {', '.join(_PROVIDERS)}.")
    host = urlsplit(issuer).hostname or ""
    guess = host.startswith("clerk.") or host.endswith(".clerk.accounts.dev")
    return guess if provider == "auto" else provider == "clerk"


def _refuse_clerks_own(given: Mapping[str, str]) -> None:
    """A Clerk instance behind a name of its own would be taken for any other issuer, and less be asked of tokens."""
    for key in ("SECRET_KEY", "WEBHOOK_SECRET", "AUTHORIZED_PARTIES"):
        if key in given:
            raise ValueError(
                f"{_PREFIX}{key} is for Clerk alone. If the issuer is Clerk's, set {_PREFIX}PROVIDER=clerk too."
            )


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(origin.rstrip("/") for origin in _listed(text))
    if any("://" not in origin or origin.count("/") != 2 for origin in origins):
        raise ValueError(f"{_PREFIX}AUTHORIZED_PARTIES has to be origins, like https://learn.example.com.")
    return origins


def _secret_key(text: str | None) -> SecretStr | None:
    if text is None:
        return None
    if not re.fullmatch(r"sk_[\x21-\x7e]+", text):
        raise ValueError(f"{_PREFIX}SECRET_KEY is not a secret key of Clerk: those begin with sk_.")
    return SecretStr(text)


def _webhook_secret(text: str | None) -> SecretStr | None:
    if text is None:
        return None
    try:
        key = b64decode(text.removeprefix("whsec_") + "==", validate=False)
    except ValueError:
        key = b""
    if not text.startswith("whsec_") or not key:
        raise ValueError(f"{_PREFIX}WEBHOOK_SECRET is not the signing secret of a webhook: those begin with whsec_.")
    return SecretStr(text)


def _api(text: str) -> str:
    if not is_secure(text) or "?" in text or "#" in text:
        raise ValueError(f"{_PREFIX}API_URL has to be an https:// address; http:// is for this computer alone.")
    return text.rstrip("/")
