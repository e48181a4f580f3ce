"""The emulator's own rules, which other tests rely on: authorization, tokens, devices."""

from __future__ import annotations

import jwt
import pytest

from tests.clerk.client import REDIRECT, PlainClient, answer, error
from tests.clerk.emulator import ADMIN, LEARNER, Emulator

NOT_GRANTED = (401, "invalid_grant")


def test_metadata_has_the_keys_of_clerks(clerk: Emulator, client: PlainClient) -> None:
    common = {
        *("issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint", "jwks_uri"),
        *("response_types_supported", "grant_types_supported", "token_endpoint_auth_methods_supported"),
        *("scopes_supported", "subject_types_supported", "id_token_signing_alg_values_supported"),
        *("claims_supported", "code_challenge_methods_supported"),
    }
    openid = common | {
        *("introspection_endpoint", "userinfo_endpoint", "response_modes_supported"),
        *("backchannel_logout_supported", "frontchannel_logout_supported"),
    }
    device, names_issuer = "device_authorization_endpoint", "authorization_response_iss_parameter_supported"

    def keys(name: str) -> set[str]:
        return set(client.http.get(f"/.well-known/{name}").json())

    assert keys("openid-configuration") == openid | {device, names_issuer}
    assert keys("oauth-authorization-server") == common | {device, names_issuer}
    clerk.options.offers_device = clerk.options.names_issuer = False
    assert keys("openid-configuration") == openid
    assert error(client.start_device()) == (400, "unauthorized_client")


def test_a_code_becomes_tokens_once(clerk: Emulator, client: PlainClient) -> None:
    clerk.sign_in(LEARNER)
    brought = answer(client.authorize(resource="https://learn.example.com", scope="openid profile email"))
    tokens = client.exchange(brought["code"]).json()
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})

    assert (brought["state"], brought["iss"]) == (client.state, clerk.issuer)
    assert (claims["sub"], claims["aud"], claims["client_id"]) == (
        LEARNER,
        "https://learn.example.com",
        clerk.client_id,
    )
    assert jwt.get_unverified_header(tokens["access_token"])["typ"] == "at+jwt"
    assert "refresh_token" not in tokens  # offline_access was not asked for
    assert client.userinfo(tokens["access_token"]).json()["email"] == clerk.users[LEARNER].email
    assert error(client.exchange(brought["code"])) == NOT_GRANTED


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"code_verifier": "x" * 43}, 401), ({"redirect_uri": "http://127.0.0.1:1/callback"}, 400), ({"code": "x"}, 401)],
)
def test_a_code_is_for_who_asked_for_it(
    clerk: Emulator, client: PlainClient, changed: dict[str, str], status: int
) -> None:
    clerk.sign_in()
    assert error(client.exchange(**{"code": client.code(), **changed})) == (status, "invalid_grant")


def test_a_code_lives_ten_minutes(clerk: Emulator, client: PlainClient) -> None:
    clerk.sign_in()
    code = client.code()
    clerk.clock.advance(600)
    assert error(client.exchange(code)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "other"},
        {"redirect_uri": None},
        {"redirect_uri": "http://localhost:53682/callback"},
        {"redirect_uri": "http://127.0.0.1:53682/callback/"},
        {"redirect_uri": "http://127.0.0.1:53682/callback#"},
        {"redirect_uri": "http://127.0.0.1:53682/call\r\nback"},
        {"redirect_uri": "https://127.0.0.1:53682/callback"},
        {"redirect_uri": "http://127.0.0.1:53682@evil.example/callback"},
        {"redirect_uri": "http://me@127.0.0.1:53682/callback"},
        {"redirect_uri": "http://127.0.0.1.evil.example/callback"},
    ],
)
def test_what_cannot_be_trusted_is_sent_nowhere(
    clerk: Emulator, client: PlainClient, changed: dict[str, str | None]
) -> None:
    clerk.sign_in()
    response = client.authorize(**changed)
    assert (response.status_code, response.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "location" not in response.headers


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"state": "short"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid private_metadata"}, "invalid_scope"),
        ({"resource": "learn.example.com"}, "invalid_target"),
    ],
)
def test_other_faults_are_told_to_the_client(
    clerk: Emulator, client: PlainClient, changed: dict[str, str | None], expected: str
) -> None:
    clerk.sign_in()
    assert answer(client.authorize(**changed))["error"] == expected


def test_who_refuses_gives_nothing(clerk: Emulator, client: PlainClient) -> None:
    clerk.refuse()
    brought = answer(client.authorize())
    assert (brought["error"], brought["state"]) == ("access_denied", client.state)


def test_strict_rotation(clerk: Emulator, client: PlainClient) -> None:
    first = clerk.tokens()["refresh_token"]
    second = client.refresh(first).json()["refresh_token"]
    assert error(client.refresh(first)) == NOT_GRANTED
    assert client.refresh(second).status_code == 200
    assert (clerk.refreshes, clerk.reused) == (2, 1)


