"""A lesson's page on the demo courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import events

from screens.catalog import CatalogScreen
from screens.lesson import LessonScreen
from screens.outline import OutlineScreen
from screens.qr_code import QrCodeScreen
from tests.screens.places import app_of, change, click_on, give_hostile_names, open_course, open_lesson, pilot_courses
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from widgets.lesson_body import LessonBody

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

COURSE = "Linear Algebra"
DESCRIBE = "UPDATE lessons SET description = ?"


def opened(pilot: Pilot[int]) -> list[str]:
    """What was to be opened, told in toasts: the tests' environment has no browser."""
    return [message.text for message in app_of(pilot).message_log.messages]


async def complete(pilot: Pilot[int], screen: LessonScreen, wanted: bool = True) -> None:
    await until(pilot, lambda: screen.subject is not None and screen.subject.completed is wanted, "the mark")


async def test_shows_place_name_state_video_and_neighbours(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_lesson(pilot, COURSE, 4)
        await shown(pilot, "Do one movement")
        text = screen_text(pilot)
        for part in (
            "Catalog › Linear Algebra › Foundations", "4 of 16", "Matrix multiplication as composition",
            "○ not complete", "▶ youtube.com/watch?v=XkY2DOUCWMU", "o open   O open with…   y copy   Q code",
            "‹ p Linear transformations and matrices", "Three-dimensional linear transformations n ›",
            "import numpy as np",
        ):  # fmt: skip
            assert part in text


async def test_space_completes_and_takes_back_and_undo_reaches_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await pilot.press("space")
        await complete(pilot, screen)
        await shown(pilot, "✓ complete, today")
        await pilot.press("space")
        await complete(pilot, screen, wanted=False)
        await pilot.press("u")
        await complete(pilot, screen)


async def test_space_twice_before_the_first_mark_is_shown_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        for _ in range(3):
            pilot.app.post_message(events.Key("space", " "))
        await complete(pilot, screen)
        journal = app_of(pilot).journal
        assert [change.completed for change in iter(journal.undo, None)] == [False, True, False]


async def test_next_and_previous_replace_the_lesson_across_sections(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 6)
        depth = len(pilot.app.screen_stack)
        await pilot.press("n")
        await shown(pilot, "7 of 16")
        await shown(pilot, "Spaces and products")
        await pilot.press("right_square_bracket")
        await shown(pilot, "8 of 16")
        await pilot.press("left_square_bracket")
        await shown(pilot, "7 of 16")
        await pilot.press("p")
        await shown(pilot, "6 of 16")
        assert pilot.app.screen is screen
        assert len(pilot.app.screen_stack) == depth
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")


async def test_complete_and_next_goes_through_a_section(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 5)
        for position in (6, 7):
            await pilot.press("C")
            await shown(pilot, f"{position} of 16")
        await until(pilot, lambda: bool(screen.courses) and counts(screen) == (2, 16), "two complete")


def counts(screen: LessonScreen) -> tuple[int, int]:
    course = next(course for course in screen.courses if course.name == COURSE)
    return course.completed_count, course.lesson_count


async def test_the_last_lesson_says_what_is_left_here_and_elsewhere(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_course(pilot, COURSE)
        for position in range(2, 17):
            await pilot.press("C")
            await until(pilot, lambda at=position: selected(screen) == at, f"lesson {position}")
        await pilot.press("enter")
        await shown(pilot, "16 of 16")
        await pilot.press("space")
        await shown(pilot, "✓ Linear Algebra is complete: 16 lessons.")
        await shown(pilot, "11 other courses are open")
        await pilot.press("c")
        await until(pilot, lambda: COURSE not in screen_text(pilot), "a lesson of another course")


def selected(screen: OutlineScreen) -> int:
    return screen.rows.lesson.position if screen.rows.lesson else 0


async def test_the_last_lesson_of_an_unfinished_course_says_how_many_are_open(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_lesson(pilot, COURSE, 16)
        await pilot.press("C")
        await shown(pilot, "15 lessons before it are open")
        assert "16 of 16" in screen_text(pilot)


async def test_a_locked_lesson_has_a_page_that_says_why_and_no_text(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, "Physics", 1)
        await shown(pilot, "This lesson is locked")
        await shown(pilot, "Light and chance, $29")
        assert "⊘ locked" in screen_text(pilot)
        assert not screen.body.display
        assert not screen.strip.display
        await pilot.press("n")
        await shown(pilot, "2 of 13")


async def test_a_preview_of_a_course_one_does_not_have_can_be_read_but_not_marked(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, "Probability", 1)
        await shown(pilot, "◇ preview")
        await until(pilot, lambda: bool(screen.courses), "the catalog")
        await until(pilot, lambda: "Complete" not in screen_text(pilot).splitlines()[-1], "no mark in the footer")
        await pilot.press("space")
        await pilot.pause()
        assert screen.subject is not None
        assert not screen.subject.completed


async def test_a_lesson_that_is_gone_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot_courses(pilot)
        pilot.app.push_screen(LessonScreen(app_of(pilot).library, "00000000-0000-0000-0000-000000000000"))
        await shown(pilot, "This lesson is not there any more")
        await pilot.press("escape")
        await shown(pilot, "Calculus")


# --- the video


async def test_back_from_the_video_one_is_asked_whether_it_is_finished(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, QrCodeScreen), "no browser here: the code")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the lesson")
        pilot.app.post_message(events.AppBlur())
        await until(pilot, lambda: not pilot.app.app_focus, "the focus elsewhere")
        pilot.app.post_message(events.AppFocus())
        await shown(pilot, "Finished?   space complete   C complete and next   esc not yet")
        await pilot.press("escape")
        await until(pilot, lambda: "Finished?" not in screen_text(pilot), "no question")
        assert pilot.app.screen is screen


async def test_the_question_is_answered_by_marking(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, QrCodeScreen), "the code")
        pilot.app.post_message(events.AppBlur())
        pilot.app.post_message(events.AppFocus())
        await until(pilot, lambda: screen.asks_whether_finished, "the question below the dialog")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the lesson")
        await pilot.press("C")
        await shown(pilot, "2 of 16")
        assert "Finished?" not in screen_text(pilot)


async def test_nothing_is_asked_without_a_video_opened(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        pilot.app.post_message(events.AppBlur())
        pilot.app.post_message(events.AppFocus())
        await pilot.pause()
        assert not screen.asks_whether_finished


async def test_link_and_id_are_copied(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == "https://www.youtube.com/watch?v=fNk_zzaMoSs", "the link")
        await pilot.press("Y")
        await until(pilot, lambda: pilot.app.clipboard == screen.lesson_id, "the id")


async def test_a_video_id_that_can_be_no_video_has_no_strip_and_says_so_on_its_key(tmp_path: Path) -> None:
    change(tmp_path, ('UPDATE lessons SET "youtubeVideoId" = ?', ("no video; rm -rf /",)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        assert not screen.strip.display
        await pilot.press("o")
        await shown(pilot, "This lesson has no video")


# --- mouse


async def test_strip_foot_and_crumbs_are_clickable(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_lesson(pilot, COURSE, 4)
        await click_on(pilot, "y copy")
        await until(pilot, lambda: "XkY2DOUCWMU" in pilot.app.clipboard, "the link")
        await click_on(pilot, "Three-dimensional linear transformations n ›")
        await shown(pilot, "5 of 16")
        await click_on(pilot, "Linear Algebra ›")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutlineScreen), "the outline")
        await shown(pilot, "▌      5")


# --- the text


async def test_markup_html_and_actions_in_a_text_are_text(tmp_path: Path) -> None:
    hostile = "[@click=app.quit]leave[/] [/] [red]x[/red] <b>bold?</b> <script>alert(1)</script>\n\n\x1b[2J\x1b]0;t\x07"
    change(tmp_path, (DESCRIBE, (hostile,)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await shown(pilot, "[@click=app.quit]leave[/] [/] [red]x[/red] <b>bold?</b>")
        await shown(pilot, "<script>alert(1)</script>")
        await click_on(pilot, "leave")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert pilot.app.is_running
        assert "\x1b" not in screen_text(pilot)


async def test_links_are_opened_as_they_were_written(tmp_path: Path) -> None:
    change(tmp_path, (DESCRIBE, ("[here](https://example.com/a%2Fb?q=%C3%A9) ![picture](https://example.com/p.png)",)))
    async with running(tmp_path) as pilot:
        await open_lesson(pilot, COURSE, 1)
        await click_on(pilot, "here")
        await shown(pilot, "https://example.com/a%2Fb?q=%C3%A9")
        await pilot.press("escape")
        await click_on(pilot, "picture")
        await shown(pilot, "https://example.com/p.png")


async def test_a_link_of_the_text_is_opened_by_key(tmp_path: Path) -> None:
    text = "[here](https://example.com/a%2Fb) [no](mailto:a@example.com) https://example.com/c [again](https://example.com/c)"
    change(tmp_path, (DESCRIBE, (text,)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await until(pilot, lambda: "L Links" in screen_text(pilot).splitlines()[-1], "the key in the footer")
        await pilot.press("L")
        await shown(pilot, "here  https://example.com/a%2Fb")
        assert "mailto" not in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the lesson")
        await pilot.press("L")
        await shown(pilot, "Open a link")
        await pilot.press("G", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QrCodeScreen), "no browser here: the code")
        await until(pilot, lambda: pilot.app.clipboard == "https://example.com/c", "the link")


async def test_what_only_looks_like_a_link_is_said_to_be_none(tmp_path: Path) -> None:
    change(tmp_path, (DESCRIBE, ("`https://example.com/`",)))
    async with running(tmp_path) as pilot:
        await open_lesson(pilot, COURSE, 1)
        await pilot.press("L")
        await shown(pilot, "This text has no link")


async def test_a_text_without_links_has_no_key_for_them(tmp_path: Path) -> None:
    change(tmp_path, (DESCRIBE, ("No link.",)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await shown(pilot, "No link.")
        assert "Links" not in screen_text(pilot).splitlines()[-1]
        await pilot.press("L")
        await pilot.pause()
        assert pilot.app.screen is screen


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@example.com", "x", "#top"])
async def test_other_addresses_are_not_opened(tmp_path: Path, address: str) -> None:
    change(tmp_path, (DESCRIBE, (f"[here]({address}) and more",)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await click_on(pilot, "here")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert not any("Opening" in text for text in opened(pilot))


async def test_a_long_text_is_laid_out_as_one_reads_and_end_goes_to_its_end(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number} with a few words." for number in range(400))
    change(tmp_path, (DESCRIBE, (text,)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await shown(pilot, "Paragraph 0 ")
        body = screen.body
        blocks = len(body.query("MarkdownParagraph"))
        assert 0 < blocks < 200
        await pilot.press(*["pagedown"] * 12)
        await until(pilot, lambda: len(body.query("MarkdownParagraph")) > blocks, "more paragraphs")
        await pilot.press("G")
        await shown(pilot, "Paragraph 399 ")
        assert len(body.query("MarkdownParagraph")) == 400
        await pilot.press("g")
        await shown(pilot, "Paragraph 0 ")


async def test_a_list_of_thousands_is_shown_as_the_text_that_it_is(tmp_path: Path) -> None:
    change(tmp_path, (DESCRIBE, ("before\n\n" + "\n".join(f"- item {number}" for number in range(3000)),)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await shown(pilot, "- item 0")
        assert len(screen.body.query("MarkdownBullet")) == 0
        await pilot.press("G")
        await shown(pilot, "- item 2999")


async def test_a_mark_does_not_move_the_text(tmp_path: Path) -> None:
    change(tmp_path, (DESCRIBE, ("\n\n".join(f"Paragraph {number}" for number in range(100)),)))
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await shown(pilot, "Paragraph 0")
        await pilot.press("ctrl+d", "j", "j")
        await until(pilot, lambda: screen.body.scroll_y > 0, "scrolled")
        where = screen.body.scroll_y
        await pilot.press("space")
        await complete(pilot, screen)
        assert screen.body.scroll_y == where


# --- layout


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_every_line_has_the_width_of_the_screen_whatever_the_names(tmp_path: Path, size: tuple[int, int]) -> None:
    give_hostile_names(tmp_path)
    async with running(tmp_path, size) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        for position in range(1, 17):
            await until(pilot, lambda at=position: at_position(screen) == at, f"lesson {position}")
            await pilot.pause()
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
            assert "\x1b" not in screen_text(pilot)
            await pilot.press("n")


def at_position(screen: LessonScreen) -> int:
    return screen.snapshot.value.position if screen.snapshot.value else 0


async def test_the_text_is_at_most_90_wide_and_centred(tmp_path: Path) -> None:
    change(tmp_path, (DESCRIBE, ("word " * 400,)))
    async with running(tmp_path, (120, 40)) as pilot:
        await open_lesson(pilot, COURSE, 1)
        await shown(pilot, "word word")
        lines = [line for line in screen_lines(pilot) if "word word" in line]
        assert {len(line) - len(line.lstrip()) for line in lines} == {15}
        assert max(len(line.rstrip()) for line in lines) <= 105


async def test_zoom_leaves_the_lesson_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await open_lesson(pilot, COURSE, 1)
        await pilot.press("z")
        await until(pilot, lambda: "? Help" not in screen_text(pilot), "no footer")
        assert screen.query_one(LessonBody).has_focus
        await shown(pilot, "An arrow in space")
