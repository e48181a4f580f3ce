"""What a buyer sees: Stripe's page, as a person or a browser without a window can use it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.dev_payments.forms import read_nested
from backend.dev_payments.records import ApiError
from backend.html_page import message, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from backend.dev_payments.account import Account
    from backend.dev_payments.records import Checkout

_WHAT_THIS_IS = (
    '<p class="dim">This stands in for Stripe: the server runs on your computer, to try things out. No money moves.</p>'
)
_OPEN = (
    ("pay", "Pay", "go"),
    ("pay_unheard", "Pay, and let the webhook get lost", ""),
    ("pay_later", "Pay by a transfer that takes days", ""),
    ("pay_nothing", "Use a code for 100 % off", ""),
    ("decline", "Have the card declined", ""),
)
_UNDECIDED = (("arrive", "The transfer arrives", "go"), ("fail", "The transfer never arrives", ""))
_PAID = (
    ("refund_part", "Refund a dollar, as in Stripe's dashboard", ""),
    ("refund", "Refund everything, as in Stripe's dashboard", ""),
)


class HostedPages:
    """An account's pages."""

    def __init__(self, account: Account) -> None:
        """`account` knows what to show."""
        self.account = account

    def routes(self) -> list[Route]:
        """Relative to the account's address."""
        return [
            Route("/pay/{id}", self.show, methods=["GET"]),
            Route("/pay/{id}", self.choose, methods=["POST"]),
            Route("/receipt/{id}", self.receipt, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """`GET /pay/{id}`: what is bought, for how much, and the ways it can go."""
        try:
            return _page(self.account.checkout(request.path_params["id"]))
        except ApiError as error:
            return message("There is no such session", str(error), 404)

    async def choose(self, request: Request) -> Response:
        """`POST /pay/{id}`: let it go one of these ways."""
        choice = read_nested((await request.body()).decode(errors="replace")).get("choice")
        try:
            checkout = self.account.checkout(request.path_params["id"])
            return self._let(checkout, choice)
        except ApiError as error:
            return message("That cannot be", str(error), 400)

    async def receipt(self, request: Request) -> Response:
        """`GET /receipt/{id}`: that something was paid."""
        found = self.account.made_by(request.path_params["id"])
        if found is None or found.intent is None:
            return message("There is no such receipt", "Nothing was paid.", 404)
        back = f", of which {_dollars(found.intent.refunded)} were refunded" if found.intent.refunded else ""
        return message("Receipt", f"{found.product_name}: {_dollars(found.intent.amount)} paid{back}.")

    def _let(self, checkout: Checkout, choice: object) -> Response:
        match choice:
            case "pay":
                self.account.pay(checkout.id)
            case "pay_unheard":
                with self.account.unheard():
                    self.account.pay(checkout.id)
            case "pay_later":
                self.account.pay(checkout.id, delayed=True)
            case "pay_nothing":
                self.account.pay(checkout.id, discount=checkout.amount)
            case "arrive" | "fail":
                self.account.decide(checkout.id, arrived=choice == "arrive")
                return _page(checkout)
            case "refund" | "refund_part":
                self.account.refund(
                    checkout.intent.id if checkout.intent else "", 100 if choice == "refund_part" else None
                )
                return _page(checkout)
            case _:
                return _page(checkout, "Your card was declined. Nothing was paid.")
        return RedirectResponse(checkout.success_url, 303)


def _page(checkout: Checkout, problem: str = "") -> Response:
    said = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    state, choices = _state(checkout)
    back = (
        f'<p><a href="{escape(checkout.cancel_url)}">Back, without paying</a></p>' if checkout.status == "open" else ""
    )
    body = (
        f"<h1>{escape(checkout.product_name)}</h1><p>{_dollars(checkout.amount)}, {state}.</p>{said}"
        f'<form method="post">{_buttons(choices)}</form>{back}{_WHAT_THIS_IS}'
    )
    return page("Checkout", body, leads_to=checkout.success_url)


def _state(checkout: Checkout) -> tuple[str, Iterable[tuple[str, str, str]]]:
    if checkout.status == "open":
        return "to be paid", _OPEN
    if checkout.status == "expired":
        return "not to be paid any more", ()
    if checkout.intent is None:
        return "nothing had to be paid", ()
    if checkout.intent.status == "processing":
        return "on its way", _UNDECIDED
    if checkout.intent.status != "succeeded":
        return "never paid", ()
    refunded = checkout.intent.refunded
    if refunded >= checkout.intent.amount:
        return "paid and refunded", ()
    return f"paid, {_dollars(refunded)} refunded" if refunded else "paid", _PAID


def _buttons(choices: Iterable[tuple[str, str, str]]) -> str:
    return "".join(
        f'<button name="choice" value="{name}" class="{style}">{escape(label)}</button>'
        for name, label, style in choices
    )


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}"
