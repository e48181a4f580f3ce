"""What a buyer's browser asks for: the short link to Stripe's page, and where Stripe sends it back to."""

from datetime import UTC, datetime
from functools import partial

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from backend.database import Database
from backend.html_page import message
from backend.payments import checkouts
from backend.payments.links import CANCEL_PATH, LINK_PATH, SUCCESS_PATH, is_code
from backend.routes.router import new_router
from backend.threads import in_database
from backend.viewer import service

router = new_router("Pages", APIRoute)

_UNKEPT = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


@router.get(LINK_PATH + "{code}", include_in_schema=False)
async def follow_link(request: Request, code: str) -> Response:
    """Send the browser to Stripe's page; nowhere any more once the session has ended."""
    here = service(request)
    assert here.payments
    url = await in_database(here.database, partial(_page_of, here.database, code.upper()))
    if url is None or not here.payments.gateway.is_page(url):
        return message("This link has ended", "Start again from the terminal.", 404)
    return RedirectResponse(url, 303, headers=_UNKEPT)


@router.get(SUCCESS_PATH, include_in_schema=False)
async def thank() -> Response:
    """Where whoever has paid comes back to. Anybody can open it: it says nothing of a payment."""
    told = "You can go back to your terminal. What you bought opens there as soon as the payment is known."
    return message("Thank you", told)


@router.get(CANCEL_PATH, include_in_schema=False)
async def say_nothing_was_paid() -> Response:
    """Where whoever has not paid comes back to."""
    return message("Nothing was paid", "You can go back to your terminal.")


def _page_of(database: Database, code: str) -> str | None:
    if not is_code(code):
        return None
    with database.read() as connection:
        return checkouts.page_of(connection, code, datetime.now(UTC))
