"""`/__emu/…`: what a test in another process, or a person, tells the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.clerk.deliveries import DEVIATIONS, deleted_event, user_event

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
            Route("/__emu/session-token/{subject}", self.mint, methods=["POST"]),
            Route("/__emu/users", self.create_user, methods=["POST"]),
            Route("/__emu/users/{id}", self.change_user, methods=["PATCH"]),
            Route("/__emu/users/{id}", self.delete_user, methods=["DELETE"]),
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

    async def mint(self, request: Request) -> Response:
        """A session token; `?variant=` one that a verifier has to refuse."""
        subject, clerk = request.path_params["subject"], self._emulator
        good = clerk.mint_session(subject)
        variants = {
            "good": lambda: good,
            "no_azp": lambda: clerk.mint_session(subject, azp=None),
            "pending": lambda: clerk.mint_session(subject, sts="pending"),
            "expired": lambda: clerk.mint_session(subject, exp=1),
            "wrong_issuer": lambda: clerk.mint_session(subject, iss="https://clerk.evil.example"),
            "wrong_key": lambda: clerk.signed_by_somebody_else(good),
            "none": lambda: clerk.unsigned(good),
            "hs256": lambda: clerk.signed_with_public_key(good),
            "template": lambda: clerk.mint_template(subject),
            "machine": clerk.mint_machine,
            "id_token": lambda: clerk.mint_id_token(subject),
        }
        return PlainTextResponse(variants[request.query_params.get("variant", "good")]())

    async def create_user(self, request: Request) -> Response:
        """The fields are the JSON body."""
        user = self._emulator.add_user(**await request.json())
        return await self._deliver(request, user_event("user.created", user), user.subject)

    async def change_user(self, request: Request) -> Response:
        user = self._emulator.change_user(self._emulator.users[request.path_params["id"]], **await request.json())
        return await self._deliver(request, user_event("user.updated", user), user.subject)

    async def delete_user(self, request: Request) -> Response:
        subject = request.path_params["id"]
        at = self._emulator.users[subject].updated_at + 1
        self._emulator.delete_user(subject)
        return await self._deliver(request, deleted_event(subject, at), subject)

    async def _deliver(self, request: Request, event: dict[str, Any], subject: str) -> Response:
        """To `?url=`, with a `?deviation=`; answers what the endpoint did. Without a URL nothing is delivered."""
        url = request.query_params.get("url")
        deliveries = DEVIATIONS[request.query_params.get("deviation", "none")](event) if url else []
        statuses = [(await run_in_threadpool(delivery.send, url or "")).status_code for delivery in deliveries]
        return JSONResponse({"id": subject, "statuses": statuses})

    async def advance(self, request: Request) -> Response:
        self._emulator.clock.advance(request.path_params["seconds"])
        return Response(status_code=204)

    async def hits(self, _request: Request) -> Response:
        return JSONResponse(self._emulator.hits)
