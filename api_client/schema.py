"""What is in the file: queue and drafts, whose tables are migrated, and the cache, whose tables are made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.transactions import writing

if TYPE_CHECKING:
    import sqlite3

MARK_COLUMNS = "lesson_id, lesson_name, course_id, course_name, completed, at, refusal, was, seq, attempted"
DRAFT_COLUMNS = "course_id, course_name, base_version, base, staged, journal, saved_at"
QUEUE_VERSION = 3
CACHE_VERSION = 1

# One step a version, applied in order to an older file. What nobody has but this file is never thrown away.
_QUEUE_STEPS = (
    (
        """CREATE TABLE marks (
            lesson_id TEXT PRIMARY KEY, lesson_name TEXT NOT NULL, course_id TEXT NOT NULL, course_name TEXT NOT NULL,
            completed INTEGER NOT NULL, at TEXT NOT NULL, refusal TEXT, was TEXT,
            seq INTEGER NOT NULL UNIQUE, attempted INTEGER NOT NULL DEFAULT 0)""",
        "CREATE TABLE first_times (lesson_id TEXT PRIMARY KEY, completed_at TEXT NOT NULL, undone_at TEXT NOT NULL)",
        "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
        "INSERT INTO counters VALUES ('seq', 0), ('epoch', 0), ('cache_version', 0)",
    ),
    ("INSERT INTO counters VALUES ('signed_out', 0)",),
    (
        """CREATE TABLE drafts (
            course_id TEXT PRIMARY KEY, course_name TEXT NOT NULL, base_version TEXT NOT NULL, base TEXT NOT NULL,
            staged TEXT NOT NULL, journal TEXT NOT NULL, saved_at TEXT NOT NULL)""",
    ),
)
DURABLE_TABLES = ("marks", "first_times", "drafts")
_WITH_DRAFTS = 3
"""The version since which there are drafts."""
CACHE_TABLES = ("documents", "pages", "courses", "lessons")
_CACHE_SCHEMA = (
    """CREATE TABLE documents (
        path TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, course_id TEXT, locked INTEGER NOT NULL,
        etag TEXT, fetched_at TEXT NOT NULL, used_at REAL NOT NULL, revision INTEGER NOT NULL, size INTEGER NOT NULL,
        body TEXT NOT NULL)""",
    "CREATE INDEX documents_course ON documents (course_id)",
    "CREATE INDEX documents_used ON documents (used_at, size)",
    "CREATE TABLE pages (path TEXT PRIMARY KEY, etag TEXT, next TEXT)",
    """CREATE TABLE courses (
        position INTEGER PRIMARY KEY, page TEXT NOT NULL, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        description TEXT NOT NULL, section_count INTEGER NOT NULL, lesson_count INTEGER NOT NULL,
        completed_count INTEGER NOT NULL, access TEXT NOT NULL, offers TEXT NOT NULL, next_id TEXT,
        next_name TEXT NOT NULL, next_position INTEGER NOT NULL, last_completed_at TEXT)""",
    """CREATE TABLE lessons (
        id TEXT PRIMARY KEY, course_id TEXT NOT NULL, course_name TEXT NOT NULL, position INTEGER NOT NULL,
        name TEXT NOT NULL, locked INTEGER NOT NULL, completed_at TEXT)""",
    "CREATE INDEX lessons_course ON lessons (course_id, position)",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this version."""
    if _versions(connection) == (QUEUE_VERSION, CACHE_VERSION):
        return
    with writing(connection):
        version, cache_version = _versions(connection)  # again: another process may have done it
        for step in _QUEUE_STEPS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {QUEUE_VERSION}")
        if cache_version != CACHE_VERSION:
            for table in CACHE_TABLES:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _CACHE_SCHEMA:
                connection.execute(statement)
            connection.execute("UPDATE counters SET value = ? WHERE name = 'cache_version'", (CACHE_VERSION,))


def durable_tables(version: int) -> tuple[str, ...]:
    """The tables of a file of this version that are never thrown away."""
    if not version:
        return ()
    return DURABLE_TABLES if version >= _WITH_DRAFTS else ("marks", "first_times")


def _versions(connection: sqlite3.Connection) -> tuple[int, int]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not version:
        return 0, 0
    row = connection.execute("SELECT value FROM counters WHERE name = 'cache_version'").fetchone()
    return version, row[0] if row else 0
