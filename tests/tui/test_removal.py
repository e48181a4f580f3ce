"""Workers that are cancelled while what they take away is going: it goes all the same, and the app stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tests.screens.places import open_lesson
from tests.screens.running import running, shown, until

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
