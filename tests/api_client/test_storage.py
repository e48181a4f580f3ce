"""The file of cache and queue: made, migrated, shared, and set aside when it cannot be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from api_client import schema
from api_client.cache import Cache
from api_client.errors import StorageFailed
from api_client.lesson_index import KnownLesson
from api_client.library import Library
from api_client.queue import Queue
from api_client.schema import CACHE_VERSION, QUEUE_VERSION
from api_client.storage import Storage, file_name, storage_errors
from api_client.target import Target
from api_client.transactions import writing

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one cached lesson, which is marked."""
    path = tmp_path / "folder" / "file.sqlite3"
    with closing(Storage(path).connect(durable=True)) as connection:
        with writing(connection):
            Cache(connection).lessons.put([KnownLesson("lesson", "course", "Course", 1, "Lesson", False, None)])
        assert Queue(connection).mark(["lesson"], True, NOW) == []
    return path


def _waiting(storage: Storage) -> list[str]:
    with closing(storage.connect()) as connection:
        return [mark.lesson_id for mark in Queue(connection).all()]


def test_only_its_owner_can_look_into_the_folder(path: Path) -> None:
    assert path.parent.stat().st_mode & 0o077 == 0


def test_cache_of_another_version_goes_and_the_queue_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "CACHE_VERSION", CACHE_VERSION + 1)
    storage = Storage(path)
    assert _waiting(storage) == ["lesson"]
    with closing(storage.connect()) as connection:
        assert Cache(connection).lessons.all() == []
    assert storage.notices == ()


def test_queue_of_an_older_version_is_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*schema._QUEUE_STEPS, ("ALTER TABLE marks ADD COLUMN note TEXT",))  # pyright: ignore[reportPrivateUsage]  # the next version
    monkeypatch.setattr(schema, "_QUEUE_STEPS", steps)
    monkeypatch.setattr(schema, "QUEUE_VERSION", QUEUE_VERSION + 1)
    storage = Storage(path)
    assert _waiting(storage) == ["lesson"]
    with closing(storage.connect()) as connection:
        assert connection.execute("SELECT note FROM marks").fetchall() == [(None,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (QUEUE_VERSION + 1,)


def test_file_that_is_none_of_ours_is_set_aside_and_named(path: Path) -> None:
    path.write_bytes(b"not a database, " * 1000)
    storage = Storage(path)
    assert _waiting(storage) == []
    (aside,) = path.parent.glob("*.unreadable-*.sqlite3")
    assert aside.read_bytes().startswith(b"not a database")
    (notice,) = storage.notices
    assert str(aside) in notice
    assert "not been sent" in notice
    assert _waiting(Storage(path)) == []
    assert len(list(path.parent.glob("*.unreadable-*"))) == 1


def test_file_of_a_newer_syllabus_is_set_aside_with_its_marks_kept(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {QUEUE_VERSION + 1}")
    storage = Storage(path)
    assert _waiting(storage) == ["lesson"]
    assert "were kept" in storage.notices[0]


def test_damage_met_in_use_is_repaired_at_the_next_start(path: Path) -> None:
    storage = Storage(path)
    with closing(storage.connect()) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'documents_used'").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(StorageFailed), storage_errors(path), closing(storage.connect()) as connection:
        connection.execute("SELECT sum(size) FROM documents INDEXED BY documents_used").fetchone()
    assert storage.notices == ()
    storage = Storage(path)
    assert _waiting(storage) == ["lesson"]
    assert "were kept" in storage.notices[0]
    assert Storage(path).notices == ()


def test_marks_after_a_repair_are_numbered_on(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {QUEUE_VERSION + 1}")
    with closing(Storage(path).connect()) as connection:
        with writing(connection):
            Cache(connection).lessons.put([KnownLesson("other", "course", "Course", 2, "Other", False, None)])
        Queue(connection).mark(["other"], True, NOW)
        assert [mark.seq for mark in Queue(connection).all()] == [1, 2]


def test_folder_that_is_a_file_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("")
    with pytest.raises(StorageFailed, match="cannot be used"):
        Library(Target("https://a.example", "a", "ana"), tmp_path / "folder").cached_catalog()


async def test_mark_that_cannot_be_stored_says_so(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("")
    library = Library(Target("https://a.example", "a", "ana"), tmp_path / "folder")
    with pytest.raises(StorageFailed):
        await library.mark(["lesson"], True)
    library.close()


def test_each_server_and_account_has_a_file_of_its_own() -> None:
    names = {
        file_name(Target(url, "x", account))
        for url in ("https://a.example", "https://a.example:8443", "http://syllabus.embedded")
        for account in ("ana", "Ana", "local", "a/../b", "")
    }
    assert len(names) == 15
    assert not any("/" in name or name.startswith(".") for name in names)
