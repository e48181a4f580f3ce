"""What admins read: cached exactly as it is stored, and gone when they are admins no more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from api_client import documents
from api_client.admin_rows import admin_course_rows, admin_section_rows, order_of
from api_client.errors import Forbidden, NotFound
from api_client.library import Library
from tests.api_client.world import cached, settled, until

if TYPE_CHECKING:
    from tests.api_client.world import World

HOSTILE = "\x1b[2J\u202egpj.exe\r\n\x9b\ufffd\\x1b"
SHOWN = "\\x1b[2J\\u202egpj.exe\n\\x9b\ufffd\\x1b"


@pytest.fixture
def world(world: World) -> World:
    """A backend without courses, and an admin."""
    world.set_role("admin")
    return world


async def test_text_is_exact_in_the_model_and_harmless_in_the_row(world: World) -> None:
    course = world.course("Course", 2, described=HOSTILE)
    world.change_lesson(course.lessons[0], name=HOSTILE, description=HOSTILE, youtubeVideoId=HOSTILE, status="private")
    async with world.library() as library:
        await library.fetch(documents.admin_outline(course.id))
        await library.fetch(documents.admin_courses())
    world.down = True
    async with world.library() as library:
        outline = await cached(library, documents.admin_outline(course.id))
        courses = await cached(library, documents.admin_courses())
    lesson = outline.sections[0].lessons[0]
    assert (lesson.name, lesson.description, lesson.youtube_video_id) == (HOSTILE, HOSTILE, HOSTILE)
    assert outline.description == courses[0].description == HOSTILE
    (section,) = admin_section_rows(outline)
    assert (section.lessons[0].name, section.lessons[0].video_id) == (SHOWN, SHOWN)
    assert order_of([section]) == ((section.id, tuple(course.lessons)),)
    assert admin_course_rows(courses)[0].description == SHOWN


async def test_list_in_pages_is_one_document(world: World) -> None:
    for number in range(205):
        world.course(f"Course {number:03}", 0, owned=False)
    async with world.library() as library:
        courses = (await library.fetch(documents.admin_courses())).value
        assert courses
        assert [course.name for course in courses] == [f"Course {number:03}" for number in range(205)]
        assert world.asked("GET /v1/admin/courses") == 2
        assert (await library.fetch(documents.admin_courses())).value == courses


async def test_unchanged_list_of_one_page_costs_a_304(world: World) -> None:
    world.course("Course")
    async with world.library() as library:
        first = await library.fetch(documents.admin_courses())
        second = await library.fetch(documents.admin_courses())
    assert second.value == first.value
    assert first.fetched_at
    assert second.fetched_at
    assert second.fetched_at > first.fetched_at


async def test_admin_is_known_at_the_next_start(world: World) -> None:
    async with world.library() as library:
        assert not library.status.is_admin
        await settled(library, lambda status: status.is_admin)
    world.down = True
    again = Library(world.target(), world.folder / "cache")
    again.cached_catalog()
    assert again.status.is_admin
    again.close()


async def test_demoted_admin_loses_what_only_admins_read(world: World) -> None:
    course, other = world.course("Course"), world.course("Other")
    async with world.library() as library:
        for each in (course, other):
            await library.fetch(documents.admin_outline(each.id))
        await library.fetch(documents.admin_courses())
        await library.fetch(documents.outline(course.id))
        await settled(library, lambda status: status.is_admin)
        world.set_role("user")
        with pytest.raises(Forbidden):
            await library.fetch(documents.admin_outline(course.id))
        await settled(library, lambda status: not status.is_admin)
        assert (await library.read(documents.admin_outline(other.id))).value is None
        assert (await library.read(documents.admin_courses())).value is None
        assert (await library.read(documents.outline(course.id))).value


async def test_saying_that_one_is_no_admin_is_enough(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.fetch(documents.admin_outline(course.id))
    world.set_role("user")
    async with world.library() as library:
        await settled(library, lambda status: status.viewer and not status.is_admin)
        await library.fetch(documents.me())
        assert (await library.read(documents.admin_outline(course.id))).value is None
    assert world.asked("GET /v1/admin") == 1


async def test_course_that_is_gone_goes_alone(world: World) -> None:
    course = world.course("Course")
    gone = documents.admin_outline(str(uuid4()))
    async with world.library() as library:
        await library.fetch(documents.admin_outline(course.id))
        with pytest.raises(NotFound):
            await library.fetch(gone)
        assert (await library.read(documents.admin_outline(course.id))).value
        assert library.status.is_admin or await settled(library, lambda status: status.is_admin)


async def test_learners_are_asked_for_nothing_of_the_admins(world: World) -> None:
    world.set_role("user")
    course = world.course("Course")
    async with world.library() as library:
        await settled(library, lambda status: status.viewer)
        assert not library.status.is_admin
        snapshot = await until(library, documents.admin_outline(course.id), lambda each: each.error)
        assert snapshot.value is None
        assert isinstance(snapshot.error, Forbidden)
