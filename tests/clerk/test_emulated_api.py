"""The emulator's keys, tokens, users and webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.requests import Request
from starlette.responses import Response

from tests.clerk.deliveries import (
    DEVIATIONS,
    OTHER_SECRET,
    WEBHOOK_SECRET,
    Delivery,
    deleted_event,
    deliver,
    user_event,
)
from tests.clerk.emulator import ADMIN, LEARNER, Emulator
from tests.clerk.serving import Serving

if TYPE_CHECKING:
    import httpx
    from starlette.types import Receive, Scope, Send

    from tests.clerk.client import PlainClient


def test_opaque_tokens_are_explained_by_the_api(clerk: Emulator, client: PlainClient) -> None:
    clerk.options.opaque = True
    live, ended, old = clerk.tokens(), clerk.tokens(), clerk.mint_opaque(ADMIN)
    client.revoke(ended["refresh_token"])

    def ask(token: str, key: str = clerk.secret_key) -> httpx.Response:
        headers = {"authorization": f"Bearer {key}"}
        url = "/v1/oauth_applications/access_tokens/verify"
        return client.http.post(url, json={"access_token": token}, headers=headers)

    told = ask(live["access_token"]).json()
    assert (told["object"], told["subject"], told["revoked"], told["expired"]) == (
        "clerk_idp_oauth_access_token",
        LEARNER,
        False,
        False,
    )
    assert ask(ended["access_token"]).json()["revoked"]
    assert ask("oat_unknown").status_code == 404
    assert ask(live["access_token"], "sk_test_other").json()["errors"][0]["code"] == "clerk_key_invalid"
    signed = clerk.mint_oauth(LEARNER)
    clerk.clock.advance(86_401)
    assert ask(old).json()["expired"]
    assert ask(signed).json() == {"active": False}
    assert client.userinfo(old).json()["errors"]


def test_users_are_told_by_the_api(clerk: Emulator, client: PlainClient) -> None:
    key = {"authorization": f"Bearer {clerk.secret_key}"}
    user = clerk.change_user(clerk.add_user(email="grace@hopper.example"), name="Grace Hopper")
    told = client.http.get(f"/v1/users/{user.subject}", headers=key).json()
    assert (told["first_name"], told["last_name"], told["object"]) == ("Grace", "Hopper", "user")
    assert told["email_addresses"][0]["id"] == told["primary_email_address_id"]
    clerk.delete_user(user.subject)
    assert client.http.get(f"/v1/users/{user.subject}", headers=key).status_code == 404
    assert len(client.http.get("/v1/users", headers=key).json()) == 2


def test_keys_are_told_with_others_and_replaced(clerk: Emulator, client: PlainClient) -> None:
    def keys() -> dict[str, str]:
        return {key["kid"]: key["kty"] for key in client.http.get("/.well-known/jwks.json").json()["keys"]}

    assert keys() == {"ins_emulator_ec": "EC", "ins_emulator0": "RSA"}
    clerk.rotate_key()
    assert keys() == {"ins_emulator_ec": "EC", "ins_emulator1": "RSA"}
    assert jwt.get_unverified_header(clerk.mint_session(LEARNER))["kid"] == "ins_emulator1"
    assert clerk.hits["/.well-known/jwks.json"] == 2


def test_good_tokens_verify_and_forged_ones_do_not(clerk: Emulator) -> None:
    public = clerk.provider.key.private.public_key()

    def is_signed(token: str) -> bool:
        try:
            jwt.decode(token, public, algorithms=["RS256"], options={"verify_aud": False})
        except jwt.InvalidTokenError:
            return False
        return True

    good = clerk.mint_session(LEARNER)
    assert all(map(is_signed, (good, clerk.mint_oauth(LEARNER), clerk.mint_machine(), clerk.mint_id_token(LEARNER))))
    forged = (clerk.unsigned(good), clerk.signed_with_public_key(good), clerk.signed_by_somebody_else(good))
    assert not any(map(is_signed, forged))
    assert not is_signed(clerk.mint_oauth(LEARNER, exp=1))


def verifies(delivery: Delivery) -> bool:
    headers = {name.replace("svix-", "webhook-"): text for name, text in delivery.headers.items()}
    try:
        Webhook(WEBHOOK_SECRET).verify(delivery.body, headers)
    except WebhookVerificationError:
        return False
    return True


def test_deliveries_are_signed_as_svix_does(clerk: Emulator) -> None:
    event = user_event("user.created", clerk.users[LEARNER])
    good = deliver(event)
    assert verifies(good)
    assert verifies(good.with_foreign_signature())
    assert verifies(deliver(deleted_event(LEARNER, 0), late_by=60))
    assert not any(map(verifies, (deliver(event, late_by=360), deliver(event, late_by=-360))))
    assert not verifies(deliver(event, secret=OTHER_SECRET))


def test_hooks_deliver_what_happens_to_users(clerk: Emulator, client: PlainClient) -> None:
    received: list[str] = []

    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        received.append((await request.json())["type"])
        status = 200 if verifies(Delivery(request.headers, await request.body())) else 400
        await Response(status_code=status)(scope, receive, send)

    with Serving(endpoint) as serving:
        to = {"url": f"http://127.0.0.1:{serving.port}/webhooks/clerk"}
        made = client.http.post("/__emu/users", json={"name": "Grace"}, params=to).json()
        path = f"/__emu/users/{made['id']}"
        stale = client.http.patch(path, json={"name": "Grace H."}, params=to | {"deviation": "stale"}).json()
        twice = client.http.delete(path, params=to | {"deviation": "duplicate"}).json()
    serving.close()

    assert received == ["user.created", "user.updated", "user.deleted", "user.deleted"]
    assert (made["statuses"], stale["statuses"], twice["statuses"]) == ([200], [400], [200, 200])
    assert made["id"] not in clerk.users


def test_every_deviation_has_a_delivery(clerk: Emulator) -> None:
    event = user_event("user.created", clerk.users[LEARNER])
    accepted = {
        name
        for name, deviate in DEVIATIONS.items()
        if name != "malformed_signature" and all(map(verifies, deviate(event)))
    }
    assert accepted == {"none", "duplicate", "two_signatures", "seconds", "unknown_type"}


def test_hooks_mint_session_tokens(clerk: Emulator, client: PlainClient) -> None:
    token = client.http.post(f"/__emu/session-token/{LEARNER}", params={"variant": "hs256"}).text
    assert jwt.get_unverified_header(token)["alg"] == "HS256"
