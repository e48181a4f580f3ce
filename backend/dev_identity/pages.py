"""What people see: who signs in, for what program, with what rights; and where a device's code is typed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backend.dev_identity.forms import Forgery
from backend.html_page import hidden, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.responses import HTMLResponse

    from backend.dev_identity.authorization import AuthorizationRequest
    from backend.dev_identity.records import Client, Device, Person

_RIGHTS = {
    "openid": "know who you are",
    "profile": "see your name",
    "email": "see your e-mail address",
    "offline_access": "stay signed in",
}
_WHAT_THIS_IS = (
    '<p class="dim">No password: this server runs on your computer, to try things out. '
    "Whoever sits here may be anyone.</p>"
)


def consent_page(
    request: AuthorizationRequest, query: str, people: Iterable[Person], proof: str, *, action: str
) -> HTMLResponse:
    """Asks who signs in. `query` is the request as it came, which the answer is sent with."""
    back = request.back.redirect_uri
    body = (
        _asks(request.client, request.scopes)
        + f'<form method="post" action="{escape(action)}?{escape(query)}">{hidden(Forgery.FIELD, proof)}'
        + _choices(people)
        + "</form>"
        + f'<p class="dim">You will be sent back to <code>{escape(urlsplit(back).netloc)}</code>.</p>'
        + _WHAT_THIS_IS
    )
    return page(f"Sign in to {request.client.name}", body, leads_to=back)


def code_page(proof: str, typed: str = "", *, action: str, problem: str = "") -> HTMLResponse:
    """Asks for the code that a device shows."""
    said = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    body = (
        "<h1>Sign in on a device</h1>"
        f"{said}<p>Type the code that it shows.</p>"
        f'<form method="post" action="{escape(action)}">{hidden(Forgery.FIELD, proof)}'
        f'<input name="user_code" value="{escape(typed)}" aria-label="Code" placeholder="XXXX-XXXX" '
        'autocomplete="off" autofocus required>'
        '<button class="go">Continue</button></form>' + _WHAT_THIS_IS
    )
    return page("Sign in on a device", body, 404 if problem else 200)


def device_page(client: Client, device: Device, people: Iterable[Person], proof: str, *, action: str) -> HTMLResponse:
    """Asks who signs in on the device whose code was typed."""
    body = (
        _asks(client, device.grant.scopes)
        + f"<p>Only if your device shows <code>{escape(device.user_code)}</code>.</p>"
        + f'<form method="post" action="{escape(action)}">{hidden(Forgery.FIELD, proof)}'
        + hidden("user_code", device.user_code)
        + _choices(people)
        + "</form>"
        + _WHAT_THIS_IS
    )
    return page(f"Sign in to {client.name}", body)


def _asks(client: Client, scopes: tuple[str, ...]) -> str:
    rights = "".join(f"<li>{escape(_RIGHTS.get(scope, scope))}</li>" for scope in scopes)
    return f"<h1>Sign in to {escape(client.name)}</h1><p>It will be able to:</p><ul>{rights}</ul><p>Who are you?</p>"


def _choices(people: Iterable[Person]) -> str:
    buttons = "".join(
        f'<button name="subject" value="{escape(person.subject)}"><b>{escape(person.name)}</b>'
        f'<span class="dim">{escape(person.about or person.email)}</span></button>'
        for person in people
    )
    return buttons + '<button class="no" name="refuse" value="yes">Cancel</button>'
