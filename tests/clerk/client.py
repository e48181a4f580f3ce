"""A program that signs people in, as plain HTTP: it keeps nothing and checks nothing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from backend.dev_identity.authorization import challenge_of

if TYPE_CHECKING:
    import httpx

REDIRECT = "http://127.0.0.1:53682/callback"


class PlainClient:
    """One attempt to sign in. The addresses are those below the base of `http`."""

    def __init__(self, http: httpx.Client, client_id: str) -> None:
        self.http = http
        self.client_id = client_id
        self.state = secrets.token_urlsafe(16)
        self.verifier = secrets.token_urlsafe(48)

    def request(self, **changed: str | None) -> dict[str, str]:
        """The parameters of an authorization request; None leaves one out."""
        usual = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "state": self.state,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
        }
        return {name: text for name, text in (usual | changed).items() if text is not None}

    def authorize(self, **changed: str | None) -> httpx.Response:
        """What the browser is answered at first."""
        return self.http.get("oauth/authorize", params=self.request(**changed))

    def code(self, **changed: str | None) -> str:
        """The code, where the page does not ask."""
        return answer(self.authorize(**changed))["code"]

    def token(self, grant_type: str, **form: str) -> httpx.Response:
        """A token request."""
        return self.http.post("oauth/token", data={"grant_type": grant_type, "client_id": self.client_id, **form})

    def exchange(self, code: str, **changed: str) -> httpx.Response:
        """The token request for a code."""
        form = {"code": code, "redirect_uri": REDIRECT, "code_verifier": self.verifier}
        return self.token("authorization_code", **(form | changed))

    def refresh(self, token: str, **form: str) -> httpx.Response:
        """The token request for a refresh token."""
        return self.token("refresh_token", refresh_token=token, **form)

    def poll(self, device_code: str) -> httpx.Response:
        """The token request for a device code."""
        return self.token("urn:ietf:params:oauth:grant-type:device_code", device_code=device_code)

    def start_device(self, **form: str) -> httpx.Response:
        """The request for a device code."""
        return self.http.post("oauth/device_authorization", data={"client_id": self.client_id, **form})

    def userinfo(self, token: str) -> httpx.Response:
        """Whose access token this is."""
        return self.http.get("oauth/userinfo", headers={"authorization": f"Bearer {token}"})

    def revoke(self, token: str, **form: str) -> httpx.Response:
        """The end of a token."""
        return self.http.post("oauth/token/revoke", data={"token": token, "client_id": self.client_id, **form})


def answer(response: httpx.Response) -> dict[str, str]:
    """What a redirect brings back to the client."""
    assert response.status_code == 303, response.text
    return dict(parse_qsl(urlsplit(response.headers["location"]).query))


def error(response: httpx.Response) -> tuple[int, str]:
    """Status and `error` of a refused request."""
    return response.status_code, response.json()["error"]
