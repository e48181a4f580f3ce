"""Marks: coalesced per lesson, acknowledged by number, nothing lost."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from api_client.cache import Cache
from api_client.lesson_index import KnownLesson
from api_client.queue import UNDO_KEEPS, Queue
from api_client.storage import Storage
from api_client.transactions import writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
FIRST = NOW - timedelta(days=90)


@pytest.fixture
def connection(tmp_path: Path) -> Generator[sqlite3.Connection]:
    """A file that knows the lessons `new` and `done`."""
    with closing(Storage(tmp_path / "file.sqlite3").connect(durable=True)) as connection:
        with writing(connection):
            Cache(connection).lessons.put(
                [
                    KnownLesson("new", "course", "Course", 1, "New", False, None),
                    KnownLesson("done", "course", "Course", 2, "Done", False, FIRST),
                ]
            )
        yield connection


@pytest.fixture
def queue(connection: sqlite3.Connection) -> Queue:
    return Queue(connection)


def _states(queue: Queue) -> list[tuple[str, bool, datetime]]:
    return [(mark.lesson_id, mark.completed, mark.at) for mark in queue.all()]


def test_mark_has_the_names_and_what_was(queue: Queue) -> None:
    queue.mark(["new", "done"], True, NOW)
    (mark,) = queue.all()
    assert (mark.lesson_name, mark.course_id, mark.course_name, mark.was, mark.change) == (
        "New",
        "course",
        "Course",
        None,
        1,
    )


def test_unknown_lessons_are_named_and_nothing_is_written(queue: Queue) -> None:
    assert queue.mark(["new", "strange"], True, NOW) == ["strange"]
    assert queue.all() == []


def test_later_mark_replaces_the_earlier_and_undoing_leaves_nothing(queue: Queue) -> None:
    queue.mark(["new"], True, NOW)
    queue.mark(["new"], True, NOW + timedelta(hours=1))
    assert _states(queue) == [("new", True, NOW)]
    queue.mark(["new"], False, NOW)
    assert queue.all() == []
    queue.mark(["new"], True, NOW + timedelta(hours=2))
    assert _states(queue) == [("new", True, NOW)]


def test_completing_again_restores_the_first_time(queue: Queue) -> None:
    queue.mark(["done"], False, NOW)
    assert _states(queue) == [("done", False, NOW)]
    queue.mark(["done"], True, NOW)
    assert queue.all() == []


def test_completing_again_after_it_was_sent_restores_the_first_time(
    queue: Queue, connection: sqlite3.Connection
) -> None:
    queue.mark(["done"], False, NOW)
    (sent,) = queue.begin_sending(10)
    with writing(connection):
        Cache(connection).lessons.complete("done", None)
        queue.acknowledge(sent, None)
    queue.mark(["done"], True, NOW + timedelta(hours=1))
    assert _states(queue) == [("done", True, FIRST)]


def test_the_first_time_is_forgotten_in_time(queue: Queue, connection: sqlite3.Connection) -> None:
    queue.mark(["done"], False, NOW)
    (sent,) = queue.begin_sending(10)
    with writing(connection):
        Cache(connection).lessons.complete("done", None)
        queue.acknowledge(sent, None)
    later = NOW + UNDO_KEEPS + timedelta(minutes=1)
    queue.mark(["done"], True, later)
    assert _states(queue) == [("done", True, later)]


def test_answer_to_a_mark_that_was_replaced_leaves_the_newer_one(queue: Queue) -> None:
    queue.mark(["new"], True, NOW)
    (sent,) = queue.begin_sending(10)
    queue.mark(["new"], False, NOW)
    queue.acknowledge(sent, NOW)
    (mark,) = queue.all()
    assert (mark.completed, mark.was, mark.change) == (False, NOW, -1)


def test_what_was_sent_without_an_answer_is_answered_by_another_mark(queue: Queue) -> None:
    queue.mark(["new"], True, NOW)
    queue.begin_sending(10)
    queue.end_sending()
    queue.mark(["new"], False, NOW)
    assert _states(queue) == [("new", False, NOW)]


def test_refused_marks_count_no_more_and_can_be_tried_again_or_dropped(queue: Queue) -> None:
    queue.mark(["new"], True, NOW)
    (sent,) = queue.begin_sending(10)
    queue.refuse(sent, "No access.")
    queue.end_sending()
    (mark,) = queue.all()
    assert (mark.refusal, mark.sync) == ("No access.", "refused")
    assert queue.begin_sending(10) == []
    queue.mark(["new"], True, NOW)
    (mark,) = queue.begin_sending(10)
    assert mark.refusal is None
    queue.dismiss(["new"])
    assert len(queue.all()) == 1
    queue.refuse(mark, "No access.")
    queue.dismiss(["new"])
    assert queue.all() == []


def test_epoch_is_odd_while_marks_are_on_their_way(queue: Queue) -> None:
    assert queue.begin_sending(10) == []
    before = queue.epoch()
    assert before % 2 == 0
    queue.mark(["new"], True, NOW)
    queue.begin_sending(10)
    assert queue.epoch() == before + 1
    queue.begin_sending(10)  # the process died, another one sends
    assert queue.epoch() == before + 1
    queue.end_sending()
    queue.end_sending()
    assert queue.epoch() == before + 2


def test_batches_take_the_oldest_first(queue: Queue) -> None:
    queue.mark(["done"], False, NOW)
    queue.mark(["new"], True, NOW)
    assert [mark.lesson_id for mark in queue.begin_sending(1)] == ["done"]
