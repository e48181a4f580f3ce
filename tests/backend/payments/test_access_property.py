"""Whatever happens, and in whatever order: after every step access is exactly what the rules say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.backend.payments.shop import Shop
from tests.backend.payments.world import World, new_world

if TYPE_CHECKING:
    from backend.database import Database
    from tests.stripe.fake import FakeStripe

OFTEN = ("sell", "sell", "sell", "buy", "pay", "deliver_all", "deliver_all", "refund", "refund", "refund_at_stripe")
STEPS = OFTEN + tuple(name for name in vars(World) if not name.startswith("_"))


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_access_is_what_the_rules_say(database: Database, stripe: FakeStripe) -> None:
    number = st.integers(0, 11)

    @settings(
        max_examples=20,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(st.tuples(st.sampled_from(STEPS), number, number), min_size=12, max_size=24))
    def check(steps: list[tuple[str, int, int]]) -> None:
        stripe.reset()
        runner.run(_live(Shop(database, stripe), steps))

    with asyncio.Runner() as runner:
        check()


async def _live(shop: Shop, steps: list[tuple[str, int, int]]) -> None:
    world = new_world(shop)
    async with shop.client:
        for name, first, second in steps:
            await getattr(world, name)(first, second)
            world._check()  # pyright: ignore[reportPrivateUsage]  # what is public is a step
