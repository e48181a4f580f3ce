"""Several accounts and servers: going to another one in place, signing out, and a session that has ended."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from keyring.errors import KeyringLocked
from rich.cells import cell_len

from api_client.auth.accounts import Account
from api_client.auth.sessions import Sessions
from screens.accounts import AccountsScreen, Seat
from screens.catalog import CatalogScreen
from screens.lesson import LessonScreen
from screens.sign_out import SignOutScreen
from tests.api_client.auth.simple_keyring import SimpleKeyring
from tests.api_client.test_drafts import draft
from tests.clerk.emulator import ADMIN, LEARNER
from tests.screens.hostile import NAMES
from tests.screens.places import app_of, click_on, open_course, open_lesson, pilot_courses
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from tests.screens.school import ADA, LENA, DemoSchool, at_school, board, sign_in, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tui.switchboard import Switchboard


async def signed_in(pilot: Pilot[int], school: DemoSchool, *subjects: str) -> None:
    """Sign in, one after the other; the last is in use."""
    for subject in subjects or (LEARNER,):
        await pilot.press("S")
        await sign_in(pilot, school, subject)
        await at_school(pilot, ADA if subject == ADMIN else LENA)


async def go_to(pilot: Pilot[int], who: str) -> None:
    """By the list of accounts."""
    await pilot.press("at")
    await until(pilot, lambda: isinstance(pilot.app.screen, AccountsScreen), "the accounts")
    screen = pilot.app.screen
    assert isinstance(screen, AccountsScreen)
    await until(pilot, lambda: bool(screen.accounts.rows), "accounts")
    screen.accounts.select_id(next(row.id for row in screen.accounts.rows if row.who == who))
    await pilot.press("enter")
    await until(pilot, lambda: screen not in pilot.app.screen_stack, "gone there")


async def signing_out(pilot: Pilot[int]) -> SignOutScreen:
    """The question, asked by key."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(pilot.app.screen, SignOutScreen), "the question")
    screen = pilot.app.screen
    assert isinstance(screen, SignOutScreen)
    await until(pilot, lambda: bool(screen.choices.rows), "choices")
    return screen


def said(pilot: Pilot[int], text: str) -> bool:
    """Whether a toast said it."""
    return any(text in message.text for message in app_of(pilot).message_log.messages)


async def test_going_to_another_account_shows_the_same_page_as_they_see_it(tmp_path: Path, school: DemoSchool) -> None:
    switchboard = board(tmp_path, school.url)
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school, ADMIN, LEARNER)
        page = await open_lesson(pilot, "Calculus", 2)
        assert not page.panel.display
        await pilot.press("space")
        await until(pilot, lambda: school.marked() == {page.lesson_id}, "the mark at the server")
        await go_to(pilot, ADA)
        await at_school(pilot, ADA)
        await shown(pilot, "This lesson is locked")
        await shown(pilot, f"{ADA} · {school.host}")
        await pilot.press("u")
        await until(pilot, lambda: said(pilot, "There is nothing to undo."), "nothing of another's to undo")
        await go_to(pilot, LENA)
        await at_school(pilot, LENA)
        again = pilot.app.screen
        assert isinstance(again, LessonScreen)
        assert again.lesson_id == page.lesson_id
        await until(pilot, lambda: not again.panel.display, "the lesson's text")
        assert switchboard.sessions.accounts.at(school.url) == switchboard.account
        assert said(pilot, f"Signed in to {school.host} as {ADA}.")
        assert school.marked() == {page.lesson_id}


async def test_a_page_that_the_other_account_does_not_see_gives_way_to_the_one_before(
    tmp_path: Path, school: DemoSchool
) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school, ADMIN, LEARNER)
        await open_course(pilot, school.unsold())
        await go_to(pilot, ADA)
        await until(pilot, lambda: said(pilot, "not there for this account"), "told so")
        assert isinstance(pilot.app.screen, CatalogScreen)
        await shown(pilot, "All 12")


async def test_this_computer_and_the_server_are_apart_and_nothing_is_left_running(
    tmp_path: Path, school: DemoSchool
) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school)
        await open_lesson(pilot, "Calculus", 1)
        for _ in range(2):
            await go_to(pilot, "The courses of this computer")
            await shown(pilot, "You · this computer")
            assert isinstance(pilot.app.screen, CatalogScreen)
            assert len(pilot.app.screen_stack) == 1
            await go_to(pilot, LENA)
            await at_school(pilot, LENA)
        await until(pilot, lambda: libraries() == 1, "one Library")
        await until(pilot, lambda: not strangers(pilot), "no worker of a page that is gone")


def libraries() -> int:
    return sum(thread.name == "syllabus-library" for thread in threading.enumerate())


def strangers(pilot: Pilot[int]) -> list[str]:
    here = {pilot.app, *pilot.app.screen_stack}
    return [worker.name for worker in pilot.app.workers if worker.node not in here and worker.node.screen not in here]


