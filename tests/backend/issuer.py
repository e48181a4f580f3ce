"""An issuer of tokens on a real port: its discovery document, its keys, Clerk's API, and what may go wrong there."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from backend.identity.settings import IdentitySettings

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]

CLIENT = "client_ours"
OTHER_CLIENT = "client_of_the_web_application"
SUBJECT = "user_2abcDEF"
KID = "ins_ours"
DISCOVERY = "/.well-known/openid-configuration"
JWKS = "/keys"
VERIFY = "/v1/oauth_applications/access_tokens/verify"
SECRET_KEY = "sk_test_local"


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The key of that name: making one takes long, so each is made once."""
    assert name
    return rsa.generate_private_key(65537, bits)


def public_jwk(name: str, kid: str, **members: object) -> Json:
    """The public half as an issuer publishes it."""
    document = RSAAlgorithm.to_jwk(rsa_key(name).public_key(), as_dict=True)
    return {**document, "key_ops": ["verify"], "use": "sig", "alg": "RS256", "kid": kid, **members}


def ec_jwk(kid: str) -> tuple[ec.EllipticCurvePrivateKey, Json]:
    """An EC key and how it is published."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "use": "sig", "alg": "ES256", "kid": kid}


class Issuer:
    """Answers what `documents` holds by path, `faults` first; counts what it is asked."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.faults: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        """By path, or `*` for all: what is answered instead."""
        self.open = Event()
        """Not set: every answer waits for it."""
        self.open.set()
        self.asked: list[tuple[str, str, bytes]] = []
        """Path, Authorization header and body of every POST."""
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.answer(self)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                issuer.asked.append((self.path, self.headers.get("authorization", ""), body))
                issuer.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base names it
                """Nothing: tests read what the program writes."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.documents: dict[str, Json] = {
            DISCOVERY: {"issuer": self.url, "jwks_uri": self.url + JWKS, "userinfo_endpoint": self.url + "/userinfo"},
            JWKS: {"keys": [public_jwk("ours", KID)]},
        }

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.open.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.hits[request.path] += 1
        self.open.wait(30)
        fault = self.faults.get(request.path) or self.faults.get("*")
        if fault:
            status, body, headers = fault
        else:
            found = self.documents.get(request.path)
            status, body, headers = 200 if found is not None else 404, json.dumps(found).encode(), {}
        request.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def break_down(self, path: str = "*", status: int = 502) -> None:
        """Answer with an error, in HTML, as a balancer does."""
        self.faults[path] = (status, b"<html>Bad gateway</html>", {})

    def settings(self, **changes: Any) -> IdentitySettings:  # noqa: ANN401  # any field of the settings
        """Of a server that trusts this issuer, as Clerk's."""
        ours = IdentitySettings(self.url, (CLIENT, "client_second"), clerk=True, api_url=self.url)
        return replace(ours, **changes)

    def claims(self, **changes: object) -> Json:
        """What every token has; None takes a claim away."""
        now = int(time.time())
        claims = {"iss": self.url, "sub": SUBJECT, "iat": now, "exp": now + 3600, "jti": "oat_1"} | changes
        return {name: value for name, value in claims.items() if value is not None}

    def oauth(self, **changes: object) -> Json:
        """The claims of an OAuth access token of Clerk."""
        more: Json = {"client_id": CLIENT, "scope": "openid profile email", "nbf": int(time.time()) - 10}
        return self.claims(**more | changes)

    def session(self, **changes: object) -> Json:
        """The claims of a session token of Clerk."""
        more: Json = {"sid": "sess_1", "azp": "https://learn.example.com", "v": 2, "fva": [1, -1], "jti": "1"}
        return self.claims(**more | changes)


def signed(claims: Mapping[str, object], *, key: str = "ours", **header: object) -> str:
    """A token as Clerk signs it, with header parameters that nobody here knows; None takes one away."""
    parameters = {"kid": KID, "typ": "at+jwt", "oiat": 1, "x-new": {"a": 1}} | header
    token = jwt.encode(
        dict(claims), rsa_key(key), "RS256", {name: value for name, value in parameters.items() if value is not None}
    )
    if "typ" in header and header["typ"] is None:  # PyJWT would write one
        return without_typ(token, key)
    return token


def without_typ(token: str, key: str) -> str:
    header = {**jwt.get_unverified_header(token)}
    del header["typ"]
    signing_input = f"{segment(header)}.{token.split('.')[1]}"
    signature = jwt.get_algorithm_by_name("RS256").sign(signing_input.encode(), rsa_key(key))
    return f"{signing_input}.{segment(signature)}"


def segment(part: Mapping[str, object] | bytes) -> str:
    """One part of a token."""
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def public_pem(name: str) -> bytes:
    """What an attacker uses as the secret of HS256, hoping that the verifier does too."""
    return (
        rsa_key(name)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def signed_with_secret(claims: Mapping[str, object], secret: bytes) -> str:
    """An HS256 token."""
    signing_input = f"{segment({'alg': 'HS256', 'typ': 'at+jwt', 'kid': KID})}.{segment(claims)}"
    return f"{signing_input}.{segment(hmac.digest(secret, signing_input.encode(), hashlib.sha256))}"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
