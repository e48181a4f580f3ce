"""What one sees of a mark before it is sent is what the server says after it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api_client import documents
from api_client.client import Client
from api_client.lesson_index import KnownLesson
from api_client.models import CompletionItem, Day, Progress
from api_client.overlay.counts import Counts, overlay_counts
from api_client.overlay.documents import overlay_model, time_zone
from api_client.overlay.progress import overlay_progress
from api_client.queue import QueuedMark
from api_client.reader import Reader
from api_client.storage import Storage
from api_client.store import Store
from api_client.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.api_client.world import Course, World

ZONE = "Pacific/Auckland"
RECENTLY = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)


@dataclass
class Desk:
    """A cache with everything in it, and the server behind it."""

    world: World
    folder: Path
    courses: list[Course]

    @property
    def documents(self) -> list[documents.Document[Any]]:
        lessons = [documents.lesson(each) for course in self.courses for each in course.lessons]
        outlines = [documents.outline(course.id) for course in self.courses]
        return [documents.catalog(), documents.progress(ZONE), *outlines, *lessons]

    async def before_and_after(self, marks: list[tuple[str, bool, datetime]]) -> tuple[list[Any], list[Any]]:
        """All documents with the marks overlaid, and then as the server says after it got them."""
        store = Store(Storage(self.folder / f"{uuid4()}.sqlite3"))
        reader = Reader(store)
        transport = Transport(self.world.target())
        client = Client(transport)
        for document in self.documents:
            await reader.ask(document, client)
        for lesson, completed, at in marks:
            assert store.queue.mark([lesson], completed, at) == []
        waiting = {mark.lesson_id: mark for mark in store.queue.all()}
        overlaid = [self._overlaid(reader, store, document, waiting) for document in self.documents]
        await client.completions.send(
            [
                CompletionItem.model_validate({"lesson_id": each.lesson_id, "completed": each.completed, "at": each.at})
                for each in waiting.values()
            ]
        )
        for document in self.documents:
            await reader.ask(document, client)
        after = [self._overlaid(reader, store, document, {}) for document in self.documents]
        store.close()
        await transport.close()
        return overlaid, after

    @staticmethod
    def _overlaid(
        reader: Reader, store: Store, document: documents.Document[Any], marks: Mapping[str, QueuedMark]
    ) -> object:
        loaded = reader.load(document)
        assert loaded
        return overlay_model(document, loaded.value, marks, store.cache.lessons, datetime.now(UTC))


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    courses = [world.course("First", lessons=4), world.course("Second", lessons=3), world.course("Third", lessons=1)]
    return Desk(world, tmp_path, courses)


time = st.integers(0, 24 * 9).map(lambda hours: RECENTLY - timedelta(hours=hours))
place = st.integers(0, 7)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    completed=st.dictionaries(place, time),
    marks=st.lists(st.tuples(place, st.booleans(), time), max_size=8),
)
def test_overlay_is_what_the_server_says_after_it(
    desk: Desk, completed: dict[int, datetime], marks: list[tuple[int, bool, datetime]]
) -> None:
    lessons = [lesson for course in desk.courses for lesson in course.lessons]
    desk.world.forget_completions()
    for each, at in completed.items():
        desk.world.complete(lessons[each], at)
    before, after = asyncio.run(desk.before_and_after([(lessons[each], done, at) for each, done, at in marks]))
    for ours, theirs in zip(before, after, strict=True):
        assert ours == theirs


def _mark(lesson: KnownLesson, *, completed: bool) -> QueuedMark:
    return QueuedMark(
        lesson.id, lesson.name, lesson.course_id, "Course", completed, RECENTLY, None, lesson.completed_at, 1, False
    )


def _lessons(*done: bool) -> list[KnownLesson]:
    return [
        KnownLesson(str(place), "c", "Course", place, f"Lesson {place}", False, RECENTLY if each else None)
        for place, each in enumerate(done, start=1)
    ]


def test_without_an_index_the_counts_still_change_and_the_next_lesson_stays() -> None:
    (lesson,) = _lessons(False)
    counts = Counts(5, 2, ("4", "Lesson 4", 4), None)
    after = overlay_counts(counts, {lesson.id: _mark(lesson, completed=True)}, [])
    assert after == Counts(5, 3, ("4", "Lesson 4", 4), RECENTLY)


def test_an_index_older_than_the_counts_names_what_follows_the_servers_next_lesson() -> None:
    lessons = _lessons(False, False, False, False, False)
    counts = Counts(5, 2, ("3", "Lesson 3", 3), RECENTLY)
    after = overlay_counts(counts, {"3": _mark(lessons[2], completed=True)}, lessons)
    assert after.next == ("4", "Lesson 4", 4)
    assert after.completed_count == 3


def test_all_complete_has_no_next_lesson() -> None:
    lessons = _lessons(True, False)
    after = overlay_counts(
        Counts(2, 1, ("2", "Lesson 2", 2), RECENTLY), {"2": _mark(lessons[1], completed=True)}, lessons
    )
    assert after.next is None


def test_streaks_that_began_before_the_days_that_are_sent_go_on() -> None:
    today = RECENTLY.date()
    days = [Day(date=today - timedelta(days=each), completed=1) for each in range(370, 0, -1)]
    progress = Progress(
        lesson_count=1, completed_count=0, courses=[], days=days, recent=[], current_streak=1000, longest_streak=1000,
        longest_streak_end=today - timedelta(days=1),
    )  # fmt: skip
    lesson = KnownLesson("0" * 32, "0" * 32, "Course", 1, "Lesson", False, None)
    after = overlay_progress(
        progress, {lesson.id: _mark(lesson, completed=True)}, lambda _: [], ZoneInfo("UTC"), RECENTLY
    )
    assert (after.current_streak, after.longest_streak, after.longest_streak_end) == (1001, 1001, today)
    assert len(after.days) == 371


def test_a_time_zone_that_only_the_server_knows_is_utc_here() -> None:
    assert time_zone(documents.progress("Mars/Olympus_Mons").path) == ZoneInfo("UTC")
    assert time_zone(documents.progress(ZONE).path) == ZoneInfo(ZONE)
