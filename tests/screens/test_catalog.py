"""The catalog on the demo courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import events

from screens.catalog import CatalogScreen
from tests.screens.places import change
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


def catalog(pilot: Pilot[int]) -> CatalogScreen:
    screen = pilot.app.screen
    assert isinstance(screen, CatalogScreen)
    return screen


def names(pilot: Pilot[int]) -> list[str]:
    return [course.name for course in catalog(pilot).courses.rows]


@pytest.mark.parametrize("size", SIZES)
async def test_first_start_shows_the_demo_courses_and_no_line_is_too_wide(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, size) as pilot:
        await shown(pilot, "Linear Algebra")
        assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
        assert "Open" in screen_text(pilot).splitlines()[-1]


async def test_second_start_draws_rows_in_the_first_frame(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "synced")
    async with running(tmp_path) as pilot:
        assert "Linear Algebra" in names(pilot)


async def test_a_course_that_is_bought_a_preview_and_an_owned_one_look_different(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        rows = {line[4:40].split("  ")[0].strip(): line for line in screen_text(pilot).splitlines()[5:25]}
        assert rows["Physics"].strip().startswith("⊘")
        assert "$29" in rows["Physics"]
        assert rows["Probability"].strip().startswith("◇")
        assert rows["Calculus"].strip().startswith("○")


async def test_filter_finds_words_in_any_order_marks_the_count_and_esc_brings_all_back(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await pilot.press("slash", *"ALGEBRA", "space", *"essence")
        await until(pilot, lambda: names(pilot) == ["Linear Algebra"], "one course left")
        assert "1 of 14" in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: len(names(pilot)) == 14, "all courses again")
        assert pilot.app.focused is catalog(pilot).courses


async def test_letters_typed_into_the_filter_are_text_and_no_keys(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await pilot.press("slash", *"q/cf1")
        await until(pilot, lambda: catalog(pilot).words == "q/cf1", "the text in the filter")
        await shown(pilot, "No course has “q/cf1”")


async def test_words_typed_in_one_burst_with_the_slash_lose_no_letter(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        for key in ("slash", *"squares"):
            pilot.app.post_message(events.Key(key, "/" if key == "slash" else key))
        await until(pilot, lambda: catalog(pilot).words == "squares", "all letters in the filter")


async def test_the_pane_shows_a_description_without_its_marks(tmp_path: Path) -> None:
    change(tmp_path, ("UPDATE courses SET description = ?", ("# Head\n\nSome *text* of [it](https://x.y).",)))
    async with running(tmp_path) as pilot:
        await shown(pilot, "Some text of it.")


async def test_the_cursor_stays_on_its_course_when_the_order_changes(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        courses = catalog(pilot).courses
        courses.select_id(next(course.id for course in courses.rows if course.name == "Physics"))
        for _ in range(3):
            await pilot.press("s")
            selected = courses.selected
            assert selected is not None
            assert selected.name == "Physics"


async def test_views_count_and_cycle(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "All 14")
        await pilot.press("f")
        assert len(names(pilot)) == 12
        assert all(course.owned for course in catalog(pilot).courses.rows)
        await pilot.press("f", "f")
        assert catalog(pilot).view == "done"
        await shown(pilot, "Nothing done yet")
        await pilot.press("escape")
        assert catalog(pilot).view == "all"


async def test_the_pane_shows_the_sections_after_the_cursor_rested(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        courses = catalog(pilot).courses
        courses.select_id(next(course.id for course in courses.rows if course.name == "Linear Algebra"))
        await shown(pilot, "Foundations")
        await shown(pilot, "▶ Vectors, what even are they?")


async def test_below_100_columns_the_pane_lies_over_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, (80, 24)) as pilot:
        await shown(pilot, "Linear Algebra")
        assert not catalog(pilot).pane.display
        await pilot.press("i")
        await until(pilot, lambda: bool(catalog(pilot).pane.size.width), "the pane")
        assert not catalog(pilot).courses.size.width
        await pilot.press("i")
        await shown(pilot, "Linear Algebra")


async def test_zoom_leaves_the_rows_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await pilot.press("z")
        await until(pilot, lambda: "Syllabus " not in screen_text(pilot), "the header gone")
        assert "Linear Algebra" in screen_text(pilot)


async def test_two_keys_at_once_end_where_the_second_goes(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        for key in ("enter", "enter", "3"):
            pilot.app.simulate_key(key)
        await shown(pilot, "Nothing completed yet")
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("1")
        assert len(pilot.app.screen_stack) <= 2


async def test_enter_twice_at_once_opens_one_outline(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        courses = catalog(pilot).courses
        courses.action_choose()
        courses.action_choose()
        await shown(pilot, "Catalog ›")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog again")
