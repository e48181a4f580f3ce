"""The store of `serve --dev`: paid for in a real browser, told by the webhook and without it, kept over a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import httpx
import pytest

from backend.dev_server import ADMIN, LEARNER
from tests.backend.dev_server import DevServer, identity_client, sign_in
from tests.e2e.chromium import chromium_page

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from playwright.sync_api import Page


class Buyer:
    """Somebody who is signed in to the server."""

    def __init__(self, server: DevServer, subject: str) -> None:
        self.http = server.http()
        token = sign_in(identity_client(server, self.http), subject, server.origin)["access_token"]
        self.http.base_url = httpx.URL(server.origin)
        self.http.headers["authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get(self, path: str) -> Any:  # noqa: ANN401  # JSON
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def start(self, product: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.post("/v1/checkouts", json={"productId": product["id"]})
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


@pytest.fixture
def server(tmp_path: Path) -> Generator[DevServer]:
    server = DevServer(tmp_path / "kept")
    yield server
    server.close()


def for_sale(buyer: Buyer) -> list[dict[str, Any]]:
    return [each for each in buyer.get("/v1/products")["items"] if not each["owned"] and each["priceInDollars"]]


def press(page: Page, url: str, button: str) -> None:
    page.goto(url)
    page.get_by_role("button", name=button, exact=True).click()


def test_it_is_paid_in_a_browser(server: DevServer) -> None:
    with server.started(), Buyer(server, LEARNER.subject) as buyer, chromium_page() as page:
        assert buyer.get("/v1/server")["payments"] == "stripe"
        heard, unheard, later = (buyer.start(product) for product in for_sale(buyer)[:3])

        page.goto(heard["url"])
        page.get_by_role("button", name="Have the card declined").click()
        assert "declined" in page.get_by_role("alert").inner_text()
        page.get_by_role("link", name="Back").click()
        assert "Nothing was paid" in page.content()
        for checkout, button in ((heard, "Pay"), (unheard, "Pay, and let the webhook get lost")):
            press(page, checkout["url"], button)
            assert "go back to your terminal" in page.content()
            assert page.url.partition("#")[0] == f"{server.origin}/checkout/success"
            assert buyer.get(f"/v1/checkouts/{checkout['id']}")["status"] == "complete"
            assert httpx.get(checkout["url"], trust_env=False).status_code == 404

        press(page, later["url"], "Pay by a transfer that takes days")
        assert buyer.get(f"/v1/checkouts/{later['id']}")["status"] == "processing"

    # What was paid, and what is on its way, is still known to both after a restart.
    with server.started(), Buyer(server, LEARNER.subject) as buyer, Buyer(server, ADMIN.subject) as admin:
        [first, second] = buyer.get("/v1/purchases")["items"]
        assert buyer.get(f"/v1/checkouts/{later['id']}")["status"] == "processing"
        receipt = buyer.get(f"/v1/purchases/{first['id']}")["receiptUrl"]
        assert second["productName"] in {product["name"] for product in buyer.get("/v1/products")["items"]}
        assert "paid" in httpx.get(receipt, trust_env=False).text
        assert admin.http.post(f"/v1/admin/purchases/{first['id']}/refund").json()["refundedAt"]
        assert admin.get("/v1/admin/stats")["refundCount"] == 1
