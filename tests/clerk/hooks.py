"""`/__emu/…`: what a test in another process, or a person, tells the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from tests.clerk.emulator import Emulator


class Hooks:
    """The emulator's own endpoints; nothing of them is Clerk's."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def routes(self) -> list[Route]:
        return [
            Route("/__emu/sign-in/{subject}", self.sign_in, methods=["POST"]),
            Route("/__emu/device/{code}/approve", self.approve, methods=["POST"]),
            Route("/__emu/device/{code}/deny", self.deny, methods=["POST"]),
            Route("/__emu/session-token/{subject}", self.mint_session, methods=["POST"]),
            Route("/__emu/clock/{seconds:int}", self.advance, methods=["POST"]),
            Route("/__emu/hits", self.hits),
        ]

    async def sign_in(self, request: Request) -> Response:
        self._emulator.sign_in(request.path_params["subject"])
        return Response(status_code=204)

    async def approve(self, request: Request) -> Response:
        subject = request.query_params.get("subject")
        self._emulator.approve_device(request.path_params["code"], *([subject] if subject else []))
        return Response(status_code=204)

    async def deny(self, request: Request) -> Response:
        self._emulator.deny_device(request.path_params["code"])
        return Response(status_code=204)

    async def mint_session(self, request: Request) -> Response:
        return PlainTextResponse(self._emulator.mint_session(request.path_params["subject"]))

    async def advance(self, request: Request) -> Response:
        self._emulator.clock.advance(request.path_params["seconds"])
        return Response(status_code=204)

    async def hits(self, _request: Request) -> Response:
        return JSONResponse(self._emulator.hits)
