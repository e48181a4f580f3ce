"""Signing in from the interface, to a real server through the emulated issuer."""

from __future__ import annotations

import socket
import stat
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from rich.cells import cell_len

from screens.catalog import CatalogScreen
from screens.help import HelpScreen
from screens.lesson import LessonScreen
from screens.qr_code import QrCodeScreen
from screens.sign_in import SignInScreen
from tests.api_client.auth.flows.browsing import browse
from tests.clerk.emulator import ADMIN
from tests.clerk.faults import BAD_GATEWAY
from tests.screens.places import app_of, click_on, open_lesson
from tests.screens.running import SIZES, running_on, screen_lines, screen_text, shown, until
from tests.screens.school import ADA, LENA, DemoSchool, at_school, board, link_shown, sign_in, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


def callback_port(url: str) -> int:
    redirect = parse_qs(urlsplit(url).query)["redirect_uri"][0]
    port = urlsplit(redirect).port
    assert port is not None
    return port


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def way_in(pilot: Pilot[int]) -> SignInScreen:
    screen = pilot.app.screen
    assert isinstance(screen, SignInScreen)
    return screen


async def test_a_whole_sign_in_ends_where_it_began_with_ones_own_courses(tmp_path: Path, school: DemoSchool) -> None:
    switchboard = board(tmp_path, school.url)
    async with visiting(switchboard, tmp_path) as pilot:
        await shown(pilot, "signed out")
        await shown(pilot, "S Sign in")
        await pilot.press("S")
        screen = await link_shown(pilot)
        await shown(pilot, f"Sign in at {urlsplit(school.clerk.issuer).netloc}")
        assert f"The School · {school.host}" in screen_text(pilot)
        assert "10 min left" in screen_text(pilot)
        assert not school.clerk.hits["/oauth/authorize"]
        assert not (tmp_path / "opened").exists()
        link = screen.view.link
        await pilot.press("enter")
        await until(pilot, (tmp_path / "opened").exists, "the link in a browser")
        await until(pilot, lambda: (tmp_path / "opened").read_text() == f"{link}\n", "the whole link")
        await sign_in(pilot, school)
        await at_school(pilot, LENA)
        await shown(pilot, f"{LENA} · {school.host}")
        await shown(pilot, "Mine 12")
        assert isinstance(pilot.app.screen, CatalogScreen)
        account = switchboard.sessions.accounts.at(school.url)
        assert account is not None
        assert (account.name, account.kept) == (LENA, "file")
        assert not listens(callback_port(link))


async def test_from_this_computer_the_address_is_typed_and_what_is_wrong_with_it_stands_below(
    tmp_path: Path, school: DemoSchool
) -> None:
    async with visiting(board(tmp_path, ""), tmp_path) as pilot:
        await shown(pilot, "this computer")
        await pilot.press("S")
        await shown(pilot, "Address of the server")
        for address, fault in (
            ("", "must be the address of a server"),
            ("http://learn.example.com", "must be https"),
            ("https://learn.example.com/courses", "without account, path or query"),
            ("https://xn--a.com", "is not a URL"),
            (f"http://127.0.0.1:{free_port()}", "cannot be reached"),
        ):
            field = way_in(pilot).field.input
            field.value = ""
            await pilot.press(*address)
            assert field.value == address
            await pilot.press("enter")
            await until(pilot, lambda fault=fault: fault in way_in(pilot).field.fault, fault)
            await shown(pilot, fault)
            assert screen_text(pilot).count(fault) == 1
            assert "tried again" not in screen_text(pilot)
            await until(pilot, lambda field=field: pilot.app.focused is field, "the field")
            assert way_in(pilot).field.input.value == address
        way_in(pilot).field.input.value = school.url
        await pilot.press("enter")
        await sign_in(pilot, school)
        await at_school(pilot, LENA)
        await shown(pilot, "Mine 12")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_leaving_ends_the_listener_and_leaves_everything_as_it_was(tmp_path: Path, school: DemoSchool) -> None:
    switchboard = board(tmp_path, school.url)
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        library = app_of(pilot).library
        for key in ("S", "at", "S"):  # at once, so that the first has not shown anything yet
            pilot.app.simulate_key(key)
        port = callback_port((await link_shown(pilot)).view.link)
        assert len(pilot.app.screen_stack) == 2
        assert listens(port)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")
        await until(pilot, lambda: not listens(port), "no listener")
        assert app_of(pilot).library is library
        assert switchboard.sessions.accounts.all() == ()
        assert not [worker for worker in pilot.app.workers if worker.group in ("step", "sign-in")]


