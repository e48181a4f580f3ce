"""The cache: bounded, and nothing in it that the viewer may no longer see."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from api_client.cache import Cache, NewEntry
from api_client.catalog_rows import CatalogPage
from api_client.rows import CourseRow, OfferRow
from api_client.storage import Storage
from api_client.transactions import writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator
    from pathlib import Path

FIRST = "/v1/courses?sort=name&limit=200"


@pytest.fixture
def connection(tmp_path: Path) -> Generator[sqlite3.Connection]:
    with closing(Storage(tmp_path / "file.sqlite3").connect()) as connection:
        yield connection


def _row(course_id: str, access: str = "owned") -> CourseRow:
    return CourseRow(
        course_id, f"Name \x1f {course_id}", "Described\n", 1, 2, 0, access, (OfferRow("p", 'A "product"', 9),), "next",
        "Next", 1, datetime(2026, 1, 1, 12, 0, 0, 5, tzinfo=UTC),
    )  # fmt: skip


def _lesson(name: str, course: str = "c", *, locked: bool = False, size: int = 100) -> NewEntry:
    return NewEntry(f"/v1/lessons/{name}", "lesson", name, course, locked, '"1"', "x" * size)


def _paths(connection: sqlite3.Connection) -> set[str]:
    return {path for (path,) in connection.execute("SELECT path FROM documents")}


def test_rows_come_back_as_they_were(connection: sqlite3.Connection) -> None:
    cache = Cache(connection)
    rows = (_row("a"), _row("b", "locked")._replace(offers=(), next_id=None, last_completed_at=None))
    with writing(connection):
        cache.replace_catalog([CatalogPage(FIRST, '"1"', "/2", rows[:1]), CatalogPage("/2", '"2"', None, rows[1:])])
    assert cache.catalog.all() == rows
    assert cache.catalog.course("b") == rows[1]
    assert cache.catalog.course("c") is None
    assert [(page.path, page.etag) for page in cache.catalog.pages(FIRST)] == [(FIRST, '"1"'), ("/2", '"2"')]
    assert cache.catalog.of_page("/2") == rows[1:]


def test_course_that_moves_between_pages_is_there_once(connection: sqlite3.Connection) -> None:
    cache = Cache(connection)
    pages = [CatalogPage(FIRST, None, "/2", (_row("a"), _row("b"))), CatalogPage("/2", None, None, (_row("b"),))]
    with writing(connection):
        cache.replace_catalog(pages)
    assert [row.id for row in cache.catalog.all()] == ["a", "b"]


def test_patched_row_makes_its_page_be_asked_for_anew(connection: sqlite3.Connection) -> None:
    cache = Cache(connection)
    with writing(connection):
        cache.replace_catalog(
            [CatalogPage(FIRST, '"1"', "/2", (_row("a"),)), CatalogPage("/2", '"2"', None, (_row("b"),))]
        )
        cache.put([NewEntry(FIRST, "catalog", "", None, False, None, "")])
        assert not cache.is_patched(FIRST)
        cache.update_course(_row("b")._replace(completed_count=1))
    assert [page.etag for page in cache.catalog.pages(FIRST)] == ['"1"', None]
    assert cache.is_patched(FIRST)
    assert [row.completed_count for row in cache.catalog.all()] == [0, 1]


def test_what_is_below_a_course_goes_with_it(connection: sqlite3.Connection) -> None:
    cache = Cache(connection)
    with writing(connection):
        cache.replace_catalog([CatalogPage(FIRST, None, None, (_row("gone"), _row("lost"), _row("kept")))])
        cache.put([_lesson("1", "gone"), _lesson("2", "lost"), _lesson("3", "lost", locked=True), _lesson("4", "kept")])
        cache.replace_catalog([CatalogPage(FIRST, None, None, (_row("lost", "locked"), _row("kept")))])
    assert _paths(connection) == {"/v1/lessons/3", "/v1/lessons/4"}


def test_least_recently_used_goes_first_and_so_does_the_note_that_all_was_read(
    connection: sqlite3.Connection,
) -> None:
    cache = Cache(connection, size_limit=1000)
    with writing(connection):
        cache.put([_lesson(str(number), size=300) for number in range(3)])
        cache.put([NewEntry("/v1/courses/c/lessons", "lessons", "c", "c", False, '"1"', "")])
        connection.execute("UPDATE documents SET used_at = used_at - 7200 WHERE id IN ('0', '1')")
        cache.touch("/v1/lessons/0")
        cache.put([_lesson("3", size=150)])
    assert _paths(connection) == {"/v1/lessons/0", "/v1/lessons/2", "/v1/lessons/3"}


def test_confirming_what_was_patched_meanwhile_confirms_nothing(connection: sqlite3.Connection) -> None:
    cache = Cache(connection)
    with writing(connection):
        cache.put([_lesson("1")])
        connection.execute("UPDATE documents SET fetched_at = '2020-01-01T00:00:00+00:00'")
        before = cache.stamp("/v1/lessons/1")
        cache.rewrite("/v1/lessons/1", "patched")
        cache.confirm("/v1/lessons/1", '"1"')
    after = cache.stamp("/v1/lessons/1")
    assert before
    assert after
    assert before[0] != after[0]
    assert after[1].year == 2020
    assert cache.is_patched("/v1/lessons/1")
