"""Outlines and lessons: their order, their marks, and rows that are not as they should be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from api_client.models import Lesson, Outline
from tests.backend.rows import VIDEO, catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api

HOSTILE = [
    "",
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b[2J\x1b]0;gone\x07",
    "two\nlines\tand a tab",
    "\u202eright to left\u202c",
    "日本語 🏳️‍🌈 e\u0301",
    "x" * 10_000,
    "%s {} \\ ' \" ; DROP TABLE lessons --",
]


async def test_an_outline_is_ordered_and_counted(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course("Algebra")
        second, first = rows.section(course, "Second", order=2), rows.section(course, "First", order=1)
        rows.section(course, "Without lessons", order=0)
        b, a = rows.lesson(first, "b", order=9), rows.lesson(first, "a", order=-3)
        c = rows.lesson(second, "c")
        rows.access(ana, course)
        at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        rows.complete(ana, a, at=at)

    outline = Outline.model_validate(await api.json(f"/v1/courses/{course}", ana))

    assert [section.name for section in outline.sections] == ["First", "Second"]
    assert [lesson.id for section in outline.sections for lesson in section.lessons] == [a, b, c]
    assert (outline.section_count, outline.lesson_count, outline.completed_count) == (2, 3, 1)
    assert [(section.lesson_count, section.completed_count) for section in outline.sections] == [(2, 1), (1, 0)]
    assert outline.last_completed_at == at
    assert outline.next_lesson is not None
    assert (outline.next_lesson.id, outline.next_lesson.name, outline.next_lesson.position) == (b, "b", 2)


async def test_equal_orders_are_broken_by_time_and_then_id(api: Api, database: Database) -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course()
        rows.access(ana, course)
        sections = [rows.section(course, order=5, createdAt=time) for time in (late, early, late)]
        lessons = [
            rows.lesson(section, order=-1, createdAt=time) for section in sections for time in (late, early, early)
        ]
    in_order = sorted(
        range(9),
        key=lambda index: (
            (late, early, late)[index // 3],
            str(sections[index // 3]),
            (late, early, early)[index % 3],
            str(lessons[index]),
        ),
    )

    read = await api.items(f"/v1/courses/{course}/lessons", ana, limit=4)

    assert [lesson["id"] for lesson in read] == [str(lessons[index]) for index in in_order]
    assert [lesson["position"] for lesson in read] == list(range(1, 10))


async def test_the_way_through_a_course_skips_what_is_private_and_keeps_what_is_locked(
    api: Api, database: Database
) -> None:
    with catalog(database) as rows:
        course = rows.course()
        rows.product(course)
        opening = rows.section(course, order=0)
        free = rows.lesson(opening, "free", status="preview", order=0)
        rows.lesson(opening, "draft", status="private", order=1)
        rows.lesson(rows.section(course, status="private", order=1), "hidden", status="preview")
        rows.section(course, order=2)
        paid = rows.lesson(rows.section(course, order=3), "paid", description="secret")

    first = Lesson.model_validate(await api.json(f"/v1/lessons/{free}"))
    last = Lesson.model_validate(await api.json(f"/v1/lessons/{paid}"))

    assert first.previous is None
    assert first.next is not None
    assert (first.next.id, first.next.locked) == (paid, True)
    assert last.previous is not None
    assert (last.previous.id, last.previous.locked, last.next) == (free, False, None)
    assert (last.locked, last.description, last.youtube_video_id, last.video_url) == (True, None, None, None)
    assert (first.position, last.position, last.lesson_count) == (1, 2, 2)


@pytest.mark.parametrize("text", HOSTILE)
async def test_any_text_is_served_as_it_is(api: Api, database: Database, text: str) -> None:
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course(text, description=text)
        rows.access(ana, course)
        rows.product(course, name=text, description=text, imageUrl=text)
        lesson = rows.lesson(rows.section(course, text), text, description=text, youtubeVideoId=text)

    outline = await api.json(f"/v1/courses/{course}", ana)
    served = await api.json(f"/v1/lessons/{lesson}", ana)
    await api.json("/v1/products", ana)
    await api.json("/v1/progress", ana)

    assert (outline["name"], outline["sections"][0]["name"]) == (text, text)
    assert (served["name"], served["description"], served["youtubeVideoId"]) == (text, text, text)
    assert served["videoUrl"] is None
    assert [each["name"] for each in await api.items("/v1/courses", ana)] == [text]


@pytest.mark.parametrize("video", [VIDEO, "-dashed-id_", "___________"])
async def test_a_video_has_a_url(api: Api, database: Database, video: str) -> None:
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course()
        rows.access(ana, course)
        lesson = rows.lesson(rows.section(course), youtubeVideoId=video)

    served = await api.json(f"/v1/lessons/{lesson}", ana)

    assert served["videoUrl"] == f"https://www.youtube.com/watch?v={video}"
    assert served["thumbnailUrl"] == f"https://i.ytimg.com/vi/{video}/hqdefault.jpg"


@pytest.mark.parametrize("video", ["", "short", "twelve-chars", f"{VIDEO}\n", "a b?&#/%00é", "https://youtu.be/x"])
async def test_an_id_that_can_be_no_video_has_none(api: Api, database: Database, video: str) -> None:
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course()
        rows.access(ana, course)
        lesson = rows.lesson(rows.section(course), youtubeVideoId=video)

    served = await api.json(f"/v1/lessons/{lesson}", ana)

    assert (served["youtubeVideoId"], served["videoUrl"], served["thumbnailUrl"]) == (video, None, None)
