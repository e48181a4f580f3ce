"""Making and adopting databases."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from backend import migrate as module
from backend.database import Database
from backend.migrate import NEWEST, lacks, migrate
from tests.backend.web_application import Catalog, catalog_of, make_web_application

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.postgres import Postgres

MIGRATE = """
import sys
from backend.database import Database
from backend.migrate import migrate
migrate(Database.open(sys.argv[1]))
print("alembic" in sys.modules)
"""


@pytest.fixture
def empty_postgres(postgres: Postgres) -> Generator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without anything."""
    return f"sqlite:///{tmp_path}/x.db" if request.param == "sqlite" else request.getfixturevalue("empty_postgres")


def opened(url: str) -> Generator[Database]:
    database = Database.open(url)
    yield database
    database.close()


def our_own(added: Catalog) -> list[tuple[object, ...]]:
    """What was added and is neither in our schema nor one of our indexes."""
    rest = [row for rows in added.values() for row in rows if row[0] != "syllabus"]
    return [row for row in rest if not (len(row) == 4 and str(row[2]).startswith("syllabus_"))]


@pytest.mark.postgres
def test_the_web_applications_database_only_gains(empty_postgres: str) -> None:
    make_web_application(empty_postgres)
    before = catalog_of(empty_postgres)

    for database in opened(empty_postgres):
        migrate(database)
    after = catalog_of(empty_postgres)

    assert all(before[kind] <= after[kind] for kind in before)
    assert our_own({kind: after[kind] - before[kind] for kind in before}) == []
    assert ("public", "lessons", "syllabus_lessons_section") in {row[:3] for row in after["indexes"]}
    assert {row[:2] for row in after["functions"]} == {("syllabus", "casefold")}


@pytest.mark.postgres
def test_what_we_make_is_what_the_web_application_makes(postgres: Postgres, empty_postgres: str) -> None:
    """But for the names of constraints: types, defaults, keys and what happens on deletion are the same."""

    def shape(url: str) -> dict[str, Any]:
        found = catalog_of(url)
        return {
            "columns": {row for row in found["columns"] if row[0] == "public"},
            "constraints": {(row[1], row[3]) for row in found["constraints"] if row[0] == "public"},
            "enums": found["enums"],
        }

    make_web_application(empty_postgres)
    with postgres.database() as ours:
        for database in opened(ours):
            migrate(database)
        assert shape(ours) == shape(empty_postgres)


@pytest.mark.postgres
def test_the_web_application_goes_on_writing(empty_postgres: str) -> None:
    """Its statements do not name our schema, and its longest name must fit into our index."""
    make_web_application(empty_postgres)
    for database in opened(empty_postgres):
        migrate(database)

    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute("CREATE ROLE web LOGIN") if not connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = 'web'"
        ).fetchone() else None
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO web")
        connection.execute("SET ROLE web")
        name = "".join(chr(0x1F600 + index % 80) for index in range(100_000))
        row = connection.execute(
            "INSERT INTO courses (name, description) VALUES (%s, '') RETURNING id", (name,)
        ).fetchone()
        connection.execute("UPDATE courses SET name = 'ẞ'")
        connection.execute("DELETE FROM courses")
        connection.execute("RESET ROLE")
        connection.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM web")
    assert row


def test_migrating_again_changes_nothing(empty_url: str) -> None:
    for database in opened(empty_url):
        migrate(database)
        with database.read() as connection:
            before = tables_of(connection)
        migrate(database)
        with database.read() as connection:
            assert tables_of(connection) == before
            assert lacks(connection) == []


def test_a_database_of_the_version_before_gets_what_is_new(empty_url: str) -> None:
    for database in opened(empty_url):
        migrate(database)
        with database.read() as connection:
            newest = tables_of(connection)
        ours = "syllabus." if database.dialect == "postgresql" else "syllabus_"
        with database.write() as connection:
            for table in ("identities", "deleted_subjects", "recorded_purchases", "checkouts", "payments"):
                connection.execute(text(f"DROP TABLE {ours}{table}"))
            connection.execute(text(f"UPDATE {ours}alembic_version SET version_num = '0002'"))
        with database.read() as connection:
            assert any("the migration" in lacking for lacking in lacks(connection))
        migrate(database)
        with database.read() as connection:
            assert tables_of(connection) == newest


def test_several_processes_at_once(empty_url: str) -> None:
    command = [sys.executable, "-P", "-c", MIGRATE, empty_url]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]

    assert [process.communicate()[1] for process in processes] == [b"", b"", b""]
    for database in opened(empty_url):
        with database.read() as connection:
            assert lacks(connection) == []


def test_an_empty_file_is_made_without_alembic(tmp_path: Path) -> None:
    """It is 360 ms of a first start."""
    command = [sys.executable, "-P", "-c", MIGRATE, f"sqlite:///{tmp_path}/x.db"]

    assert subprocess.run(command, check=True, capture_output=True).stdout == b"False\n"


def test_the_quick_way_makes_what_the_migrations_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    for name in ("quick", "migrations"):
        if name == "migrations":
            monkeypatch.setattr(module, "_create", module._upgrade)  # pyright: ignore[reportPrivateUsage]  # the other way
        for database in opened(f"sqlite:///{tmp_path}/{name}.db"):
            migrate(database)
            with database.read() as connection:
                made.append(tables_of(connection))

    assert made[0] == made[1]


def test_a_file_with_some_tables_gets_the_rest(tmp_path: Path) -> None:
    for database in opened(f"sqlite:///{tmp_path}/x.db"):
        with database.write() as connection:
            connection.execute(text("CREATE TABLE notes (id TEXT)"))
        with database.read() as connection:
            assert "the table courses" in lacks(connection)
        migrate(database)
        with database.read() as connection:
            assert lacks(connection) == []


def test_the_newest_revision_is_the_newest(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", "backend/migrations")

    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def tables_of(connection: Connection) -> dict[str, Any]:
    """Every table with its columns, keys, checks and indexes."""
    inspector = inspect(connection)
    if connection.dialect.name == "postgresql":
        return {
            table: (str(inspector.get_columns(table, schema)), inspector.get_indexes(table, schema))
            for schema in ("public", "syllabus")
            for table in inspector.get_table_names(schema)
        }

    def ask(query: str) -> list[str]:
        return sorted(map(str, connection.exec_driver_sql(query)))

    return {
        table: {
            "columns": ask(f"SELECT * FROM pragma_table_xinfo('{table}')"),
            "keys": ask(f"SELECT * FROM pragma_foreign_key_list('{table}')"),
            "indexes": ask(f"SELECT name, \"unique\", origin, partial FROM pragma_index_list('{table}')"),
            "checks": sorted(str(check) for check in inspector.get_check_constraints(table)),
            "statements": sorted(
                sql.replace('"', "").replace(" IF NOT EXISTS", "")
                for sql in connection.exec_driver_sql(
                    f"SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL"
                ).scalars()
            ),
        }
        for table in inspector.get_table_names()
    }