async def test_a_server_can_be_looked_at_without_signing_in(tmp_path: Path, school: DemoSchool) -> None:
    switchboard = board(tmp_path, "")
    async with visiting(switchboard, tmp_path) as pilot:
        await shown(pilot, "this computer")
        await pilot.press("S")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen), "the screen of signing in")
        way_in(pilot).field.input.value = school.url
        await pilot.press("enter")
        await link_shown(pilot)
        await pilot.press("v")
        await at_school(pilot)
        await shown(pilot, "Mine 0")
        assert switchboard.sessions.accounts.current_server == school.url


async def test_the_palette_finds_what_has_to_do_with_accounts(tmp_path: Path) -> None:
    async with running_on(board(tmp_path, ""), tmp_path) as pilot:
        await shown(pilot, "this computer")
        await pilot.press("ctrl+p")
        await shown(pilot, "Syllabus: Sign in")
        await shown(pilot, "Syllabus: Switch account or server")
        assert "Syllabus: Sign out" not in screen_text(pilot)


async def test_another_device_confirms_the_code(tmp_path: Path, school: DemoSchool) -> None:
    school.clerk.options.device_interval = 0.1
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        port = callback_port((await link_shown(pilot)).view.link)
        await pilot.press("d")
        await until(pilot, lambda: bool(way_in(pilot).view.code), "a code")
        screen = way_in(pilot)
        await shown(pilot, " ".join(screen.view.code))
        await shown(pilot, screen.view.link)
        assert screen.code.display
        await until(pilot, lambda: not listens(port), "the browser given up")
        school.clerk.faults.add("/oauth/token", BAD_GATEWAY)
        await until(pilot, lambda: bool(screen.view.trouble), "trouble")
        await shown(pilot, "◌ The sign-in service")
        school.clerk.approve_device(screen.view.code)
        await until(pilot, lambda: screen not in pilot.app.screen_stack, "signed in")
        await at_school(pilot, LENA)


async def test_without_a_browser_there_is_a_code_at_once(tmp_path: Path, school: DemoSchool) -> None:
    async with running_on(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        screen = await link_shown(pilot)
        assert screen.view.step == "device"
        await pilot.press("b")
        await until(pilot, lambda: screen.view.step == "browser", "the way through a browser")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QrCodeScreen), "the link as a code")
        assert pilot.app.clipboard == screen.view.link


async def test_a_refusal_is_said_one_can_try_again_and_what_lies_over_the_screen_is_no_hindrance(
    tmp_path: Path, school: DemoSchool
) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        screen = await link_shown(pilot)
        school.clerk.refuse()
        await browse(screen.view.link)
        await shown(pilot, "! The sign-in was refused in the browser.")
        await shown(pilot, "Try again")
        await pilot.press("enter")
        await until(pilot, lambda: bool(screen.view.link), "another link")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == screen.view.link, "the link")
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen), "the help")
        await shown(pilot, "Sign in on another device")
        school.clerk.sign_in()
        await browse(screen.view.link)
        await at_school(pilot, LENA)
        assert isinstance(pilot.app.screen, CatalogScreen)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.mark.usefixtures("no_keyring")
async def test_without_a_keyring_the_session_goes_into_a_file_only_if_that_is_chosen(
    tmp_path: Path, school: DemoSchool
) -> None:
    switchboard = board(tmp_path, school.url, prefer="keyring")
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        screen = await unkept(pilot, school)
        assert switchboard.sessions.accounts.all() == ()
        assert not kept_files(tmp_path)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: screen.view.step == "unkept", "asked again")
        await pilot.press("home", "enter")
        await at_school(pilot, LENA)
        account = switchboard.sessions.accounts.at(school.url)
        assert account is not None
        assert account.kept == "file"
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept_files(tmp_path)} == {0o600}