def test_reuse_kills_the_family(clerk: Emulator, client: PlainClient) -> None:
    clerk.options.rotation = "family"
    first = clerk.tokens()["refresh_token"]
    second = client.refresh(first).json()["refresh_token"]
    assert error(client.refresh(first)) == NOT_GRANTED
    assert error(client.refresh(second)) == NOT_GRANTED


def test_five_seconds_of_grace(clerk: Emulator, client: PlainClient) -> None:
    clerk.options.rotation = "grace"
    first = clerk.tokens()["refresh_token"]
    second = client.refresh(first).json()["refresh_token"]
    third = client.refresh(first).json()["refresh_token"]
    clerk.clock.advance(5)
    assert error(client.refresh(first)) == NOT_GRANTED
    assert client.refresh(second).status_code == client.refresh(third).status_code == 200


def test_instances_that_are_set_up_otherwise(clerk: Emulator, client: PlainClient) -> None:
    refresh_token = clerk.tokens()["refresh_token"]
    clerk.options.scope_deleted = True
    assert error(client.refresh(refresh_token)) == (400, "invalid_scope")
    clerk.options.scope_deleted = False
    assert client.refresh(refresh_token).status_code == 200  # it was not spent
    clerk.options.gives_refresh_token = False
    assert "refresh_token" not in clerk.tokens()
    clerk.options.scope_list = True
    claims = jwt.decode(clerk.tokens()["access_token"], options={"verify_signature": False})
    assert "scope" not in claims
    assert "email" in claims["scp"]


def test_a_token_gets_the_resource_that_the_first_token_request_names(clerk: Emulator, client: PlainClient) -> None:
    tokens = client.refresh(clerk.tokens()["refresh_token"], resource="https://a.example").json()
    assert jwt.decode(tokens["access_token"], options={"verify_signature": False})["aud"] == "https://a.example"
    assert error(client.refresh(tokens["refresh_token"], resource="https://b.example")) == (400, "invalid_target")


@pytest.mark.parametrize("form", [{"client_id": "other"}, {"grant_type": "password"}])
def test_token_requests_of_other_kinds(client: PlainClient, form: dict[str, str]) -> None:
    response = client.token("refresh_token", refresh_token="x", **form) if "client_id" in form else None
    response = response or client.token(form["grant_type"])
    assert response.status_code == 401


def test_a_device_is_asked_for_with_patience(clerk: Emulator, client: PlainClient) -> None:
    started = client.start_device(scope="openid email offline_access", resource="https://learn.example.com").json()
    assert (started["expires_in"], started["interval"]) == (600, 5)
    code = started["device_code"]

    assert error(client.poll(code)) == (400, "slow_down")
    clerk.clock.advance(9)  # ten seconds are the interval from here on
    assert error(client.poll(code)) == (400, "slow_down")
    clerk.clock.advance(16)
    assert error(client.poll(code)) == (400, "authorization_pending")
    clerk.approve_device(started["user_code"].lower().replace("-", " "), ADMIN)
    tokens = client.poll(code).json()

    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (ADMIN, "https://learn.example.com")
    assert error(client.poll(code)) == NOT_GRANTED


def test_a_device_that_nobody_lets_in(clerk: Emulator, client: PlainClient) -> None:
    refused, forgotten = client.start_device().json(), client.start_device().json()
    assert client.http.post(f"/__emu/device/{refused['user_code']}/deny").status_code == 204
    clerk.clock.advance(600)
    assert error(client.poll(refused["device_code"])) == (400, "access_denied")
    assert error(client.poll(forgotten["device_code"])) == (400, "expired_token")
    assert error(client.start_device(scope="other")) == (400, "invalid_scope")
    assert error(client.start_device(client_id="other")) == (401, "invalid_client")


def test_revoking_ends_the_grant_and_no_jwt(clerk: Emulator, client: PlainClient) -> None:
    tokens = clerk.tokens()
    assert error(client.revoke(tokens["access_token"])) == (400, "unsupported_token_type")
    assert client.revoke("unknown").status_code == 200
    assert error(client.revoke(tokens["refresh_token"], client_id="other")) == (401, "invalid_client")
    assert client.revoke(tokens["refresh_token"], token_type_hint="refresh_token").status_code == 200
    assert error(client.refresh(tokens["refresh_token"])) == NOT_GRANTED


def test_the_page_asks_and_its_form_answers(client: PlainClient) -> None:
    page = client.authorize()
    assert page.status_code == 200
    assert f"form-action 'self' {REDIRECT.removesuffix('/callback')};" in page.headers["content-security-policy"]
    assert "Lena Learner" in page.text
    assert answer(client.authorize(prompt="none"))["error"] == "login_required"
