"""What admins change: at once, or with a reason why not; and what is followed shows it soon after."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from api_client import documents
from api_client.errors import Closed, Conflict, Forbidden, Invalid, NotFound, Unreachable, VersionMismatch
from tests.api_client.world import Port, gated, settled, silent_server, until

if TYPE_CHECKING:
    from api_client.library import Library
    from api_client.models.admin import AdminLesson, AdminOutline
    from api_client.resources.admin.admin import Admin
    from tests.api_client.world import Course, World

VIDEO = "PFDu9oVAE-g"


@pytest.fixture
def world(world: World) -> World:
    """A backend without courses, and an admin."""
    world.set_role("admin")
    return world


@pytest.fixture
def course(world: World) -> Course:
    return world.course("Course", 2)


async def _outline(library: Library, course: Course) -> AdminOutline:
    outline = (await library.fetch(documents.admin_outline(course.id))).value
    assert outline
    return outline


def _lessons(outline: AdminOutline | None) -> list[AdminLesson]:
    return [lesson for section in outline.sections for lesson in section.lessons] if outline else []


def _first(outline: AdminOutline | None) -> str:
    return _lessons(outline)[0].name if outline else ""


async def test_course_is_built_and_what_is_followed_shows_it(world: World) -> None:
    async with world.library() as library:
        following = asyncio.create_task(
            until(library, documents.admin_courses(), lambda each: each.value and each.value[0].lesson_count == 1)
        )
        await until(library, documents.admin_courses(), lambda each: each.value == ())
        made = await library.administer(lambda admin: admin.courses.create({"name": "Made", "description": "a\nb"}))
        course_id = str(made.id)
        section = await library.administer(
            lambda admin: admin.sections.create(course_id, {"name": "Part", "status": "public"})
        )
        lesson = await library.administer(
            lambda admin: admin.lessons.create(
                str(section.id), {"name": " One ", "youtube_video_id": f"https://youtu.be/{VIDEO}?t=3"}
            )
        )
        assert (lesson.name, lesson.youtube_video_id, lesson.status, lesson.description) == (
            "One",
            VIDEO,
            "private",
            None,
        )
        assert (await following).value
        outline = (await library.fetch(documents.admin_outline(course_id))).value
        assert _lessons(outline) == [lesson]
        assert await library.administer(lambda admin: admin.lessons.get(str(lesson.id))) == lesson
        assert await library.administer(lambda admin: admin.courses.outline(course_id)) == outline


async def test_same_request_again_creates_nothing_more_and_another_with_its_id_is_refused(world: World) -> None:
    new_id = str(uuid4())
    async with world.library() as library:
        first = await library.administer(lambda admin: admin.courses.create({"name": "Made"}, new_id=new_id))
        again = await library.administer(lambda admin: admin.courses.create({"name": "Made"}, new_id=new_id))
        assert (again, str(first.id)) == (first, new_id)
        with pytest.raises(Conflict):
            await library.administer(lambda admin: admin.courses.create({"name": "Other"}, new_id=new_id))
        courses = (await library.fetch(documents.admin_courses())).value
        assert courses == (first,)


async def test_only_the_given_fields_change(world: World, course: Course) -> None:
    lesson = course.lessons[0]
    async with world.library() as library:
        changed = await library.administer(lambda admin: admin.lessons.change(lesson, {"name": "New"}))
        assert (changed.name, changed.description, changed.status) == ("New", "About Course 1.", "public")
        changed = await library.administer(lambda admin: admin.lessons.change(lesson, {"description": None}))
        assert (changed.name, changed.description) == ("New", None)
        section = await library.administer(lambda admin: admin.sections.change(str(course.section), {"name": "Two"}))
        assert (section.name, section.status) == ("Two", "public")
        renamed = await library.administer(lambda admin: admin.courses.change(course.id, {"description": "Why"}))
        assert (renamed.name, renamed.description) == ("Course", "Why")


async def test_faults_of_fields_are_told_with_their_place_before_anything_is_sent(world: World, course: Course) -> None:
    section = str(course.section)
    async with world.library() as library:
        with pytest.raises(Invalid) as caught:
            await library.administer(
                lambda admin: admin.lessons.create(section, {"name": " ", "youtube_video_id": "no\ud83dne"})
            )
        faults = dict(caught.value.faults)
        assert set(faults) == {"/name", "/youtubeVideoId"}
        assert faults["/name"] == "A name is needed."
        with pytest.raises(Invalid, match="name: At most 200 characters; these are 201"):
            await library.administer(lambda admin: admin.sections.change(section, {"name": "x" * 201}))
    assert world.asked("/v1/admin") == 0


async def test_what_changed_meanwhile_is_told_with_its_version_and_read_again(world: World, course: Course) -> None:
    async with world.library() as ana, world.library(world.target("bea")) as bea:
        before = await _outline(ana, course)
        assert await _outline(bea, course) == before
        lesson = _lessons(before)[0]
        following = asyncio.create_task(
            until(bea, documents.admin_outline(course.id), lambda each: each.value and each.value != before)
        )
        await until(bea, documents.admin_outline(course.id), lambda each: not each.loading)
        changed = await ana.administer(
            lambda admin: admin.lessons.change(str(lesson.id), {"name": "Ana's"}, if_match=lesson.version)
        )
        with pytest.raises(VersionMismatch) as caught:
            await bea.administer(
                lambda admin: admin.lessons.change(str(lesson.id), {"name": "Bea's"}, if_match=lesson.version)
            )
        assert caught.value.version == changed.version
        assert _lessons((await following).value)[0] == changed
        with pytest.raises(VersionMismatch):
            await bea.administer(lambda admin: admin.courses.delete(course.id, if_match=before.version))
        assert await _outline(bea, course) == await _outline(ana, course)


async def test_what_is_gone_already_counts_as_deleted(world: World, course: Course) -> None:
    async with world.library() as library:
        for _ in range(2):
            await library.administer(lambda admin: admin.lessons.delete(course.lessons[0]))
        assert [str(lesson.id) for lesson in _lessons(await _outline(library, course))] == course.lessons[1:]
        await library.administer(lambda admin: admin.sections.delete(str(course.section)))
        await library.administer(lambda admin: admin.courses.delete(course.id))
        with pytest.raises(NotFound):
            await library.fetch(documents.admin_outline(course.id))
        assert (await library.read(documents.admin_outline(course.id))).value is None


async def test_what_admins_change_learners_of_the_same_library_see(world: World, course: Course) -> None:
    async with world.library() as library:
        following = asyncio.create_task(
            until(
                library,
                documents.outline(course.id),
                lambda each: each.value and each.value.sections[0].lessons[0].name == "New",
            )
        )
        await until(library, documents.outline(course.id), lambda each: each.value and not each.loading)
        await library.administer(lambda admin: admin.lessons.change(course.lessons[0], {"name": "New"}))
        await following


@pytest.mark.parametrize("attempts", [1, 3])
async def test_answer_from_before_a_change_is_not_what_stays(
    world: World, course: Course, monkeypatch: pytest.MonkeyPatch, attempts: int
) -> None:
    monkeypatch.setattr("api_client.reader._ATTEMPTS", attempts)
    gate, target = gated(world, f"/v1/admin/courses/{course.id}")
    async with world.library(target) as library:
        gate.closed = True
        fetching = asyncio.create_task(library.fetch(documents.admin_outline(course.id)))
        async with gate.holding():
            await library.administer(lambda admin: admin.lessons.change(course.lessons[0], {"name": "New"}))
        assert _first((await fetching).value) == "New"


async def test_what_was_done_before_a_call_failed_is_shown(world: World, course: Course) -> None:
    async def errand(admin: Admin) -> None:
        await admin.lessons.change(course.lessons[0], {"name": "New"})
        await admin.lessons.change(course.lessons[1], {"name": ""})

    document = documents.admin_outline(course.id)
    async with world.library() as library:
        following = asyncio.create_task(until(library, document, lambda each: _first(each.value) == "New"))
        await until(library, document, lambda each: not each.loading)
        with pytest.raises(Invalid):
            await library.administer(errand)
        await following


async def test_reading_asks_for_nothing_else_again(world: World, course: Course) -> None:
    async with world.library() as library:
        following = asyncio.create_task(until(library, documents.admin_courses(), lambda each: each.error))
        await until(library, documents.admin_courses(), lambda each: each.value and not each.loading)
        await library.administer(lambda admin: admin.lessons.get(course.lessons[0]))
        await library.fetch(documents.me())
        following.cancel()
    assert world.asked("GET /v1/admin/courses") == 1


async def test_demoted_admin_is_refused_and_the_tab_goes(world: World, course: Course) -> None:
    async with world.library() as library:
        await _outline(library, course)
        await settled(library, lambda status: status.is_admin)
        world.set_role("user")
        with pytest.raises(Forbidden):
            await library.administer(lambda admin: admin.lessons.change(course.lessons[0], {"name": "New"}))
        await settled(library, lambda status: not status.is_admin)
        assert (await library.read(documents.admin_outline(course.id))).value is None


async def test_without_the_server_nothing_is_changed_and_nothing_waits(world: World, course: Course) -> None:
    port = Port(world.app)
    async with world.library(port.target) as library:
        with port.serving():
            outline = await _outline(library, course)
        with pytest.raises(Unreachable, match="does not wait in the queue"):
            await library.administer(lambda admin: admin.lessons.change(course.lessons[0], {"name": "New"}))
        assert library.status.connection == "offline"
        snapshot = await library.fetch(documents.admin_outline(course.id))
        assert snapshot.value == outline
        assert isinstance(snapshot.error, Unreachable)
        with port.serving():
            await library.administer(lambda admin: admin.lessons.change(course.lessons[0], {"name": "New"}))
            assert library.status.connection == "online"
            assert _first(await _outline(library, course)) == "New"


async def test_closing_while_the_server_is_silent_ends_the_call(world: World) -> None:
    with silent_server() as target:
        async with world.library(target) as library:
            changing = asyncio.create_task(library.administer(lambda admin: admin.courses.create({"name": "New"})))
            await settled(library, lambda status: status.connection)
            await asyncio.sleep(0)
        with pytest.raises(Closed):
            await changing
