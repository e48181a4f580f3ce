"""Compressed answers for the clients that take them; a call within the process asks for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipResponder

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

MINIMUM_SIZE = 1_000
_LEVEL = 5


class Compression:
    """Compresses answers of over 1 kB with gzip. Unlike Starlette's own, it honours `gzip;q=0`."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is what answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        app = self.app
        if scope["type"] == "http" and _takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            app = GZipResponder(app, MINIMUM_SIZE, _LEVEL)
        await app(scope, receive, send)


def _takes_gzip(accept_encoding: str) -> bool:
    for coding in accept_encoding.split(","):
        name, *parameters = (part.strip().lower() for part in coding.split(";"))
        if name == "gzip":
            return not any(_is_zero(parameter) for parameter in parameters)
    return False


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name == "q" and not value.strip("0.")
