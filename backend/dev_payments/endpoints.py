"""What programs ask: Stripe's API, as far as this program uses it."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.dev_payments.forms import read_nested
from backend.dev_payments.records import ApiError

if TYPE_CHECKING:
    from backend.dev_payments.account import Account

Answer: TypeAlias = tuple[int, dict[str, Any]]
Operation: TypeAlias = Callable[[Request, dict[str, Any]], dict[str, Any]]


class Endpoints:
    """An account's API. None of its endpoints waits for anything but the request's own body."""

    def __init__(self, account: Account, secret_key: str) -> None:
        """`secret_key` is what a program has to know."""
        self.account = account
        self._secret_key = secret_key
        self._answered: dict[str, tuple[str, dict[str, Any], Answer]] = {}

    def routes(self) -> list[Route]:
        """Relative to the account's address."""
        return [
            Route("/v1/checkout/sessions", self._operation(self.create), methods=["POST"]),
            Route("/v1/checkout/sessions", self._operation(self.list), methods=["GET"]),
            Route("/v1/checkout/sessions/{id}", self._operation(self.retrieve), methods=["GET"]),
            Route("/v1/checkout/sessions/{id}/expire", self._operation(self.expire), methods=["POST"]),
            Route("/v1/refunds", self._operation(self.refund), methods=["POST"]),
        ]

    def create(self, _request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        """Make a session."""
        return self.account.create(asked).document()

    def list(self, _request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        """The session of a payment."""
        found = self.account.made_by(asked.get("payment_intent", ""))
        data = [found.document()] if found else []
        return {"object": "list", "data": data, "has_more": False, "url": "/v1/checkout/sessions"}

    def retrieve(self, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        """One session, with its payment if that is asked for."""
        return self.account.checkout(request.path_params["id"]).document(expanded="expand" in asked)

    def expire(self, request: Request, _asked: dict[str, Any]) -> dict[str, Any]:
        """End a session."""
        return self.account.expire(request.path_params["id"]).document()

    def refund(self, _request: Request, asked: dict[str, Any]) -> dict[str, Any]:
        """Give a payment back."""
        intent = self.account.refund(asked.get("payment_intent", ""))
        return {"id": f"re_{intent.id}", "object": "refund", "status": "succeeded", "charge": intent.charge()}

    def _operation(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                self._authenticate(request)
                asked = read_nested(
                    str(request.url.query) if request.method == "GET" else (await request.body()).decode()
                )
                status, document = self._once(request, operation, asked)
            except ApiError as error:
                status, document = error.status, error.document
            return JSONResponse(document, status)

        return answer

    def _authenticate(self, request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._secret_key.encode()):
            raise ApiError(401, "Invalid API Key provided")

    def _once(self, request: Request, operation: Operation, asked: dict[str, Any]) -> Answer:
        """What was answered to the same request before, by its idempotency key."""
        key = request.headers.get("idempotency-key")
        if key is None or request.method == "GET":
            return 200, operation(request, asked)
        if key not in self._answered:
            self._answered[key] = (request.url.path, asked, _tried(operation, request, asked))
        path, before, answer = self._answered[key]
        if (path, before) != (request.url.path, asked):
            message = "Keys for idempotent requests can only be used with the same parameters."
            raise ApiError(400, message, kind="idempotency_error")
        return answer


def _tried(operation: Operation, request: Request, asked: dict[str, Any]) -> Answer:
    try:
        return 200, operation(request, asked)
    except ApiError as error:
        return error.status, error.document
