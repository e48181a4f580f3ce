"""`syllabus admin`: what whoever runs the server does on its database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backend.database import Database
from backend.identity import accounts
from backend.identity.profiles import Profile
from backend.migrate import migrate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Home

ANA = Profile("user_2ana", "Ana\x1b[31m", "ana@example.com", email_verified=True)
PEOPLE = {"user_2ana": "ana@example.com", "user_2a": "two@example.com", "user_2b": "Two@example.com"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with two users of one address, and one of another."""
    url = f"sqlite:///{tmp_path}/served.db"
    database = Database.open(url)
    migrate(database)
    with database.write() as connection:
        for subject, email in PEOPLE.items():
            accounts.introduce(connection, replace(ANA, subject=subject, email=email))
    database.close()
    return url


def test_promoting(home: Home, url: str) -> None:
    first = home.run("admin", "promote", "ana@example.com", "--database-url", url)
    home.environment["SYLLABUS_DATABASE_URL"] = url
    again = home.run("admin", "promote", "user_2ana", "--json")

    assert (first.code, first.out, first.err) == (0, "Ana\ufffd[31m is an admin now.\n", "")
    assert (again.code, again.json["role"], again.json["changed"]) == (0, "admin", False)


def test_several_are_listed_and_none_is_chosen(home: Home, url: str) -> None:
    result = home.run("admin", "promote", "two@example.com", "--database-url", url)

    assert (result.code, result.out) == (1, "")
    assert result.err.count("· user · since 20") == 2
    assert "@" not in result.err
    assert "\x1b" not in result.err


def test_what_cannot_be(home: Home, url: str, tmp_path: Path) -> None:
    for arguments, code, said in (
        (("admin",), 2, "COMMAND"),
        (("admin", "promote", "x"), 2, "needs a database"),
        (("admin", "promote", " ", "--database-url", url), 2, "names no user"),
        (("admin", "promote", "user_2nobody", "--database-url", url), 1, "no user"),
        (("admin", "promote", "x", "--database-url", "mysql://x"), 2, "no address"),
        (("admin", "promote", "x", "--database-url", f"sqlite:///{tmp_path}/none.db"), 1, "no such file"),
    ):
        result = home.run(*arguments)
        assert (result.code, said in result.err) == (code, True), result.err
    assert not (tmp_path / "none.db").exists()
