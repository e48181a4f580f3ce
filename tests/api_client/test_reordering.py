"""Orders that admins save, and requests of theirs whose answers are lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from api_client import documents
from api_client.admin_rows import admin_section_rows, order_of
from api_client.errors import Invalid, ServerFailed, VersionMismatch
from api_client.ordering.order import SectionOrder
from api_client.target import Target

if TYPE_CHECKING:
    from api_client.library import Library
    from api_client.models.admin import AdminOutline
    from api_client.ordering.order import Order
    from api_client.target import AsgiApp
    from tests.api_client.world import Course, World


@pytest.fixture
def world(world: World) -> World:
    """A backend without courses, and an admin."""
    world.set_role("admin")
    return world


@pytest.fixture
def course(world: World) -> Course:
    return world.course("Course", 3)


def _reversed(course: Course) -> Order:
    return (SectionOrder(str(course.section), tuple(reversed(course.lessons))),)


async def _outline(library: Library, course: Course) -> AdminOutline:
    outline = (await library.fetch(documents.admin_outline(course.id))).value
    assert outline
    return outline


def _losing(world: World, method: str) -> Target:
    """Loses the first answer to a request with the method: the service has done its work by then."""
    lost: list[str] = []

    def make() -> AsgiApp:
        service = world.app()

        async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  # ASGI
            if scope["method"] != method or lost:
                await service(scope, receive, send)
                return

            async def swallow(_: Any) -> None:  # noqa: ANN401
                pass

            await service(scope, receive, swallow)
            lost.append(scope["path"])
            raise ConnectionResetError

        return app

    return Target("http://syllabus.embedded", "here", "local", make)


async def test_order_is_saved_and_learners_see_it(world: World, course: Course) -> None:
    async with world.library() as library:
        before = await _outline(library, course)
        saved = await library.administer(
            lambda admin: admin.courses.reorder(course.id, _reversed(course), if_match=before.version)
        )
        assert order_of(admin_section_rows(saved)) == _reversed(course)
        assert await _outline(library, course) == saved
        seen = (await library.fetch(documents.outline(course.id))).value
        assert seen
        assert [str(lesson.id) for lesson in seen.sections[0].lessons] == course.lessons[::-1]


async def test_of_two_admins_the_second_is_told_the_version_that_the_first_made(world: World, course: Course) -> None:
    async with world.library() as ana, world.library(world.target("bea")) as bea:
        before = await _outline(bea, course)
        saved = await ana.administer(
            lambda admin: admin.courses.reorder(course.id, _reversed(course), if_match=before.version)
        )
        other = (SectionOrder(str(course.section), (*course.lessons[1:], course.lessons[0])),)
        with pytest.raises(VersionMismatch) as caught:
            await bea.administer(lambda admin: admin.courses.reorder(course.id, other, if_match=before.version))
        assert caught.value.version == saved.version
        assert await _outline(bea, course) == saved


async def test_what_is_no_order_of_the_course_is_refused_with_what_is_wrong(world: World, course: Course) -> None:
    wrong = (SectionOrder(str(course.section), (course.lessons[0], course.lessons[0], str(uuid4()))),)
    async with world.library() as library:
        before = await _outline(library, course)
        with pytest.raises(Invalid) as caught:
            await library.administer(lambda admin: admin.courses.reorder(course.id, wrong, if_match=before.version))
        assert caught.value.code == "not_a_permutation"
        assert caught.value.faults
        assert await _outline(library, course) == before


async def test_order_whose_answer_was_lost_is_sent_again_and_is_no_conflict(world: World, course: Course) -> None:
    async with world.library(_losing(world, "PUT")) as library:
        before = await _outline(library, course)
        saved = await library.administer(
            lambda admin: admin.courses.reorder(course.id, _reversed(course), if_match=before.version)
        )
        assert order_of(admin_section_rows(saved)) == _reversed(course)
    assert world.asked("PUT") == 2


async def test_creation_whose_answer_was_lost_creates_one(world: World, course: Course) -> None:
    async with world.library(_losing(world, "POST")) as library:
        made = await library.administer(lambda admin: admin.sections.create(course.id, {"name": "New"}))
        assert [str(each.id) for each in (await _outline(library, course)).sections] == [
            str(course.section),
            str(made.id),
        ]
    assert world.asked("POST") == 2


async def test_deletion_whose_answer_was_lost_is_done(world: World, course: Course) -> None:
    async with world.library(_losing(world, "DELETE")) as library:
        await library.administer(lambda admin: admin.lessons.delete(course.lessons[0]))
        assert len((await _outline(library, course)).sections[0].lessons) == 2


async def test_change_whose_answer_was_lost_is_not_sent_again(world: World, course: Course) -> None:
    """With If-Match the second would be refused, for a change of nobody but oneself."""
    lesson = course.lessons[0]
    async with world.library(_losing(world, "PATCH")) as library:
        version = (await _outline(library, course)).sections[0].lessons[0].version
        with pytest.raises(ServerFailed):
            await library.administer(lambda admin: admin.lessons.change(lesson, {"name": "New"}, if_match=version))
        assert (await _outline(library, course)).sections[0].lessons[0].name == "New"
    assert world.asked("PATCH") == 1
