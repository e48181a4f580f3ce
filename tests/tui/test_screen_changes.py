"""Screens and widgets that come and go while keys arrive and workers are cancelled: the app stays, with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.command import CommandList
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from api_client.auth.sessions import Sessions
from screens.help import HelpScreen
from screens.outline import OutlineScreen
from screens.palette import Palette
from screens.sign_in import SignInScreen
from tests.screens.places import app_of, open_course, open_lesson, pilot_courses
from tests.screens.running import running, shown, until
from tui.targets import server_origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Last(Static):
    """Does something as it goes: what it stands in is then half gone, and waits for it."""

    def __init__(self, words: Callable[[], object]) -> None:
        super().__init__("here")
        self._words = words

    def on_unmount(self) -> None:
        self._words()


async def test_a_text_that_comes_while_the_one_before_goes_takes_its_place(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, "Linear Algebra", 4)
        await shown(pilot, "Do one movement")
        column = screen.body.query_one(Vertical)
        await column.children[0].mount(Last(lambda: setattr(screen.body, "source", "the newest")))
        screen.body.source = "never shown"
        await shown(pilot, "the newest")
        await until(pilot, lambda: len(column.children) == 1, "nothing but the newest")
        await pilot.press("escape")
        await shown(pilot, "▶ Continue")


async def test_a_screen_goes_though_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        app = pilot.app
        dialog = ModalScreen[None]()
        await app.push_screen(dialog)
        await dialog.mount(Last(lambda: worker.cancel()))

        async def leave() -> None:
            await app.pop_screen()

        worker = app.run_worker(leave())
        await until(pilot, lambda: worker.is_finished and not dialog.is_running, "the dialog gone")
        await pilot.press("3")
        await shown(pilot, "Nothing completed yet")
        assert worker.is_cancelled


@pytest.mark.parametrize(("key", "dialog"), [("?", HelpScreen), ("ctrl+p", Palette)])
async def test_a_dialog_that_is_answered_twice_leaves_the_page_below(
    tmp_path: Path, key: str, dialog: type[HelpScreen | Palette]
) -> None:
    async with running(tmp_path) as pilot:
        outline = await open_course(pilot, "Calculus")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, dialog), "the dialog")
        top = pilot.app.screen
        for _ in range(2):
            top.dismiss()
        await until(pilot, lambda: not top.is_running, "the dialog gone")
        assert pilot.app.screen is outline


async def test_a_page_is_left_before_it_is_there(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        courses = await pilot_courses(pilot)

        def come_and_go() -> None:
            for id in courses.values():
                app_of(pilot).open_course(id)
                pilot.app.pop_screen()

        pilot.app.call_later(come_and_go)
        await pilot.press("3")
        await shown(pilot, "Nothing completed yet")


async def test_a_key_comes_before_the_page_that_it_acts_on_has_its_widgets(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        courses = await pilot_courses(pilot)
        key = events.Key("f", "f")
        key._set_forwarded()  # pyright: ignore[reportPrivateUsage]  # as one that the catalog has left alone
        pilot.app.post_message(key)
        app_of(pilot).open_course(courses["Calculus"])
        await until(pilot, lambda: isinstance(pilot.app.screen, OutlineScreen), "the outline")
        outline = pilot.app.screen
        assert isinstance(outline, OutlineScreen)
        await until(pilot, lambda: outline.is_mounted and outline.column.view == "todo", "the view of the key")


async def test_one_leaves_the_program_while_pages_come(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        courses = list((await pilot_courses(pilot)).values())

        async def open_and_quit() -> None:
            app_of(pilot).open_course(courses[0])
            await pilot.app.action_quit()
            app_of(pilot).open_course(courses[1])

        pilot.app.screen.call_later(open_and_quit)
        await until(pilot, lambda: not pilot.app.is_running, "the end")
        assert pilot.app.return_code == 0


async def test_the_palette_is_turned_by_pages_before_its_list_is_laid_out(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("ctrl+p")
        await shown(pilot, "Catalog: Filter")
        rows = pilot.app.screen.query_one(CommandList)
        rows.display = False
        await until(pilot, lambda: not rows.size, "no list")
        rows.set_options(["one", "two"])
        rows.highlighted = 0
        await pilot.press("pageup", "pagedown", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Palette), "the palette closed")


async def test_the_sign_in_comes_while_another_place_is_shown(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("3", "1")
        sessions = Sessions(tmp_path / "state")
        screen = SignInScreen(sessions, "", read_address=server_origin, has_browser=False)
        await pilot.app.push_screen(screen, mode="progress")
        await pilot.press("3")
        await shown(pilot, "Address")
