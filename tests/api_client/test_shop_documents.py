"""What is sold and what was bought, as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.documents import products

if TYPE_CHECKING:
    from tests.api_client.world import World


async def test_all_that_is_sold_is_one_document_that_can_be_read_offline(world: World) -> None:
    for number in range(3):
        world.course(f"Course {number}", owned=False)
    async with world.library() as library:
        snapshot = await library.fetch(products())
        assert snapshot.value is not None
        assert sorted([course.name for course in each.courses] for each in snapshot.value) == [
            [f"Course {number}"] for number in range(3)
        ]
        world.down = True
        assert (await library.fetch(products())).value == snapshot.value
