"""Whatever happens, and in whatever order: after every step access is exactly what the rules say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.backend.payments.shop import Shop
from tests.backend.payments.world import World, new_world

if TYPE_CHECKING:
    from backend.database import Database
    from tests.stripe.fake import FakeStripe

OFTEN = ("sell", "sell", "sell", "buy", "pay", "deliver_all", "deliver_all", "refund", "refund", "refund_at_stripe")
STEPS = OFTEN + tuple(name for name in vars(World) if not name.startswith("_"))

PAID = [("buy", 0, 0), ("pay", 0, 2)]
REPLAYED_AFTER_A_REFUND = [("sell", 0, 0), ("refund", 0, 0), ("deliver_all", 1, 0), ("look", 0, 0)]
REFUNDED_BEFORE_IT_WAS_KNOWN = [*PAID, ("refund_at_stripe", 0, 1), ("deliver_all", 0, 0), ("deliver_all", 1, 0)]
PAID_BY_SOMEBODY_WHO_WAS_DELETED = [*PAID, ("delete", 0, 0), ("deliver_all", 1, 0), ("refund", 0, 0)]
ONE_OF_TWO_THAT_SHARE_A_COURSE = [("sell", 0, 0), ("sell", 0, 1), ("refund", 0, 0), ("refund", 1, 0)]
PAID_TWICE = [*PAID, ("buy_from_web_application", 0, 0), ("deliver_all", 1, 0), ("refund", 0, 0), ("refund", 1, 0)]
REVOKED_BY_HAND = [("sell", 0, 0), ("revoke", 0, 0), ("deliver_all", 1, 0), ("sell", 0, 1), ("revoke", 0, 1)]


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_access_is_what_the_rules_say(database: Database, stripe: FakeStripe) -> None:
    number = st.integers(0, 11)

    @settings(
        max_examples=20,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @example(REPLAYED_AFTER_A_REFUND)
    @example(REFUNDED_BEFORE_IT_WAS_KNOWN)
    @example(PAID_BY_SOMEBODY_WHO_WAS_DELETED)
    @example(ONE_OF_TWO_THAT_SHARE_A_COURSE)
    @example(PAID_TWICE)
    @example(REVOKED_BY_HAND)
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
