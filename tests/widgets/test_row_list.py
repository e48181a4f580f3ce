"""A list draws what has changed, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.screens.running import screen_lines, until
from tests.widgets.themed import ThemedApp
from widgets.paint import Line, Piece
from widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.strip import Strip


class Names(RowList[str]):
    """Rows that are their own ids, and the lines of the screen that were drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.lines_drawn: list[int] = []

    def row_id(self, row: str) -> str:
        return row

    def draw(self, row: str, width: int, selected: bool) -> Line:
        return [Piece(row)]

    def render_line(self, y: int) -> Strip:
        self.lines_drawn.append(y)
        return super().render_line(y)


class NamesApp(ThemedApp):
    """The list alone."""

    def compose(self) -> ComposeResult:
        yield Names()


async def opened(pilot: Pilot[int], names: list[str]) -> Names:
    shown = pilot.app.query_one(Names)
    shown.show_rows(names, names[0])
    await until(pilot, lambda: names[0] in screen_lines(pilot)[0], "the names")
    await pilot.pause()
    shown.lines_drawn.clear()
    return shown


async def test_only_the_rows_that_look_different_are_drawn_again() -> None:
    async with NamesApp().run_test(size=(40, 10)) as pilot:
        names = await opened(pilot, [*"abcdefgh"])
        names.show_rows([*"abcedfgh"])
        await until(pilot, lambda: "e" in screen_lines(pilot)[3], "the other order")
        assert set(names.lines_drawn) == {3, 4}


async def test_rows_that_came_while_the_list_was_hidden_are_there_when_it_is_not() -> None:
    async with NamesApp().run_test(size=(40, 10)) as pilot:
        names = await opened(pilot, [*"abc"])
        names.display = False
        await until(pilot, lambda: not screen_lines(pilot)[0].strip(), "nothing")
        names.show_rows([*"xyz"])
        await pilot.pause()
        names.display = True
        await until(pilot, lambda: [line.strip() for line in screen_lines(pilot)[1:3]] == ["y", "z"], "the new rows")


async def test_rows_that_became_fewer_leave_nothing_behind() -> None:
    async with NamesApp().run_test(size=(40, 10)) as pilot:
        names = await opened(pilot, [*"abcd"])
        names.show_rows([*"ab"])
        await until(pilot, lambda: not any(line.strip() for line in screen_lines(pilot)[2:]), "two rows")
