"""Which signed tokens are accepted, and which are not: each of the ways to be wrong is a case of its own."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.identity.bearer import bearer
from tests.backend.issuer import (
    CLIENT,
    JWKS,
    KID,
    OTHER_CLIENT,
    SUBJECT,
    Issuer,
    ec_jwk,
    public_jwk,
    public_pem,
    rsa_key,
    segment,
    signed,
    signed_with_secret,
)
from tests.backend.refused import refusing, request_with
from tests.backend.verifying import Verifying, verifying

if TYPE_CHECKING:
    from collections.abc import Generator

WEB = "https://learn.example.com"
SERVER = "https://api.example.com"
SESSION = "cl_B7d4PD111AAA"
EC_KEY, EC_JWK = ec_jwk("ins_ec")
VERIFIERS = 5
"""How many are made below: each reads the keys once, and once more for a key that it does not know."""


@pytest.fixture(scope="module")
def issuer() -> Generator[Issuer]:
    """One for every case: it only answers."""
    with Issuer() as running:
        running.documents[JWKS] = {
            "keys": [EC_JWK, public_jwk("other", "ins_other"), public_jwk("ours", KID)],
        }
        yield running


@pytest.fixture(scope="module")
def clerk(issuer: Issuer) -> Generator[Verifying]:
    with verifying(issuer, authorized_parties=(WEB,)) as made:
        yield made


@pytest.fixture(scope="module")
def clerk_with_audience(issuer: Issuer) -> Generator[Verifying]:
    with verifying(issuer, authorized_parties=(WEB,), audience=SERVER) as made:
        yield made


@pytest.fixture(scope="module")
def another(issuer: Issuer) -> Generator[Verifying]:
    """Whose issuer is not Clerk."""
    with verifying(issuer, clerk=False) as made:
        yield made


# What is accepted


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({}, {}),
        ({"typ": "application/at+jwt", "cat": "cl_B7d4PD999XXX"}, {}),
        ({}, {"aud": SERVER, "act": {"sub": "user_admin"}}),
        ({}, {"aud": [SERVER, "https://else.example.com"], "scope": None, "scp": ["openid", "email"]}),
        ({}, {"client_id": "client_second", "nbf": None}),
    ],
    ids=["plain", "application/at+jwt", "audience", "scp", "second client"],
)
def test_an_oauth_access_token_is_accepted(clerk: Verifying, header: dict[str, Any], claims: dict[str, Any]) -> None:
    token = signed(clerk.issuer.oauth(**claims), **header)
    who = clerk.whose(token)
    assert (who.subject, who.kind, who.token.get_secret_value()) == (SUBJECT, "oauth", token)
    assert token not in repr(who)


@pytest.mark.parametrize("category", [SESSION, "cl_I7d4PD111III", None])
def test_a_session_token_is_accepted(clerk: Verifying, category: str | None) -> None:
    who = clerk.whose(signed(clerk.issuer.session(), typ="JWT", cat=category))
    assert (who.subject, who.kind) == (SUBJECT, "session")


def test_the_right_audience_is_accepted(clerk_with_audience: Verifying) -> None:
    for audience in (SERVER, [SERVER], ["x", SERVER]):
        clerk_with_audience.whose(signed(clerk_with_audience.issuer.oauth(aud=audience)))


def test_clocks_may_differ_by_a_few_seconds(clerk: Verifying) -> None:
    soon = int(time.time()) + 4
    clerk.whose(signed(clerk.issuer.oauth(iat=soon, nbf=soon)))


# What is not: the token itself


def test_a_token_that_is_not_signed_is_refused(clerk: Verifying) -> None:
    claims = clerk.issuer.oauth()
    real = signed(claims).rpartition(".")[2]
    for algorithm in ("none", "None", "NONE"):
        for signature in (real, segment(b"x")):
            token = f"{segment({'alg': algorithm, 'typ': 'at+jwt', 'kid': KID})}.{segment(claims)}.{signature}"
            with refusing(token, SUBJECT):
                clerk.whose(token)
        with refusing(SUBJECT):
            bearer(request_with(f"Bearer {segment({'alg': algorithm})}.{segment(claims)}."))


def test_the_public_key_is_no_secret(clerk: Verifying) -> None:
    pem = public_pem("ours")
    for secret in (pem, pem.strip(), pem.replace(b"\n", b"")):
        token = signed_with_secret(clerk.issuer.oauth(), secret)
        with refusing(token, SUBJECT) as caught:
            clerk.whose(token)
        assert "RS256" in caught.value.detail


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_another_algorithm_is_refused_even_with_the_right_key(clerk: Verifying, algorithm: str) -> None:
    token = jwt.encode(clerk.issuer.oauth(), rsa_key("ours"), algorithm, {"kid": KID, "typ": "at+jwt"})
    with refusing(token, SUBJECT):
        clerk.whose(token)


def test_an_ec_key_is_refused(clerk: Verifying) -> None:
    for claimed in ("ES256", "RS256"):
        signing_input = f"{segment({'alg': claimed, 'typ': 'at+jwt', 'kid': 'ins_ec'})}.{segment(clerk.issuer.oauth())}"
        signature = jwt.get_algorithm_by_name("ES256").sign(signing_input.encode(), EC_KEY)
        token = f"{signing_input}.{segment(signature)}"
        with refusing(token, SUBJECT):
            clerk.whose(token)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({}, "foreign"),
        ({}, "other"),
        ({"kid": "ins_other"}, "ours"),
        ({"kid": "ins_foreign"}, "foreign"),
        ({"kid": "ins_foreign"}, "ours"),
        ({"kid": None}, "ours"),
        ({"kid": ""}, "ours"),
        ({"crit": ["x-new"]}, "ours"),
    ],
    ids=["foreign key", "other key", "other kid", "foreign both", "foreign kid", "no kid", "empty kid", "critical"],
)
def test_a_key_that_is_not_the_named_one_is_refused(clerk: Verifying, header: dict[str, Any], key: str) -> None:
    token = signed(clerk.issuer.oauth(), key=key, **header)
    with refusing(token, SUBJECT):
        clerk.whose(token)


def test_a_key_in_the_token_is_not_believed(clerk: Verifying) -> None:
    key = public_jwk("foreign", KID)
    token = signed(clerk.issuer.oauth(), key="foreign", jwk=key, jku=clerk.issuer.url + JWKS)
    with refusing(token, SUBJECT):
        clerk.whose(token)


def test_a_token_that_was_changed_is_refused(clerk: Verifying) -> None:
    header, _, signature = signed(clerk.issuer.oauth()).split(".")
    token = f"{header}.{segment(clerk.issuer.oauth(sub='user_somebody_else'))}.{signature}"
    with refusing(token, "user_somebody_else"):
        clerk.whose(token)


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"[]",
        b"1",
        b"null",
        b"{",
        b"\xff",
        b"[" * 5000,
        b'{"a":' * 1000,
        b'{"alg":"RS256"}',
        b'{"alg":[],"kid":{}}',
    ],
    ids=lambda part: repr(part[:16]),
)
def test_a_header_that_is_no_header_is_refused(clerk: Verifying, part: bytes) -> None:
    with refusing():
        clerk.verifier.verify(f"{segment(part)}.{segment(clerk.issuer.oauth())}.{segment(b'x')}")


# What is not: times and issuer


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        # Years away: a test that is named by the second in which it was read differs from worker to worker.
        ({"exp": 1_000_000_000}, "expired"),
        ({"nbf": 32_000_000_000}, "not valid yet"),
        ({"iat": 32_000_000_000}, "not valid yet"),
        ({"exp": None}, "lacks a claim"),
        ({"iat": None}, "lacks a claim"),
        ({"iss": None}, "lacks a claim"),
        ({"sub": None}, "lacks a claim"),
        ({"exp": "soon"}, "read"),
        ({"exp": float("inf")}, "read"),
        ({"nbf": [1]}, "read"),
        ({"iss": "https://clerk.example.org"}, "another identity provider"),
    ],
    ids=repr,
)
def test_times_and_issuer_are_verified(clerk: Verifying, claims: dict[str, Any], reason: str) -> None:
    for token in (signed(clerk.issuer.oauth(**claims)), signed(clerk.issuer.session(**claims), typ="JWT", cat=SESSION)):
        with refusing(token, SUBJECT) as caught:
            clerk.whose(token)
        assert reason in caught.value.detail


def test_an_issuer_that_only_begins_like_ours_is_another(clerk: Verifying) -> None:
    for ours in (clerk.issuer.url + "/", clerk.issuer.url.upper(), clerk.issuer.url[:-1]):
        with refusing(ours):
            clerk.whose(signed(clerk.issuer.oauth(iss=ours)))


# What is not: whose and what for


@pytest.mark.parametrize(
    "subject",
    [
        *("", " ", "local", "LOCAL", " local ", "deleted:1", "Deleted:user_1"),
        *("user_1\n", "user_\u202e", "user_\ud800", "user_" + "a" * 260, 5, ["user_1"], True),
    ],
    ids=repr,
)
def test_subjects_that_nobody_may_have(clerk: Verifying, another: Verifying, subject: object) -> None:
    for verifying_ in (clerk, another):
        token = signed(verifying_.issuer.oauth(sub=subject))
        with refusing(token):
            verifying_.whose(token)


@pytest.mark.parametrize("subject", ["mch_2abc", "client_ours", "2abc", "User_2abc"])
def test_at_clerk_a_user_is_a_user(clerk: Verifying, subject: str) -> None:
    for token in (
        signed(clerk.issuer.oauth(sub=subject)),
        signed(clerk.issuer.session(sub=subject), typ="JWT", cat=SESSION),
    ):
        with refusing(token, subject):
            clerk.whose(token)


def test_a_machines_token_is_refused(clerk: Verifying) -> None:
    token = signed(clerk.issuer.claims(sub="mch_2abc", scopes="mch_1"), typ="JWT", cat="cl_B7d4PD333AAA")
    with refusing(token, "mch_2abc"):
        clerk.whose(token)


def test_a_token_of_a_jwt_template_is_refused(clerk: Verifying) -> None:
    template = "cl_B7d4PD222AAA"
    for claims, category in (
        (clerk.issuer.claims(azp=WEB), template),
        (clerk.issuer.claims(azp=WEB), None),
        (clerk.issuer.session(), template),  # a template may write any claim
    ):
        token = signed(claims, typ="JWT", cat=category)
        with refusing(token, SUBJECT):
            clerk.whose(token)


@pytest.mark.parametrize("category", [SESSION, None, "cl_unknown", 5, ["x"]], ids=repr)
@pytest.mark.parametrize("more", [{}, {"sid": "sess_1", "nonce": "n"}, {"sid": "sess_1", "at_hash": "h"}], ids=repr)
def test_clerks_id_token_is_refused(clerk: Verifying, more: dict[str, Any], category: object) -> None:
    token = signed(clerk.issuer.claims(aud=CLIENT, azp=WEB, **more), typ="JWT", cat=category)
    with refusing(token, SUBJECT):
        clerk.whose(token)


@pytest.mark.parametrize("typ", [None, "", "logout+jwt", "dpop+jwt", "at", "JOSE", 5])
def test_clerks_tokens_say_what_they_are(clerk: Verifying, typ: object) -> None:
    token = signed(clerk.issuer.oauth(sid="sess_1", azp=WEB), typ=typ)
    with refusing(token, SUBJECT):
        clerk.whose(token)


@pytest.mark.parametrize(
    "claims",
    [{"client_id": OTHER_CLIENT}, {"client_id": None}, {"client_id": [CLIENT]}, {"client_id": None, "azp": CLIENT}],
    ids=repr,
)
def test_a_token_of_another_application_is_refused(clerk: Verifying, claims: dict[str, Any]) -> None:
    token = signed(clerk.issuer.oauth(**claims))
    with refusing(token, SUBJECT, OTHER_CLIENT) as caught:
        clerk.whose(token)
    assert "another application" in caught.value.detail


@pytest.mark.parametrize("audience", [None, "", [], "https://else.example.com", SERVER + "/", [5], {SERVER: 1}, CLIENT])
def test_a_token_for_another_server_is_refused(clerk_with_audience: Verifying, audience: object) -> None:
    issuer = clerk_with_audience.issuer
    oauth, session = issuer.oauth(aud=audience), issuer.session(aud=audience)
    for token in (signed(oauth), signed(session, typ="JWT", cat=SESSION)):
        with refusing(token, SUBJECT) as caught:
            clerk_with_audience.whose(token)
        assert "not issued for this server" in caught.value.detail


def test_a_token_that_is_bound_to_a_key_is_refused(clerk: Verifying) -> None:
    with refusing(SUBJECT):
        clerk.whose(signed(clerk.issuer.oauth(cnf={"jkt": "thumbprint"})))


@pytest.mark.parametrize(
    "claims",
    [{"azp": "https://evil.example.com"}, {"azp": None}, {"azp": WEB + "/"}, {"azp": [WEB]}, {"sts": "pending"},
     {"sid": None}, {"sid": ""}, {"sid": 1}],
    ids=repr,
)  # fmt: skip
def test_a_session_of_another_page_or_none_is_refused(clerk: Verifying, claims: dict[str, Any]) -> None:
    token = signed(clerk.issuer.session(**claims), typ="JWT", cat=SESSION)
    with refusing(token, SUBJECT):
        clerk.whose(token)


def test_without_authorized_parties_no_pages_session_is_accepted(
    issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    with verifying(issuer) as clerk:
        token = signed(issuer.session(), typ="JWT", cat=SESSION)
        with refusing(token, WEB):
            clerk.whose(token)
        assert "SYLLABUS_IDENTITY_AUTHORIZED_PARTIES" in caplog.text
        assert token not in caplog.text
        clerk.whose(signed(issuer.session(azp=None), typ="JWT", cat=SESSION))


# Other issuers than Clerk

OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "RFC 9068": ({"typ": "at+jwt"}, {"client_id": CLIENT, "aud": SERVER}),
    "Keycloak": ({"typ": "JWT"}, {"azp": CLIENT, "aud": "account", "typ": "Bearer", "sid": "1", "scope": "openid"}),
    "Auth0": ({"typ": "JWT"}, {"azp": CLIENT, "aud": [SERVER, "https://x.auth0.com/userinfo"], "sub": "auth0|1"}),
    "Zitadel": ({"typ": "JWT"}, {"client_id": CLIENT, "aud": [CLIENT, "2089"], "sub": "2089"}),
    "Okta": ({"typ": None}, {"cid": CLIENT, "aud": "api://default", "scp": ["openid"], "sub": "ada@example.com"}),
    "Cognito": ({"typ": None}, {"client_id": CLIENT, "token_use": "access", "scope": "openid"}),
    "Ory": ({"typ": "JWT"}, {"client_id": CLIENT, "aud": [], "scp": ["openid"], "ext": {}}),
}


@pytest.mark.parametrize("provider", OTHERS)
def test_any_providers_access_token_is_accepted(another: Verifying, provider: str) -> None:
    header, claims = OTHERS[provider]
    who = another.whose(signed(another.issuer.claims(**claims), **header))
    assert (who.subject, who.kind) == (claims.get("sub", SUBJECT), "oauth")


@pytest.mark.parametrize("provider", OTHERS)
def test_any_providers_token_of_another_application_is_refused(another: Verifying, provider: str) -> None:
    header, claims = OTHERS[provider]
    foreign = {name: OTHER_CLIENT if value == CLIENT else value for name, value in claims.items()}
    with refusing(SUBJECT):
        another.whose(signed(another.issuer.claims(**foreign), **header))


@pytest.mark.parametrize(
    ("typ", "claims"),
    [
        ("JWT", {"azp": CLIENT, "aud": CLIENT, "typ": "ID"}),
        ("JWT", {"azp": CLIENT, "aud": [CLIENT]}),
        ("JWT", {"azp": CLIENT, "aud": [CLIENT, "client_second"]}),
        ("JWT", {"client_id": CLIENT, "aud": [CLIENT, "2089"], "azp": CLIENT, "at_hash": "h"}),
        ("JWT", {"aud": CLIENT, "nonce": "n", "sid": "1"}),
        ("JWT", {"azp": CLIENT, "aud": [CLIENT, SERVER], "nonce": "n"}),
        (None, {"aud": CLIENT, "token_use": "id"}),
        (None, {"cid": CLIENT, "token_use": "id"}),
        ("JWT", {"azp": CLIENT, "aud": "account", "typ": "Refresh"}),
        ("logout+jwt", {"azp": CLIENT, "aud": CLIENT, "events": {}}),
        ("JWT", {"aud": SERVER}),
        ("JWT", {"client_id": CLIENT, "azp": OTHER_CLIENT, "aud": SERVER}),
        ("at+jwt", {"client_id": CLIENT, "sub": CLIENT}),
    ],
    ids=repr,
)
def test_what_is_no_access_token_of_a_person_is_refused(
    another: Verifying, typ: str | None, claims: dict[str, Any]
) -> None:
    token = signed(another.issuer.claims(**claims), typ=typ)
    with refusing(token):
        another.whose(token)


def test_an_access_token_for_the_client_itself_is_accepted_where_that_is_configured(issuer: Issuer) -> None:
    claims = issuer.claims(azp=CLIENT, aud=CLIENT)
    with verifying(issuer, clerk=False, audience=CLIENT) as authentik:
        authentik.whose(signed(claims | {"scope": "openid"}, typ="JWT"))
        for id_token in (claims, claims | {"scope": "openid", "nonce": "n"}):
            with refusing(SUBJECT):
                authentik.whose(signed(id_token, typ="JWT"))


def test_clerks_rules_are_asked_of_clerk_alone(another: Verifying) -> None:
    token = signed(another.issuer.session(), typ="JWT", cat=SESSION)
    with refusing(SUBJECT):  # its client is no claim that anybody else writes so
        another.whose(token)


# Nothing that is sent can do more


def test_nothing_about_anybody_is_logged(clerk: Verifying, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    good, bad = signed(clerk.issuer.oauth()), signed(clerk.issuer.oauth(iss="https://else.example.com"))
    clerk.whose(good)
    with refusing():
        clerk.whose(bad)
    for part in {*good.split("."), *bad.split("."), SUBJECT}:
        assert part not in caplog.text


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from([KID, "RS256", "at+jwt"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_header = st.fixed_dictionaries({"alg": st.just("RS256") | _json, "kid": st.just(KID) | _json, "typ": _json})
_made_up = st.tuples(
    _header.map(segment),
    st.dictionaries(st.text(max_size=8), _json, max_size=4).map(segment),
    (st.binary(min_size=1, max_size=20) | st.binary(min_size=256, max_size=256)).map(segment),
).map(".".join)


@given(st.from_regex(r"[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){2}|oat_[a-f0-9]{1,20}", fullmatch=True) | _made_up)
@settings(max_examples=150)
def test_rubbish_is_refused_and_no_more(clerk: Verifying, token: str) -> None:
    with refusing():
        clerk.whose(token)
    assert clerk.issuer.hits[JWKS] <= 2 * VERIFIERS
