"""Databases for the backend's tests: SQLite, PostgreSQL, and one that the web application made."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from backend.database import Database
from backend.migrate import migrate
from tests.backend.api import Api, app_for_tests
from tests.backend.signed_in import signed_in_api
from tests.backend.web_application import make_web_application
from tests.clerk.emulator import Emulator
from tests.postgres import Postgres, postgres_server
from tests.sqlite import empty_database

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator


@pytest.fixture(scope="session")
def postgres() -> Generator[Postgres]:
    """The session's PostgreSQL server."""
    with tempfile.TemporaryDirectory(prefix="syllabus-pg-", ignore_cleanup_errors=True) as folder:
        server = postgres_server(Path(folder), durable=False)
        try:
            running = server.__enter__()
        except Exception as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"PostgreSQL does not start here: {error}")
        yield running
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_templates(postgres: Postgres) -> Generator[dict[str, str]]:
    """The names of migrated databases that tests copy: one of our own, one adopted from the web application."""
    with postgres.database() as own, postgres.database() as adopted:
        make_web_application(adopted)
        urls = {"postgresql": own, "adopted": adopted}
        for url in urls.values():
            database = Database.open(url)
            migrate(database)
            database.close()
        yield {kind: make_url(url).database or "" for kind, url in urls.items()}


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("adopted", marks=pytest.mark.postgres),
    ]
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The URL of a migrated database without rows."""
    if request.param == "sqlite":
        yield empty_database(tmp_path / "syllabus.db")
        return
    templates: dict[str, str] = request.getfixturevalue("postgres_templates")
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.emptied(templates[request.param]) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Generator[Database]:
    """A migrated database without rows."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
async def api(database: Database) -> AsyncGenerator[Api]:
    """The API over `database`."""
    made = Api(app_for_tests(database))
    async with made.client:
        yield made


@pytest.fixture(scope="session")
def running_clerk() -> Generator[Emulator]:
    """The session's emulator of Clerk."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def clerk(running_clerk: Emulator) -> Emulator:
    """The emulator as it is at the beginning."""
    running_clerk.reset()
    return running_clerk


@pytest.fixture
async def signed_in(database: Database, clerk: Emulator) -> AsyncGenerator[Api]:
    """The API over `database`, to which people sign in with real tokens."""
    with signed_in_api(database, clerk) as made:
        async with made.client:
            yield made
