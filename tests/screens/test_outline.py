"""The outline on the demo courses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import events

from api_client.rows import LessonRow, SectionRow
from screens.lesson import LessonScreen
from screens.outline import OutlineScreen
from tests.screens.places import app_of, change, click_on, give_hostile_names, open_course, pilot_courses
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from widgets.course_list import CourseList
from widgets.outline_list import OutlineList
from widgets.outline_rows import Narrowing, OutlineRow, SectionHead

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from widgets.paint import Line

COURSE = "Linear Algebra"
"""Of the demo: sections of 6, 6 and 4 lessons."""


def lessons_shown(screen: OutlineScreen) -> list[int]:
    return [row.position for row in screen.rows.rows if isinstance(row, LessonRow)]


def folds(screen: OutlineScreen) -> list[bool]:
    return [row.folded for row in screen.rows.rows if isinstance(row, SectionHead)]


def position(screen: OutlineScreen) -> int:
    return screen.rows.lesson.position if screen.rows.lesson else 0


async def completed(pilot: Pilot[int], screen: OutlineScreen, count: int) -> None:
    await until(
        pilot, lambda: screen.course is not None and screen.course.completed_count == count, f"{count} complete"
    )


async def test_opens_from_the_catalog_with_the_next_lesson_selected_and_only_its_section_unfolded(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as pilot:
        courses = await pilot_courses(pilot)
        pilot.app.screen.query_one(CourseList).select_id(courses[COURSE])
        await pilot.press("enter")
        await shown(pilot, "▾ Foundations")
        screen = pilot.app.screen
        assert isinstance(screen, OutlineScreen)
        assert folds(screen) == [False, True, True]
        assert position(screen) == 1
        text = screen_text(pilot)
        assert "Catalog › Linear Algebra" in text
        assert "0/16" in text
        assert "▶  1  ○ Vectors, what even are they?" in text


async def test_space_completes_at_once_and_again_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("space")
        await completed(pilot, screen, 1)
        await shown(pilot, " 1  ✓ Vectors")
        await shown(pilot, "1/6")
        await shown(pilot, "▶  2  ○")
        assert position(screen) == 1
        await pilot.press("space")
        await completed(pilot, screen, 0)
        await shown(pilot, " 1  ○ Vectors")


async def test_space_twice_before_the_first_mark_is_shown_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        pilot.app.post_message(events.Key("space", " "))
        pilot.app.post_message(events.Key("space", " "))
        pilot.app.post_message(events.Key("C", "C"))
        await completed(pilot, screen, 1)
        journal = app_of(pilot).journal
        assert [change.completed for change in iter(journal.undo, None)] == [False, True, False]


async def test_space_on_a_section_is_said_to_fold_or_unfold(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("h")
        await until(pilot, lambda: "space Fold" in footer(pilot), "what space does on a section")
        await pilot.press("space")
        await until(pilot, lambda: "space Unfold" in footer(pilot), "what space does on a folded one")
        await pilot.press("l", "l")
        await until(pilot, lambda: "space Complete" in footer(pilot), "what space does on a lesson")
        await pilot.press("slash", *"eigen", "enter", "home")
        await until(pilot, lambda: isinstance(screen.rows.selected, SectionHead), "the section of what was found")
        await until(pilot, lambda: "space" not in footer(pilot), "nothing folds while only some lessons are listed")
        await pilot.press("enter", "escape")
        await until(pilot, lambda: folds(screen) == [False, True, True], "all sections as they were")


def footer(pilot: Pilot[int]) -> str:
    return screen_text(pilot).splitlines()[-1]


async def test_undo_and_redo_reach_the_outline(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("space")
        await completed(pilot, screen, 1)
        await pilot.press("u")
        await completed(pilot, screen, 0)
        await pilot.press("U")
        await completed(pilot, screen, 1)


async def test_complete_and_next_goes_on_into_the_next_section_and_unfolds_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        for done in range(1, 7):
            await pilot.press("C")
            await until(pilot, lambda at=done + 1: position(screen) == at, f"lesson {done + 1} selected")
        await completed(pilot, screen, 6)
        assert folds(screen) == [False, False, True]
        await shown(pilot, "6/6 ✓")


async def test_complete_and_next_stays_on_the_last_lesson(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("equals_sign", "G")
        assert position(screen) == 16
        await pilot.press("C")
        await completed(pilot, screen, 1)
        assert position(screen) == 16


async def test_sections_fold_by_key_and_the_arrows_walk_the_tree(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("j", "h")
        assert isinstance(screen.rows.selected, SectionHead)
        await pilot.press("space")
        assert folds(screen) == [True, True, True]
        assert lessons_shown(screen) == []
        await pilot.press("l", "l")
        assert position(screen) == 1
        await pilot.press("right_square_bracket")
        assert isinstance(screen.rows.selected, SectionHead)
        assert screen.rows.selected.section.name == "Spaces and products"
        await pilot.press("enter")
        assert folds(screen) == [False, False, True]
        await pilot.press("equals_sign")
        assert lessons_shown(screen) == list(range(1, 17))
        await pilot.press("minus")
        assert folds(screen) == [True, True, True]
        assert isinstance(screen.rows.selected, SectionHead)


async def test_folds_and_cursor_are_remembered_until_the_app_ends(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("equals_sign", "j", "j", "escape")
        await until(pilot, lambda: pilot.app.screen is not screen, "the catalog again")
        again = await open_course(pilot, COURSE)
        assert folds(again) == [False, False, False]
        assert position(again) == 3


async def test_the_cursor_comes_back_on_the_lesson_that_was_read_last(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        for _ in range(5):
            await pilot.press("j")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")
        await shown(pilot, "6 of 16")
        await pilot.press("n")
        await shown(pilot, "7 of 16")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and position(screen) == 7, "lesson 7 selected")
        assert folds(screen) == [False, False, True]


async def test_filter_finds_lessons_in_folded_sections_and_esc_shows_all_again(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("slash", *"eigen")
        await until(pilot, lambda: len(lessons_shown(screen)) == 2, "two lessons left")
        await shown(pilot, "2 of 16")
        assert folds(screen) == [False]
        await pilot.press("enter")
        assert pilot.app.focused is screen.rows
        await pilot.press("escape")
        await until(pilot, lambda: folds(screen) == [False, True, True], "all sections as they were")


async def test_a_filter_that_finds_nothing_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_course(pilot, COURSE)
        await pilot.press("slash", *"zzz")
        await shown(pilot, "No lesson has “zzz” in its name")


async def test_views_show_what_is_to_do_and_what_is_done(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("C")
        await completed(pilot, screen, 1)
        await pilot.press("f")
        await until(pilot, lambda: lessons_shown(screen) == list(range(2, 17)), "what is to do")
        await shown(pilot, "To do 15")
        await pilot.press("f")
        await until(pilot, lambda: lessons_shown(screen) == [1], "what is done")
        await pilot.press("f")
        await until(pilot, lambda: screen.column.view == "all", "all again: an own course has no previews")


async def test_a_locked_row_says_why_and_is_neither_marked_nor_watched(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, "Physics")
        await shown(pilot, "Locked: in Light and chance, $29")
        assert "⊘" in screen_text(pilot)
        footer = screen_text(pilot).splitlines()[-1]
        assert "Complete" not in footer
        assert "Watch" not in footer
        await pilot.press("space", "C", "o")
        await pilot.pause()
        assert screen.course is not None
        assert screen.course.completed_count == 0
        assert pilot.app.screen is screen


async def test_a_preview_can_be_opened_and_its_course_has_a_view_of_them(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, "Probability")
        await shown(pilot, "◇ Bayes' theorem")
        assert position(screen) == 1
        await pilot.press("f", "f", "f")
        assert screen.column.view == "preview"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")
        await shown(pilot, "Steve is shy")
        await shown(pilot, "◇ preview")


async def test_the_pane_shows_the_text_and_the_link_after_the_cursor_rested(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_course(pilot, COURSE)
        await shown(pilot, "An arrow in space")
        await shown(pilot, "▶ youtube.com/watch?v=fNk_zzaMoSs")
        await pilot.press("j")
        await shown(pilot, "Coordinates are instructions")


async def test_a_course_that_is_gone_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot_courses(pilot)
        pilot.app.push_screen(OutlineScreen(app_of(pilot).library, "00000000-0000-0000-0000-000000000000"))
        await shown(pilot, "This course is not there any more")
        await pilot.press("escape")
        await shown(pilot, "Linear Algebra")


async def test_a_course_without_lessons_says_so(tmp_path: Path) -> None:
    change(tmp_path, ("UPDATE course_sections SET status = 'private'", ()))
    async with running(tmp_path) as pilot:
        courses = await pilot_courses(pilot)
        pilot.app.push_screen(OutlineScreen(app_of(pilot).library, courses[COURSE]))
        await shown(pilot, "This course is empty so far")


# --- mouse


async def test_a_click_selects_and_a_second_one_opens(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await click_on(pilot, "○ Linear transformations", column=6)
        assert position(screen) == 3
        await click_on(pilot, "○ Linear transformations", column=6)
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")
        await shown(pilot, "3 of 16")


async def test_a_click_on_a_mark_completes_and_does_not_open(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await click_on(pilot, "○ Linear transformations")
        await completed(pilot, screen, 1)
        assert position(screen) == 3
        await click_on(pilot, "✓ Linear transformations")
        await completed(pilot, screen, 0)
        assert pilot.app.screen is screen


async def test_a_click_on_the_sign_of_a_section_folds_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        await click_on(pilot, "▾ Foundations")
        assert folds(screen) == [True, True, True]
        await click_on(pilot, "▸ Spaces and products")
        assert folds(screen) == [True, False, True]


# --- layout


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_hostile_names_are_text_and_every_line_has_the_width_of_the_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    give_hostile_names(tmp_path)
    async with running(tmp_path, size) as pilot:
        screen = await open_course(pilot, COURSE)
        await pilot.press("equals_sign", "home")
        seen = ""
        for _ in range(len(screen.rows.rows)):
            await pilot.pause()
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
            seen += screen_text(pilot)
            await pilot.press("j")
        assert "\x1b" not in seen
        for name in ("[/]", "[ERROR] x", "list[int]", "[@click=app.quit]x", "(untitled)", "two ⏎ lines", "日本語"):
            assert name in seen


async def test_states_stand_on_one_column_beside_wide_characters(tmp_path: Path) -> None:
    give_hostile_names(tmp_path)
    async with running(tmp_path, (80, 24)) as pilot:
        screen = await open_course(pilot, "Physics")
        await pilot.press("equals_sign", "home")
        await pilot.pause()
        rows = [line for line in screen_lines(pilot) if "⊘" in line]
        assert len(rows) > 5
        assert {cell_len(line.partition("locked")[0]) for line in rows} == {80 - 3 - len("locked")}
        assert screen.rows.size.width == 80


async def test_only_a_tall_screen_sets_sections_apart(tmp_path: Path) -> None:
    async with running(tmp_path, (120, 30)) as pilot:
        screen = await open_course(pilot, COURSE)
        assert len(screen.rows.rows) == 6 + 3 + 2
        await pilot.resize_terminal(120, 29)
        await until(pilot, lambda: len(screen.rows.rows) == 6 + 3, "no blank lines")
        assert position(screen) == 1


async def test_a_narrow_terminal_says_the_state_in_words_and_progress_in_the_header(tmp_path: Path) -> None:
    async with running(tmp_path, (40, 12)) as pilot:
        await open_course(pilot, COURSE)
        await shown(pilot, "Lesson 1 of 16 · not complete")
        assert screen_text(pilot).splitlines()[0].startswith(" ‹ Linear Algebra")
        assert "0/16" in screen_text(pilot).splitlines()[0]


async def test_five_thousand_lessons_are_listed_and_drawn_row_by_row(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    sections = tuple(
        SectionRow(str(s), f"Section {s}", 50, 50, tuple(
            LessonRow(f"{s}-{n}", f"Lesson {n}", str(s), s * 50 + n + 1, "public", False, now, False, "saved")
            for n in range(50)
        ))
        for s in range(100)
    )  # fmt: skip
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        drawn = 0

        class Counting(OutlineList):
            def draw(self, row: OutlineRow, width: int, selected: bool) -> Line:
                nonlocal drawn
                drawn += 1
                return super().draw(row, width, selected)

        rows = Counting()
        await screen.query_one(".main").mount(rows)
        screen.rows.display = False
        rows.focus()
        rows.show(sections, Narrowing(), select="99-49")
        await until(pilot, lambda: "5000" in screen_text(pilot), "the last row")
        drawn = 0
        await pilot.press("k")
        await pilot.pause()
        assert drawn == 2


async def test_one_order_needs_no_sign_and_a_typed_slash_no_key(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_course(pilot, COURSE)
        await pilot.press("f")
        await shown(pilot, "To do 16")
        assert "↓" not in screen_text(pilot)
        await pilot.press("slash", "a")
        await until(pilot, lambda: "/ Filter" not in screen_text(pilot).splitlines()[-1], "no key that is typed")
