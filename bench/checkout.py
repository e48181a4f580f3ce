"""From a payment in the browser to the unlocked outline in the terminal, with the webhook and without it."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx

from api_client.auth.accounts import Account
from api_client.checkout_watch import follow_checkout
from api_client.documents import outline, products
from api_client.library import Library
from backend.dev_server import LEARNER
from bench.report import milliseconds, show
from tests.backend.dev_server import DevServer, identity_client, sign_in
from tui.given_token import given_credentials
from tui.targets import server_target

if TYPE_CHECKING:
    from api_client.models import Checkout, Product

ROUNDS = 5
WAYS = {"with the webhook": "pay", "the webhook got lost": "pay_unheard"}


def run() -> None:
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        with TemporaryDirectory(prefix="syllabus-bench-") as folder:
            for way, taken in asyncio.run(_round(Path(folder))).items():
                seconds[way].append(taken)
    show(
        "From the payment to the unlocked outline",
        ("", "median", "most"),
        [(way, milliseconds(median(taken)), milliseconds(max(taken))) for way, taken in seconds.items()],
        "Paid 0.4 s after the order was opened, at serve --dev; the server is asked every second.",
    )


async def _round(folder: Path) -> dict[str, float]:
    """The seconds that each way took, at a server of its own."""
    server = DevServer(folder / "server")
    try:
        with server.started():
            token = await asyncio.to_thread(_token, server)
            account = Account(server=server.origin, issuer="", client_id="", id="bench", kept="environment")
            target = server_target(server.origin, account, partial(given_credentials, token))
            library = Library(target, folder / "library")
            library.start()
            try:
                sold = [each for each in (await library.fetch(products())).value or () if _locked_course(each)]
                # The last first: what is in it alone is still locked when the others are bought.
                return {
                    way: await _unlocked(library, product, choice)
                    for product, (way, choice) in zip(reversed(sold), WAYS.items(), strict=True)
                }
            finally:
                library.close()
    finally:
        server.close()


def _token(server: DevServer) -> str:
    with server.http() as http:
        return str(sign_in(identity_client(server, http), LEARNER.subject, server.origin)["access_token"])


def _locked_course(product: Product) -> str:
    """The id of a course that would be new; empty where there is none, or nothing is to be paid."""
    new = (str(course.id) for course in product.courses if course.access != "owned")
    return next(new, "") if product.price_in_dollars and not product.owned else ""


async def _unlocked(library: Library, product: Product, choice: str) -> float:
    """Pay, and wait until a course that is followed is open; the seconds from one to the other."""
    course = outline(_locked_course(product))
    checkout = await library.shop(lambda shop: shop.begin(str(product.id)))
    paid = asyncio.create_task(_paid(checkout, choice))
    async for seen in follow_checkout(library, checkout):
        assert not isinstance(seen, Exception), seen
    library.refresh(course)
    async for snapshot in library.follow(course):
        if snapshot.value is not None and snapshot.value.access == "owned":
            return time.perf_counter() - await paid
    raise AssertionError("the library ended")


async def _paid(checkout: Checkout, choice: str) -> float:
    """Pay on the page, somewhat after the order was opened; when that was done."""
    await asyncio.sleep(0.4)
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = await browser.get(checkout.url or "", follow_redirects=True)
        begun = time.perf_counter()
        await browser.post(page.url, data={"choice": choice})
    return begun
