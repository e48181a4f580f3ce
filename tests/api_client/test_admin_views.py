"""What admins ask of the server alone: what others see, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api_client import documents
from api_client.errors import NotFound

if TYPE_CHECKING:
    from tests.api_client.world import World


@pytest.fixture
def world(world: World) -> World:
    """A backend without courses, and an admin."""
    world.set_role("admin")
    return world


async def test_what_others_see_is_what_they_get_cleaned(world: World) -> None:
    course = world.course("Course", 2)
    world.change_lesson(course.lessons[0], name="One \x1b[2J")
    async with world.library() as library:
        own = (await library.fetch(documents.outline(course.id))).value
        user = str(world.user)
        assert await library.administer(lambda admin: admin.courses.outline_as(course.id, user)) == own
        learner = await library.administer(lambda admin: admin.courses.outline_as(course.id, "learner"))
        assert learner.sections[0].lessons[0].name == "One \ufffd[2J"
        with pytest.raises(NotFound) as caught:
            await library.administer(lambda admin: admin.courses.outline_as(course.id, "visitor"))
        assert caught.value.code == "not_visible"


async def test_why_names_the_rules_for_a_user_and_for_a_visitor(world: World) -> None:
    course = world.course("Course", 1)
    async with world.library() as library:
        user = str(world.user)
        seen = await library.administer(lambda admin: admin.lessons.why(course.lessons[0], user))
        hidden = await library.administer(lambda admin: admin.lessons.why(course.lessons[0]))
    assert (seen.result, hidden.result) == ("visible", "hidden")
    assert all(reason.detail for why in (seen, hidden) for reason in why.reasons)
