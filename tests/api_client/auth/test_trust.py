"""Issuers that a server may name."""

from __future__ import annotations

import pytest

from api_client import errors
from api_client.auth.trust import trusted_issuer
from api_client.models import Identity, Server


def server_with(**identity: object) -> Server:
    usual: dict[str, object] = {"kind": "oidc", "issuer": "https://id.example.com", "client_id": "the-client"}
    return Server(name="A", version="1", identity=Identity.model_validate(usual | identity), payments="none")


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ({"kind": "none"}, "no_accounts"),
        ({"kind": "local"}, "no_accounts"),
        ({"kind": "telepathy"}, "unknown_kind"),
        ({"issuer": None}, "insecure_issuer"),
        ({"issuer": "http://id.example.com"}, "insecure_issuer"),
        ({"issuer": "http://10.0.0.1"}, "insecure_issuer"),
        ({"issuer": "https://ana@id.example.com"}, "insecure_issuer"),
        ({"issuer": "https://xn--a.com"}, "insecure_issuer"),
        ({"client_id": None}, "insecure_issuer"),
        ({"client_id": "a client"}, "insecure_issuer"),
        ({"scopes": ("openid everything",)}, "insecure_issuer"),
        ({"issuer": "http://127.0.0.1:22"}, "loopback"),
        ({"issuer": "https://localhost:8443"}, "loopback"),
    ],
)
def test_ways_that_cannot_be_trusted(identity: dict[str, object], code: str) -> None:
    with pytest.raises(errors.SignInFailed) as caught:
        trusted_issuer("https://learn.example.com", server_with(**identity))
    assert caught.value.code == code
    assert "learn.example.com" in caught.value.sentence


def test_a_server_on_this_computer_may_trust_an_issuer_anywhere() -> None:
    for issuer in ("http://127.0.0.1:9000", "https://localhost:8443", "https://id.example.com"):
        assert trusted_issuer("http://127.0.0.1:8000", server_with(issuer=issuer)) == (issuer, "the-client")