@pytest.mark.parametrize(("row", "left"), [(0, 1), (1, 0), (2, 0)], ids=["send", "keep", "drop"])
async def test_what_is_unsent_is_sent_kept_or_dropped(tmp_path: Path, school: DemoSchool, row: int, left: int) -> None:
    switchboard = board(tmp_path, school.url)
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school)
        await open_lesson(pilot, "Calculus", 1)
        with school.down():
            await pilot.press("space")
            await shown(pilot, "1 mark is kept here")
            await app_of(pilot).library.drafts.save(draft())
            screen = await signing_out(pilot)
            await shown(pilot, "1 mark is not sent yet.")
            await shown(pilot, "Moves in 1 course are not saved.")
            if row == 0:
                screen.choices.cursor = row
                await pilot.press("enter")
                await until(pilot, lambda: pilot.app.screen is not screen, "an attempt to send")
                await shown(pilot, "They could not be sent:")
                assert switchboard.account is not None
        asked = pilot.app.screen
        assert isinstance(asked, SignOutScreen)
        asked.choices.cursor = row
        await pilot.press("enter")
        await at_school(pilot)
        await until(pilot, lambda: said(pilot, "Signed out."), "told so")
        assert isinstance(pilot.app.screen, LessonScreen)
        assert switchboard.sessions.accounts.all() == ()
        assert len(school.marked()) == left
        await signed_in(pilot, school)
        await until(pilot, lambda: len(school.marked()) == (1 if row < 2 else 0), "the fate of the mark")
        await until(pilot, lambda: not app_of(pilot).library.status.waiting, "nothing waits")
        assert await app_of(pilot).library.drafts.all() == ([draft()] if row < 2 else [])


async def test_another_account_can_be_signed_out_from_the_list(tmp_path: Path, school: DemoSchool) -> None:
    switchboard = board(tmp_path, school.url)
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school, ADMIN, LEARNER)
        await pilot.press("at")
        await shown(pilot, ADA)
        screen = pilot.app.screen
        assert isinstance(screen, AccountsScreen)
        screen.accounts.select_id(next(row.id for row in screen.accounts.rows if row.who == ADA))
        library = app_of(pilot).library
        await pilot.press("D")
        await click_on(pilot, "esc Stay signed in")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")
        assert len(switchboard.sessions.accounts.all()) == 2
        await click_on(pilot, f"{LENA} · {school.host}")
        await until(pilot, lambda: isinstance(pilot.app.screen, AccountsScreen), "the accounts")
        await click_on(pilot, ADA)
        await pilot.press("D")
        await shown(pilot, f"Sign out of {school.host}?")
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot, "Signed out."), "told so")
        assert [account.name for account in switchboard.sessions.accounts.all()] == [LENA]
        assert app_of(pilot).library is library


async def test_an_ended_session_is_a_strip_and_signing_in_again_sends_what_waited(
    tmp_path: Path, school: DemoSchool
) -> None:
    switchboard = board(tmp_path, school.url)
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school)
        page = await open_lesson(pilot, "Calculus", 1)
        await end_elsewhere(tmp_path, switchboard)
        await pilot.press("r")
        await shown(pilot, "! Session ended.")
        await shown(pilot, "S Sign in")
        await pilot.press("space")
        await shown(pilot, "1 mark waits for your sign-in.")
        await shown(pilot, "✓ complete")
        await pilot.press("w")
        await shown(pilot, "What waits is kept until")
        await pilot.press("escape")
        await click_on(pilot, "S Sign in")
        await sign_in(pilot, school)
        await at_school(pilot, LENA)
        await until(pilot, lambda: school.marked() == {page.lesson_id}, "the mark at the server")
        await until(pilot, lambda: "Session ended" not in screen_text(pilot), "no strip")
        await pilot.press("u")
        await until(pilot, lambda: not school.marked(), "undone as before")


async def test_a_keyring_that_is_locked_says_so_and_is_tried_again_by_key(
    tmp_path: Path, school: DemoSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{SimpleKeyring.__module__}.{SimpleKeyring.__name__}")
    SimpleKeyring.reset()
    async with visiting(board(tmp_path, school.url, prefer="keyring"), tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school)
    SimpleKeyring.failure = KeyringLocked()
    try:
        async with visiting(board(tmp_path, school.url, prefer="keyring"), tmp_path) as pilot:
            await shown(pilot, "! Your session cannot be read: the keyring is locked.")
            await shown(pilot, "Linear Algebra")
            await shown(pilot, "! no session")
            SimpleKeyring.failure = None
            await pilot.press("r")
            await at_school(pilot, LENA)
            await until(pilot, lambda: "locked" not in screen_text(pilot), "no strip")
    finally:
        SimpleKeyring.reset()


async def end_elsewhere(home: Path, switchboard: Switchboard) -> None:
    """As `syllabus logout` in another terminal does it."""
    assert switchboard.account is not None
    await Sessions(home / "state", prefer="file").end(switchboard.account)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_text_in_the_list_and_the_question(tmp_path: Path, size: tuple[int, int]) -> None:
    server = "https://learn.example.com"
    seats = [
        Seat(server, "[/]learn.example.com" * 9, Account(server, server, "client", str(number), name))
        for number, name in enumerate(NAMES)
    ]
    dialogs = [AccountsScreen(seats, seats[0]), *(SignOutScreen(name, name, 3) for name in NAMES)]
    async with running(tmp_path, size) as pilot:
        await pilot_courses(pilot)
        for dialog in dialogs:
            await pilot.app.push_screen(dialog)
            await shown(pilot, "esc")
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
            if isinstance(dialog, AccountsScreen):
                assert "[ERROR" in screen_text(pilot)
            dialog.dismiss(None)
            await until(pilot, lambda dialog=dialog: pilot.app.screen is not dialog, "the catalog")


async def test_a_hostile_name_of_the_account_is_text_in_the_header(tmp_path: Path, school: DemoSchool) -> None:
    school.rename("[@click=app.quit]x[/] 日本語\n" + "y" * 500)
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        await sign_in(pilot, school)
        await shown(pilot, "[@click=app.quit]x[/] 日本語")
        await shown(pilot, "● synced")
        assert {cell_len(line) for line in screen_lines(pilot)} == {120}
