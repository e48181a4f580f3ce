"""Only requests that were meant for this server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from backend.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class OwnHost:
    """Refuses requests that name another host.

    A page of the web can let its own name point to this computer (DNS rebinding); the browser then takes what is
    served here for a part of that page, and lets it read and send everything.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        """`host` is the one that is right, with its port, as `Host` has it."""
        self.app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        request = Request(scope)
        if request.headers.getlist("host") == [self._host]:
            await self.app(scope, receive, send)
            return
        detail = f"This server answers at http://{self._host} alone."
        await problem(request, 421, "misdirected", detail)(scope, receive, send)