@pytest.mark.usefixtures("no_keyring")
async def test_a_session_can_live_as_long_as_the_program_and_is_given_back_if_it_is_kept_nowhere(
    tmp_path: Path, school: DemoSchool
) -> None:
    switchboard = board(tmp_path, school.url, prefer="keyring")
    async with visiting(switchboard, tmp_path) as pilot:
        await at_school(pilot)
        await unkept(pilot, school)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")
        assert school.clerk.hits["/oauth/token/revoke"] == 1
        assert switchboard.account is None
        await unkept(pilot, school)
        await click_on(pilot, "Only while Syllabus runs", times=2)
        await at_school(pilot, LENA)
        assert switchboard.account is not None
        assert switchboard.account.kept == "memory"
        assert not kept_files(tmp_path)


async def unkept(pilot: Pilot[int], school: DemoSchool) -> SignInScreen:
    """Sign in, up to the question where the session shall be kept."""
    await pilot.press("S")
    screen = await link_shown(pilot)
    school.clerk.sign_in()
    await browse(screen.view.link)
    await shown(pilot, "no keyring can be reached")
    return screen


def kept_files(home: Path) -> list[Path]:
    """What of sessions is on the disk."""
    return [path for path in (home / "state").glob("sessions/*") if path.stat().st_size]


async def test_marking_while_signed_out_asks_to_sign_in_marks_and_stays_on_the_lesson(
    tmp_path: Path, school: DemoSchool
) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        screen = await open_lesson(pilot, "Calculus", 1)
        lesson_id = screen.lesson_id
        await pilot.press("space")
        await sign_in(pilot, school)
        await at_school(pilot, LENA)
        await until(pilot, lambda: school.marked() == {lesson_id}, "the mark at the server")
        page = pilot.app.screen
        assert isinstance(page, LessonScreen)
        assert page is not screen
        assert page.lesson_id == lesson_id
        await shown(pilot, "✓ complete")
        await pilot.press("u")
        await until(pilot, lambda: not school.marked(), "taken back")


async def test_a_mark_that_is_not_ones_own_to_make_is_not_made(tmp_path: Path, school: DemoSchool) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        screen = await open_lesson(pilot, "Calculus", 1)
        await pilot.press("space")
        await sign_in(pilot, school, ADMIN)
        await at_school(pilot, ADA)
        await until(pilot, lambda: "no access to the course" in app_of(pilot).message_log.messages[-1].text, "told so")
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.screen.lesson_id == screen.lesson_id
        assert await app_of(pilot).library.queue() == []
        assert school.marked() == set()


async def test_giving_up_marks_nothing_and_locked_lessons_and_the_progress_name_the_key(
    tmp_path: Path, school: DemoSchool
) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        page = await open_lesson(pilot, "Calculus", 2)
        await shown(pilot, "S   Sign in         the course may be yours")
        for _ in range(2):
            await pilot.press("C")
            await link_shown(pilot)
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is page, "the lesson")
        assert app_of(pilot).journal.undo() is None
        await pilot.press("3")
        await shown(pilot, "S   Sign in         and your progress is here")
        await click_on(pilot, "S   Sign in")
        await link_shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_both_hosts_are_on_the_screen_at_every_size_and_no_line_is_too_wide(
    tmp_path: Path, school: DemoSchool, size: tuple[int, int]
) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path, size) as pilot:
        await at_school(pilot)
        await pilot.press("S")
        screen = await link_shown(pilot)
        issuer = urlsplit(school.clerk.issuer).netloc
        for way in ("browser", "device"):
            await until(pilot, lambda way=way: screen.view.step == way, way)
            await shown(pilot, f"at {issuer}")
            assert school.host in screen_text(pilot)
            assert "esc" in screen_text(pilot)
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
            await pilot.press("d")
        await shown(pilot, " ".join(screen.view.code))
        assert screen.code.display == (size[0] >= 100)
