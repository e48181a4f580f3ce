"""What a browser asks: the pages where somebody signs in, and their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.dev_identity.authorization import AuthorizationRequest, read_request, way_back
from backend.dev_identity.errors import NoWayBack, OAuthError
from backend.dev_identity.forms import Forgery, read_form, read_query
from backend.dev_identity.pages import code_page, consent_page, device_page
from backend.html_page import message

if TYPE_CHECKING:
    from starlette.requests import Request

    from backend.dev_identity.endpoints import Endpoints

Choice = str | Literal[False]
"""The subject of who signs in; False: nobody."""


class BrowserEndpoints:
    """A provider's pages."""

    def __init__(self, endpoints: Endpoints) -> None:
        """`endpoints` are those for programs, of the same provider."""
        self.endpoints = endpoints
        self.provider = endpoints.provider
        self.forgery = Forgery(urlsplit(self.provider.issuer).path or "/")

    def routes(self) -> list[Route]:
        """Relative to the issuer."""
        return [
            Route("/oauth/authorize", self.authorize, methods=["GET", "POST"]),
            Route("/oauth/decision", self.decide, methods=["POST"]),
            Route("/device", self.show_device, methods=["GET"]),
            Route("/device", self.decide_device, methods=["POST"]),
        ]

    def choice(self) -> Choice | None:
        """Who signs in without being asked; None: the page asks."""
        return None

    async def authorize(self, request: Request) -> Response:
        """`GET /oauth/authorize`: asks who signs in."""
        try:
            parameters = await read_form(request) if request.method == "POST" else read_query(request)
            asked = self._read(parameters)
        except (NoWayBack, OAuthError) as error:
            return message("This link does not work", str(error), 400)
        if isinstance(asked, Response):
            return asked
        choice = self.choice()
        if choice is not None:
            return self._answer(asked, choice)
        if asked.prompt == "none":
            return _redirect(asked.back.url(error="login_required"))
        visitor = self.forgery.visitor(request)
        page = consent_page(
            asked,
            urlencode(parameters),
            self.provider.people.values(),
            self.forgery.proof(visitor),
            action=f"{self.provider.issuer}/oauth/decision",
        )
        self.forgery.remember(page, visitor)
        return page

    async def decide(self, request: Request) -> Response:
        """`POST /oauth/decision`: sends the browser back to the client with a code, or with a refusal."""
        try:
            asked = self._read(read_query(request))
            form = await read_form(request)
        except (NoWayBack, OAuthError) as error:
            return message("This link does not work", str(error), 400)
        if isinstance(asked, Response):
            return asked
        if not self.forgery.is_ours(request, form):
            return _not_ours()
        if "refuse" in form:
            return self._answer(asked, False)
        if form.get("subject") not in self.provider.people:
            return message("Nobody is called that", "Go back and pick somebody from the page.", 400)
        return self._answer(asked, form["subject"])

    async def show_device(self, request: Request) -> Response:
        """`GET /device`: asks for a code, or who signs in if the address holds it."""
        try:
            typed = read_query(request).get("user_code", "")
        except OAuthError as error:
            return message("This link does not work", str(error), 400)
        return self._device_page(request, typed)

    async def decide_device(self, request: Request) -> Response:
        """`POST /device`: takes the code, or the decision about it."""
        try:
            form = await read_form(request)
        except OAuthError as error:
            return message("This form cannot be read", str(error), 400)
        if not self.forgery.is_ours(request, form):
            return _not_ours()
        typed = form.get("user_code", "")
        device = self.provider.devices.waiting(typed)
        if device is not None and "refuse" in form:
            self.provider.devices.deny(device)
            return message("You are not signed in", "Nothing was allowed. Go back to your device.")
        if device is not None and form.get("subject") in self.provider.people:
            self.provider.devices.approve(device, form["subject"])
            return message("You are signed in", "Go back to your device.")
        return self._device_page(request, typed)

    def _device_page(self, request: Request, typed: str) -> Response:
        visitor = self.forgery.visitor(request)
        proof = self.forgery.proof(visitor)
        action = f"{self.provider.issuer}/device"
        device = self.provider.devices.waiting(typed) if typed else None
        if device is None:
            problem = "No device waits with this code: it was mistyped, or it expired." if typed else ""
            page = code_page(proof, typed, action=action, problem=problem)
        else:
            page = device_page(self.provider.client, device, self.provider.people.values(), proof, action=action)
        self.forgery.remember(page, visitor)
        return page

    def _read(self, parameters: dict[str, str]) -> AuthorizationRequest | Response:
        """The request, or the redirect that says what is wrong with it. Raises NoWayBack."""
        issuer = self.provider.issuer if self.endpoints.names_issuer else None
        back = way_back(parameters, self.provider.client, issuer)
        try:
            return read_request(parameters, self.provider.client, back)
        except OAuthError as error:
            return _redirect(back.url(error=error.error, error_description=error.description))

    def _answer(self, asked: AuthorizationRequest, choice: Choice) -> Response:
        if choice is False:
            return _redirect(asked.back.url(error="access_denied", error_description="The person refused."))
        return _redirect(self.provider.approve(asked, choice))


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, headers={"cache-control": "no-store", "referrer-policy": "no-referrer"})


def _not_ours() -> Response:
    return message(
        "This form is not from here",
        "Start again from the terminal, in a browser that keeps cookies for this page.",
        403,
    )
