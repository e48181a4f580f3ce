"""The admin's users: found on the server a page at a time, their role, and their access."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from rich.cells import cell_len
from sqlalchemy import insert, select

from backend.tables import user_course_access, users
from screens.admin.user import AdminUserScreen
from screens.admin.users import AdminUsersScreen
from screens.typed_confirmation import TypedConfirmation
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.places import HOSTILE_NAMES, app_of
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.pilot import Pilot


def people(home: Path, names: Sequence[str]) -> None:
    """Users with these names, after the owner."""
    now = datetime.now(UTC)
    with embedded_database(home) as connection:
        for number, name in enumerate(names):
            row = {"id": uuid4(), "clerkUserId": f"user_{number}", "name": name, "email": f"p{number}@example.com"}
            connection.execute(insert(users).values(role="user", createdAt=now, updatedAt=now, **row))


async def users_of(pilot: Pilot[int]) -> AdminUsersScreen:
    """The place, with its rows."""
    place = await go_to(pilot, "Users")
    assert isinstance(place, AdminUsersScreen)
    await until(pilot, lambda: bool(place.rows.rows), "users")
    return place


async def open_user(pilot: Pilot[int], place: AdminUsersScreen, name: str) -> AdminUserScreen:
    await pilot.press("slash", *name, "enter")
    await until(pilot, lambda: [row.name for row in place.rows.rows] == [name], f"{name} alone")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdminUserScreen), "their page")
    screen = pilot.app.screen
    assert isinstance(screen, AdminUserScreen)
    await shown(pilot, "No courses")
    return screen


async def test_more_are_read_as_one_scrolls_and_the_server_finds_them(tmp_path: Path) -> None:
    people(tmp_path, [f"Person {number:03}" for number in range(120)])
    async with running(tmp_path) as pilot:
        place = await users_of(pilot)
        await until(pilot, lambda: len(place.rows.rows) == 50, "the first page")
        await pilot.press("end")
        await until(pilot, lambda: len(place.rows.rows) == 100, "the second page")
        assert place.rows.selected is not None
        assert place.rows.selected.name == "Person 049"
        place.rows.scroll_end(animate=False)
        await until(pilot, lambda: len(place.rows.rows) == 121, "all of them")
        await shown(pilot, "Users 121")
        await pilot.press("slash", *"person 117")
        await until(pilot, lambda: [row.name for row in place.rows.rows] == ["Person 117"], "the one")
        await pilot.press("escape", "slash", *"nobody")
        await shown(pilot, "No users have “nobody”")


async def test_a_role_needs_a_typed_word_and_the_last_admin_stays_one(tmp_path: Path) -> None:
    people(tmp_path, ["Ben"])
    async with running(tmp_path) as pilot:
        place = await users_of(pilot)
        await pilot.press("end", "R")
        await shown(pilot, "Make You a user again?")
        await pilot.press(*"user", "enter")
        await until(pilot, lambda: "last admin" in app_of(pilot).message_log.messages[-1].text, "that it is refused")
        await pilot.press("home", "R")
        await shown(pilot, "Make Ben an admin?")
        await pilot.press(*"admin", "enter")
        await until(pilot, lambda: [row.role for row in place.rows.rows] == ["admin", "admin"], "two admins")


async def test_access_is_given_and_taken_on_a_user_s_page(tmp_path: Path) -> None:
    people(tmp_path, ["Ben"])
    async with running(tmp_path) as pilot:
        screen = await open_user(pilot, await users_of(pilot), "Ben")
        await pilot.press("a")
        await shown(pilot, "Give access to which course?")
        await pilot.press(*"physics")
        await until(pilot, lambda: "Calculus" not in screen_text(pilot), "what has the words")
        await pilot.press("enter")
        await until(pilot, lambda: [row.name for row in screen.rows.rows] == ["Physics"], "the course")
        await shown(pilot, "by hand")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypedConfirmation), "the question")
        assert "13 lessons" in screen_text(pilot)
        await pilot.press(*"take", "enter")
        await shown(pilot, "No courses")
    with embedded_database(tmp_path) as connection:
        ben = connection.scalar(select(users.c.id).where(users.c.name == "Ben"))
        access = select(user_course_access).where(user_course_access.c.userId == ben)
        assert connection.execute(access).all() == []


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_harmless(tmp_path: Path, size: tuple[int, int]) -> None:
    people(tmp_path, HOSTILE_NAMES)
    async with running(tmp_path, size) as pilot:
        place = await users_of(pilot)
        for row in list(place.rows.rows):
            place.rows.select_id(row.id)
            await pilot.pause()
            lines = screen_lines(pilot)
            assert all(cell_len(line) == size[0] for line in lines)
            assert not any(character in "".join(lines) for character in "\x1b\x07\u202e")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AdminUserScreen), "a page")
        await pilot.pause()
        assert all(cell_len(line) == size[0] for line in screen_lines(pilot))
