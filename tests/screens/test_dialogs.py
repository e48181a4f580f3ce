"""The dialogs of a lesson: its link as a QR code, and the choice of a player."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from rich.cells import cell_len

from screens.catalog import CatalogScreen
from screens.choice import ChoiceScreen
from screens.qr_code import QrCodeScreen
from tests.screens.places import app_of, click_on, open_lesson, pilot_courses
from tests.screens.running import running, screen_lines, screen_text, shown, until
from tui.browser import Browser
from tui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

LINK = "https://www.youtube.com/watch?v=fNk_zzaMoSs"
_DARK = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}


def drawn_code(pilot: Pilot[int]) -> list[list[bool]]:
    """The code's cells as the screen shows them, without the quiet ones."""
    screen = pilot.app.screen
    assert isinstance(screen, QrCodeScreen)
    region, quiet = screen.code.region, screen.code.quiet
    rows: list[list[bool]] = []
    for line in screen_lines(pilot)[region.y : region.bottom]:
        halves = [_DARK[character] for character in line[region.x : region.right]]
        rows += [[upper for upper, _ in halves], [lower for _, lower in halves]]
    side = len(rows[0]) - 2 * quiet
    return [row[quiet : quiet + side] for row in rows[quiet : quiet + side]]


async def open_code(pilot: Pilot[int]) -> QrCodeScreen:
    await open_lesson(pilot, "Linear Algebra", 1)
    await pilot.press("Q")
    await until(pilot, lambda: isinstance(pilot.app.screen, QrCodeScreen), "the code")
    screen = pilot.app.screen
    assert isinstance(screen, QrCodeScreen)
    await shown(pilot, "esc Close")
    return screen


async def test_the_code_on_the_screen_is_the_code_of_the_link(tmp_path: Path) -> None:
    expected = [[bool(cell) for cell in row] for row in segno.make_qr(LINK, error="l", boost_error=False).matrix]
    for size, quiet in (((120, 40), 4), ((80, 24), 2)):
        async with running(tmp_path, size) as pilot:
            screen = await open_code(pilot)
            assert screen.code.quiet == quiet
            assert drawn_code(pilot) == expected
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}


async def test_the_code_is_black_on_white_in_every_theme(tmp_path: Path) -> None:
    for theme in ("syllabus-dark", "syllabus-light"):
        async with running(tmp_path, settings=Settings(theme=theme)) as pilot:
            screen = await open_code(pilot)
            (segment,) = screen.code.render_line(5)
            assert segment.style is not None
            assert segment.style.color is not None
            assert segment.style.bgcolor is not None
            assert (segment.style.color.name, segment.style.bgcolor.name) == ("#000000", "#ffffff")


async def test_where_the_code_does_not_fit_there_is_the_link_alone_to_copy(tmp_path: Path) -> None:
    for size, settings in (((40, 12), Settings()), ((120, 40), Settings(ascii="on"))):
        async with running(tmp_path, size, settings) as pilot:
            await open_code(pilot)
            text = screen_text(pilot)
            assert not any(character in text for character in "▀▄█")
            assert "https://www.youtube.com/watch" in text
            await pilot.press("y")
            await until(pilot, lambda app=pilot.app: app.clipboard == LINK, "the link")


async def test_only_a_dialogs_own_keys_act(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_code(pilot)
        await pilot.press("1", "3", "n", "space", "question_mark", "ctrl+p", "q", "w", "r", "z")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert pilot.app.is_running
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen, "the lesson")


async def test_a_click_on_the_keys_of_a_dialog_presses_them(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_code(pilot)
        await click_on(pilot, "y Copy link")
        await until(pilot, lambda: pilot.app.clipboard == LINK, "the link")
        await click_on(pilot, "esc Close")
        await until(pilot, lambda: pilot.app.screen is not screen, "the lesson")


async def test_a_player_is_chosen_by_key_or_by_click_and_none_by_esc(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot_courses(pilot)
        chosen: list[str | None] = []
        players = ("mpv", "[/] VLC", "日本語")
        for keys, expected in ((("down", "enter"), "[/] VLC"), (("G", "enter"), "日本語"), (("escape",), None)):
            await pilot.app.push_screen(ChoiceScreen("Open the video with", players), chosen.append)
            await shown(pilot, "Open the video with")
            assert {cell_len(line) for line in screen_lines(pilot)} == {120}
            await pilot.press(*keys)
            await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")
            assert chosen.pop() == expected


async def test_the_players_of_the_settings_are_offered(tmp_path: Path) -> None:
    program = tmp_path / "player"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    async with running(tmp_path) as pilot:
        app_of(pilot).browser = Browser(players={"My player": (str(program), "{url}")}, environment={})
        await open_lesson(pilot, "Linear Algebra", 1)
        await pilot.press("O")
        await shown(pilot, "My player")
        await pilot.press("enter")
        await shown(pilot, "Opening in player.")
