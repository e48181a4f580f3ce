"""The admin's tree: what it asks for when a row is moved by keys, and what it draws."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.screens.running import screen_lines, screen_text, until
from tests.widgets.reordering import TreeApp, course, text
from widgets.reorder_rows import head

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.pilot import Pilot

    from api_client.ordering.order import Order


@asynccontextmanager
async def shown(
    order: Order, size: tuple[int, int] = (80, 24), *, status: str = "public", learners: int = 0
) -> AsyncGenerator[tuple[Pilot[int], TreeApp]]:
    app = TreeApp(order, status=status, learners=learners)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Section" in screen_text(pilot), "the tree")
        yield pilot, app


async def moving(pilot: Pilot[int], app: TreeApp, key: str, *keys: str) -> str:
    """Grab a row, unless it is grabbed, press keys, and say what the order is then."""
    if not app.list.grabbed:
        app.list.select_id(key)
        await pilot.press("m")
    await pilot.press(*keys)
    await pilot.pause()
    assert app.list.selected_id == key
    return text(app.order)


async def test_a_grabbed_lesson_goes_past_the_edges_of_sections_empty_ones_too() -> None:
    async with shown(course("ab", "", "cd")) as (pilot, app):
        assert await moving(pilot, app, "a", "down") == "1ba 2 3cd"
        assert await moving(pilot, app, "a", "j", "j") == "1b 2 3acd"
        assert await moving(pilot, app, "a", "k") == "1b 2a 3cd"
        assert await moving(pilot, app, "a", "up") == "1ba 2 3cd"


async def test_a_folded_section_opens_while_a_grabbed_lesson_is_in_it() -> None:
    async with shown(course("ab", "cd", "e")) as (pilot, app):
        app.show(folded=frozenset("2"))
        assert await moving(pilot, app, "b", "down") == "1a 2bcd 3e"
        assert "Lesson c" in screen_text(pilot)
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert text(app.order) == "1a 2cd 3be"
        assert "Lesson c" not in screen_text(pilot)
        await pilot.press("up", "enter")
        await pilot.pause()
        assert text(app.order) == "1a 2cdb 3e"
        assert app.list.folded == frozenset()


async def test_h_and_l_home_and_end_go_far_and_esc_puts_the_row_back() -> None:
    async with shown(course("abc", "def", "g")) as (pilot, app):
        assert await moving(pilot, app, "b", "l") == "1ac 2bdef 3g"
        assert await moving(pilot, app, "b", "right") == "1ac 2def 3bg"
        assert await moving(pilot, app, "b", "h") == "1ac 2defb 3g"
        await pilot.press("end")
        await pilot.pause()
        assert text(app.order) == "1ac 2def 3gb"
        await pilot.press("home")
        await pilot.pause()
        assert text(app.order) == "1bac 2def 3g"
        await pilot.press("escape")
        await pilot.pause()
        assert text(app.order) == "1abc 2def 3g"
        assert app.heard == ["grabbed", "put back"]


async def test_a_grabbed_section_goes_past_sections_which_are_folded_meanwhile() -> None:
    async with shown(course("abc", "def", "g")) as (pilot, app):
        assert await moving(pilot, app, head("1"), "down") == "2def 1abc 3g"
        assert "Lesson" not in screen_text(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "⇅" not in screen_text(pilot)
        assert "Lesson a" in screen_text(pilot)
        assert "was section 1" in screen_text(pilot)


async def test_alt_and_an_arrow_moves_without_grabbing_into_a_folded_section_too() -> None:
    async with shown(course("ab", "cd")) as (pilot, app):
        app.show(folded=frozenset("2"), select="b")
        await pilot.press("alt+down")
        await pilot.pause()
        assert text(app.order) == "1a 2bcd"
        assert app.list.selected_id == "b"
        await pilot.press("alt+up")
        await pilot.pause()
        assert text(app.order) == "1ab 2cd"
        assert app.heard == []


async def test_keys_that_fold_or_mark_do_nothing_while_a_row_is_grabbed() -> None:
    async with shown(course("ab", "cd")) as (pilot, app):
        assert await moving(pilot, app, "a", "minus", "x", "right_square_bracket") == "1ab 2cd"
        assert app.list.folded == frozenset()
        assert app.list.marked == frozenset()


async def test_a_row_that_is_gone_is_not_grabbed_any_more() -> None:
    async with shown(course("ab", "cd")) as (pilot, app):
        await moving(pilot, app, "a", "up")
        app.base = app.order = course("b", "cd")
        app.show()
        assert app.list.grabbed == ""
        await pilot.press("down")
        assert text(app.order) == "1b 2cd"


async def test_rows_say_what_is_not_saved_and_where_it_was() -> None:
    async with shown(course("abc", "def")) as (pilot, app):
        await moving(pilot, app, "b", "l")
        assert [line.rstrip() for line in screen_lines(pilot)][4].endswith("was 2, Section 1 · moving")
        assert "⇅" in screen_lines(pilot)[4]
        await pilot.press("enter")
        await pilot.pause()
        assert "⇅" not in screen_text(pilot)
        assert "•" in screen_lines(pilot)[4]
        await moving(pilot, app, "e", "k")
        await pilot.press("enter")
        await pilot.pause()
        assert "was 5" in next(line for line in screen_lines(pilot) if "Lesson e" in line)


async def test_marks_are_kept_by_id_and_said_in_a_word() -> None:
    async with shown(course("abc", "def")) as (pilot, app):
        app.list.select_id("a")
        await pilot.press("x", "x", "down")
        assert app.list.acted_on == ("a", "b")
        assert [line[0] for line in screen_lines(pilot)[:4]] == [" ", "×", "×", " "]
        assert screen_text(pilot).count("marked") == 2
        app.order = course("cab", "def")
        app.show()
        assert app.list.acted_on == ("a", "b")
        app.list.unmark()
        assert app.list.acted_on == (app.list.selected_id,)


async def test_words_narrow_the_rows_and_sections_with_a_match_of_their_own_stay() -> None:
    async with shown(course("abc", "def")) as (pilot, app):
        app.words = ("section 2",)
        app.show()
        await pilot.pause()
        assert screen_text(pilot).replace("▌", " ").split() == ["▾", "Section", "2", "3", "lessons"]
        app.words = ("lesson c",)
        app.show()
        await pilot.pause()
        assert "Lesson c" in screen_text(pilot)
        assert "Lesson a" not in screen_text(pilot)


async def test_every_row_fits_its_width_and_private_is_a_word() -> None:
    for columns in (40, 60, 80, 120):
        async with shown(course("abc", "def"), (columns, 12), status="private", learners=7) as (pilot, app):
            await moving(pilot, app, "b", "l")
            await pilot.press("enter")
            await pilot.pause()
            lines = screen_lines(pilot)
            assert {len(line) for line in lines} == {columns}
            assert ("private" in screen_text(pilot)) == (columns >= 60)
            assert "⊘" in screen_text(pilot)
