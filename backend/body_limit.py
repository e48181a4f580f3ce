"""The largest body that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.problems import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 1024 * 1024


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
            if size > MAX_BODY:
                raise Refusal(413, "too_large", "The body is larger than 1 MiB.")
            return message

        await self.app(scope, receive_limited, send)
