"""Databases for the backend's tests: every test that takes `database` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backend.database import Database
from backend.migrate import migrate
from tests.backend.api import Api, app_for_tests
from tests.postgres import Postgres, postgres_server

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

TEMPLATE = "syllabus_template"


@pytest.fixture(scope="session")
def postgres() -> Generator[Postgres]:
    """The session's PostgreSQL server."""
    with tempfile.TemporaryDirectory(prefix="syllabus-pg-", ignore_cleanup_errors=True) as folder:
        server = postgres_server(Path(folder))
        try:
            running = server.__enter__()
        except Exception as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"PostgreSQL does not start here: {error}")
        yield running
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> Generator[str]:
    """The name of a migrated database that tests copy."""
    with postgres.database() as url:
        database = Database.open(url)
        migrate(database)
        database.close()
        yield url.split("?")[0].rpartition("/")[2]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The URL of a migrated database without rows."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/syllabus.db"
        return
    template: str = request.getfixturevalue("postgres_template")
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database(template) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Generator[Database]:
    """A migrated database without rows."""
    opened = Database.open(database_url)
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
async def api(database: Database) -> AsyncGenerator[Api]:
    """The API over `database`."""
    made = Api(app_for_tests(database))
    async with made.client:
        yield made
