"""The settings of the identity provider, from the environment."""

from __future__ import annotations

import pytest

from backend.identity.settings import SCOPES, IdentitySettings, load_identity

CLERK = "https://verb-noun-00.clerk.accounts.dev"
LEAST = {"ISSUER": CLERK, "CLIENT_ID": "client_1"}


def load(**variables: str) -> IdentitySettings | None:
    return load_identity({f"SYLLABUS_IDENTITY_{name}": text for name, text in variables.items()})


def test_without_an_issuer_nobody_signs_in() -> None:
    assert load() is None
    assert load(ISSUER="", CLIENT_ID=" ") is None
    assert load_identity({"SYLLABUS_SERVER": "https://learn.example.com", "HOME": "/"}) is None


def test_what_is_not_set_has_a_default() -> None:
    assert load(**LEAST) == IdentitySettings(CLERK, ("client_1",), clerk=True, scopes=SCOPES)


def test_everything_that_can_be_set() -> None:
    settings = load(
        **LEAST | {"CLIENT_ID": "client_1, client_2 ,"},
        AUDIENCE="https://learn.example.com",
        AUTHORIZED_PARTIES="https://learn.example.com/,http://localhost:3000",
        SECRET_KEY="sk_test_1",
        WEBHOOK_SECRET="whsec_MTIzNDU2",
        SCOPES="openid email",
        API_URL="http://127.0.0.1:9/",
    )
    assert settings is not None
    assert (settings.client_id, settings.client_ids) == ("client_1", ("client_1", "client_2"))
    assert settings.audience == "https://learn.example.com"
    assert settings.authorized_parties == ("https://learn.example.com", "http://localhost:3000")
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "sk_test_1"
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == "whsec_MTIzNDU2"
    assert (settings.scopes, settings.api_url) == (("openid", "email"), "http://127.0.0.1:9")
    assert "sk_test_1" not in repr(settings)
    assert "whsec_MTIzNDU2" not in repr(settings)


@pytest.mark.parametrize(
    ("issuer", "provider", "clerk"),
    [
        (CLERK, "", True),
        ("https://clerk.example.com", "auto", True),
        (CLERK, "oidc", False),
        ("https://example.eu.auth0.com/", "", False),
        ("https://clerk.accounts.dev.example.com", "", True),  # begins with “clerk.”
        ("https://x.clerk.accounts.dev.example.com", "", False),
        ("https://example.com/__clerk", "clerk", True),
        ("http://127.0.0.1:9", "clerk", True),
        ("http://[::1]:9", "", False),
    ],
)
def test_whether_the_issuer_is_clerk(issuer: str, provider: str, clerk: bool) -> None:
    settings = load(**LEAST | {"ISSUER": issuer}, PROVIDER=provider)
    assert settings is not None
    assert (settings.issuer, settings.clerk) == (issuer, clerk)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"CLIENT_ID": "client_1"}, "ISSUER"),
        ({"ISSUER": CLERK}, "CLIENT_ID"),
        ({**LEAST, "CLIENT_ID": " , "}, "CLIENT_ID"),
        ({**LEAST, "ISSUER": "http://clerk.example.com"}, "ISSUER"),
        ({**LEAST, "ISSUER": "clerk.example.com"}, "ISSUER"),
        ({**LEAST, "ISSUER": "https://me:hidden@clerk.example.com"}, "ISSUER"),
        ({**LEAST, "ISSUER": CLERK + "?x"}, "ISSUER"),
        ({**LEAST, "ISSUER": CLERK + "#x"}, "ISSUER"),
        ({**LEAST, "ISSUER": "https://[::1"}, "ISSUER"),
        ({**LEAST, "ISSUER": "https://clerk.example.com:port"}, "ISSUER"),
        ({**LEAST, "PROVIDER": "auth0"}, "PROVIDER"),
        ({**LEAST, "AUTHORIZED_PARTIES": "learn.example.com"}, "AUTHORIZED_PARTIES"),
        ({**LEAST, "AUTHORIZED_PARTIES": "https://learn.example.com/app"}, "AUTHORIZED_PARTIES"),
        ({**LEAST, "SECRET_KEY": "pk_live_hidden"}, "SECRET_KEY"),
        ({**LEAST, "SECRET_KEY": "sk_live_hidden part"}, "SECRET_KEY"),
        ({**LEAST, "WEBHOOK_SECRET": "hidden"}, "WEBHOOK_SECRET"),
        ({**LEAST, "WEBHOOK_SECRET": "whsec_"}, "WEBHOOK_SECRET"),
        ({**LEAST, "API_URL": "http://api.example.com"}, "API_URL"),
        ({**LEAST, "PROVIDER": "oidc", "SECRET_KEY": "sk_live_hidden"}, "SECRET_KEY"),
        ({**LEAST, "PROVIDER": "oidc", "WEBHOOK_SECRET": "whsec_hidden"}, "WEBHOOK_SECRET"),
        ({**LEAST, "PROVIDER": "oidc", "AUTHORIZED_PARTIES": "https://a.example.com"}, "AUTHORIZED_PARTIES"),
    ],
)
def test_what_is_wrong_is_named_and_not_quoted(variables: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=f"SYLLABUS_IDENTITY_{named}") as caught:
        load(**variables)
    assert "hidden" not in str(caught.value)
