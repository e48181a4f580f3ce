"""The shop, on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backend.payments.shop import Shop
from tests.stripe.fake import FakeStripe

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from backend.database import Database


@pytest.fixture(scope="session")
def running_stripe() -> Generator[FakeStripe]:
    """The session's stand-in for Stripe."""
    with FakeStripe() as fake:
        yield fake


@pytest.fixture
def stripe(running_stripe: FakeStripe) -> FakeStripe:
    """The stand-in as it is at the beginning."""
    running_stripe.reset()
    return running_stripe


@pytest.fixture
async def shop(database: Database, stripe: FakeStripe) -> AsyncGenerator[Shop]:
    """The API over `database`, which sells."""
    made = Shop(database, stripe)
    async with made.client:
        yield made
