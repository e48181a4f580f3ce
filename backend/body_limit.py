"""The largest body that is read: a route may take a larger one than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.problems import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEBIBYTE = 1024 * 1024
MAX_BODY = MEBIBYTE
"""Bytes of a body at most; a route says otherwise in its `max_body`."""


class BodyLimit:
    """Refuses a larger body while it is read. Starlette's own limit answers in plain text, not with a problem."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is what answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            # The router has chosen the route by now. To tell it from the path here would be to route a second time.
            most: int = getattr(scope.get("route"), "max_body", MAX_BODY)
            if size > most:
                raise Refusal(413, "too_large", f"The body is larger than {most // MEBIBYTE} MiB.")
            return message

        await self.app(scope, receive_limited, send)
