"""The course manager on the demo: moves are staged, saved once, undone, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from rich.cells import cell_len
from sqlalchemy import delete, update

from api_client.documents import catalog
from api_client.ordering.moves import lesson_to_end, lesson_to_position, lesson_to_start
from api_client.resources.admin.fields import NewLesson
from backend.tables import course_products, course_sections, lessons
from screens.admin.course.conflict import ConflictScreen
from screens.admin.course.course import CourseManager
from screens.admin.course.recovery import RecoveryScreen
from screens.unsaved import UnsavedScreen
from tests.screens.admin.managing import (
    BEGINNING,
    flat,
    manage,
    numbered,
    on_screen,
    other_admin,
    saved,
    seen_by_learners,
)
from tests.screens.admin.rooms import embedded_database
from tests.screens.places import app_of, click_on, give_hostile_names
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from api_client.ordering.journal import Journal


def base_of(screen: CourseManager) -> list[str]:
    assert screen.copy is not None
    return flat(screen.copy.base)


async def stored(screen: CourseManager) -> list[object]:
    """Everything of the course that can be edited, as the server has it."""
    course = await screen.library.administer(lambda admin: admin.courses.outline(screen.course_id))
    return [
        (section.id, section.name, section.status, [(each.id, each.name, each.status) for each in section.lessons])
        for section in course.sections
    ]


async def on(pilot: Pilot[int], kind: type[object]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted, kind.__name__)
    await pilot.pause()


async def test_moves_are_staged_and_saved_in_one_request_and_learners_get_that_order(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[5])
        await pilot.press("m", "k", "enter")
        screen.rows.select_id(base[10])
        await pilot.press("m", "l", "j", "enter")
        await shown(pilot, "2 moved · unsaved")
        assert on_screen(screen, base) == "1 2 3 4 6 5|7 8 9 10 12|13 11 14 15 16"
        assert await seen_by_learners(screen.library, screen.course_id) == base
        await shown(pilot, "was 11, Spaces and products")
        await shown(pilot, "11 → 13, into Eigen-things")
        await pilot.press("f2")
        await saved(pilot, screen)
        await shown(pilot, "2 saved")
        assert screen.copy is not None
        assert await seen_by_learners(screen.library, screen.course_id) == flat(screen.copy.order)
        assert "•" not in screen_text(pilot).replace("• moves unsaved", "")


def journal(screen: CourseManager) -> Journal:
    """What can be undone and redone."""
    assert screen.copy is not None
    return screen.copy.journal


async def test_undo_takes_back_moves_and_edits_exactly_also_after_saving(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        before = await stored(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter", "v", "f2")
        await saved(pilot, screen)
        screen.rows.select_id(base[3])
        await pilot.press("x")
        screen.rows.select_id(base[9])
        await pilot.press("x", "v")
        await until(pilot, lambda: not screen.saving, "answered")
        await pilot.press("escape", "alt+down", "f2")
        await saved(pilot, screen)
        after = await stored(screen)
        for _ in range(4):
            await pilot.press("u")
            await pilot.pause()
        await until(pilot, lambda: not screen.saving and not journal(screen).done, "all is undone")
        await pilot.press("f2")
        await saved(pilot, screen)
        assert await stored(screen) == before
        for _ in range(4):
            await pilot.press("U")
            await pilot.pause()
        await until(pilot, lambda: not screen.saving and not journal(screen).undone, "all is redone")
        await pilot.press("f2")
        await saved(pilot, screen)
        assert await stored(screen) == after


async def test_undo_survives_what_another_admin_moved_meanwhile(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[0])
        await pilot.press("m", "end", "enter", "f2")
        await saved(pilot, screen)
        async with other_admin(tmp_path, screen.course_id) as other:
            await other.reorder(lambda order: lesson_to_start(order, base[8]))
            await pilot.press("r")
            await until(pilot, lambda: base_of(screen)[0] == base[8], "their move")
            await pilot.press("u", "f2")
            await saved(pilot, screen)
            assert numbered(await other.order(), base) == "1 9 2 3 4 5 6|7 8 10 11 12|13 14 15 16"


async def test_two_admins_moves_are_merged_and_what_both_moved_is_asked(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        async with other_admin(tmp_path, screen.course_id) as other:
            screen.rows.select_id(base[1])
            await pilot.press("m", "end", "enter")
            screen.rows.select_id(base[6])
            await pilot.press("m", "home", "enter")
            await other.reorder(lambda order: lesson_to_position(lesson_to_end(order, base[6]), base[13], 12))
            section_id = (await other.order())[1].id
            new = NewLesson(name="Theirs", youtube_video_id="PFDu9oVAE-g")
            lesson = await other.do(lambda admin: admin.lessons.create(section_id, new))
            await pilot.press("f2")
            await on(pilot, ConflictScreen)
            text = screen_text(pilot)
            assert "1 row you both moved" in text
            assert "Theirs" in text
            assert "new lesson" in text
            await pilot.press("f2")
            assert isinstance(pilot.app.screen, ConflictScreen)
            await pilot.press("o", "f2")
            await saved(pilot, screen)
            assert numbered(await other.order(), base) == "7 1 3 4 5 6|8 9 10 11 12 +|14 13 15 16 2"
            assert str(lesson.id) in flat(await other.order())


async def test_from_a_conflict_one_can_go_back_to_editing_and_nothing_is_lost(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        async with other_admin(tmp_path, screen.course_id) as other:
            screen.rows.select_id(base[1])
            await pilot.press("m", "end", "enter")
            mine = on_screen(screen, base)
            await other.reorder(lambda order: lesson_to_end(order, base[0]))
            await pilot.press("f2")
            await on(pilot, ConflictScreen)
            await pilot.press("escape")
            await shown(pilot, "What you moved is still here.")
            assert on_screen(screen, base) == mine
            await pilot.press("f2")
            await on(pilot, ConflictScreen)
            await pilot.press("f2")
            await saved(pilot, screen)
            assert numbered(await other.order(), base) == "3 4 5 6|7 8 9 10 11 12|13 14 15 16 2 1"


async def test_a_lesson_that_another_admin_deletes_disappears_and_moves_stay(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        async with other_admin(tmp_path, screen.course_id) as other:
            screen.rows.select_id(base[1])
            await pilot.press("m", "end", "enter")
            await other.do(lambda admin: admin.lessons.delete(base[4]))
            await pilot.press("r")
            await until(pilot, lambda: base[4] not in screen.rows.rows, "the lesson gone")
            await pilot.press("f2")
            await saved(pilot, screen)
            assert numbered(await other.order(), base) == "1 3 4 6|7 8 9 10 11 12|13 14 15 16 2"


async def test_esc_asks_an_arrow_does_nothing_and_what_is_kept_is_offered_again(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter")
        staged = on_screen(screen, base)
        await pilot.press("escape")
        await on(pilot, UnsavedScreen)
        await pilot.press("up", "down")
        assert isinstance(pilot.app.screen, UnsavedScreen)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "back in the tree")
        assert on_screen(screen, base) == staged
        await pilot.press("escape")
        await on(pilot, UnsavedScreen)
        await pilot.press("k")
        await until(pilot, lambda: screen not in pilot.app.screen_stack, "left")
        await shown(pilot, "moves unsaved")
        again = await manage(pilot)
        await on(pilot, RecoveryScreen)
        assert "1 move in Linear Algebra" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on_screen(again, base) == staged, "recovered")
        await pilot.press("u")
        await until(pilot, lambda: on_screen(again, base) == BEGINNING, "undone")


async def test_a_draft_is_merged_with_what_the_server_has_by_then(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter")
    async with running(tmp_path) as pilot, other_admin(tmp_path, screen.course_id) as other:
        await shown(pilot, "Moves in Linear Algebra were kept")
        await other.reorder(lambda order: lesson_to_start(order, base[15]))
        again = await manage(pilot)
        await on(pilot, RecoveryScreen)
        await until(pilot, lambda: base_of(again)[0] == base[15], "their move")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is again, "recovered")
        await pilot.press("f2")
        await saved(pilot, again)
        assert numbered(await other.order(), base) == "16 1 3 4 5 6|7 8 9 10 11 12|13 14 15 2"


async def test_discarding_leaves_the_order_and_no_draft(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        screen.rows.select_id(base_of(screen)[1])
        await pilot.press("m", "end", "enter", "escape")
        await on(pilot, UnsavedScreen)
        await pilot.press("d")
        await until(pilot, lambda: screen not in pilot.app.screen_stack, "left")
        assert await screen.library.drafts.all() == []


async def test_going_to_another_place_keeps_what_is_staged_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter", "3")
        await shown(pilot, "1 move in Linear Algebra kept, not saved.")
        await pilot.press("1")
        await until(pilot, lambda: pilot.app.screen is screen, "the tree again")
        assert on_screen(screen, base) == "1 3 4 5 6|7 8 9 10 11 12|13 14 15 16 2"


async def test_a_refused_save_says_why_and_keeps_the_moves(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter")
        async with other_admin(tmp_path, screen.course_id) as other:
            with embedded_database(tmp_path) as connection:
                connection.execute(delete(course_products))  # what is sold is not deleted
            await other.do(lambda admin: admin.courses.delete(screen.course_id))
        await pilot.press("f2")
        await until(pilot, lambda: screen.save_state.kind == "refused", "refused")
        await shown(pilot, "! 1 moved")
        assert on_screen(screen, base) == "1 3 4 5 6|7 8 9 10 11 12|13 14 15 16 2"


async def test_a_number_is_asked_for(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("number_sign")
        await shown(pilot, "To number, 1 to 16")
        await pilot.press("9", "9", "enter")
        await shown(pilot, "A number from 1 to 16.")
        await pilot.press("backspace", "enter")
        await until(pilot, lambda: pilot.app.screen is screen, "moved")
        assert on_screen(screen, base) == "1 3 4 5 6|7 8 9 2 10 11 12|13 14 15 16"


async def test_grabbing_while_the_rows_are_narrowed_shows_all_of_them(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        await pilot.press("slash", *"determinant", "enter")
        await until(pilot, lambda: len(screen.rows.rows) <= 3, "narrowed")
        screen.rows.select_id(base[5])
        await pilot.press("m")
        await until(pilot, lambda: len(screen.rows.rows) > 16, "all rows")
        await pilot.press("k", "enter")
        await pilot.pause()
        assert on_screen(screen, base) == "1 2 3 4 6 5|7 8 9 10 11 12|13 14 15 16"


async def test_the_footer_s_keys_can_be_clicked(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        screen.rows.select_id(base_of(screen)[1])
        await click_on(pilot, "m Move")
        await shown(pilot, "esc Put back")
        assert app_of(pilot).screen is screen
        assert screen.rows.grabbed


async def test_lint_leads_back_to_the_row_in_the_same_tree_with_what_is_staged(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter")
        async with other_admin(tmp_path, screen.course_id) as other:
            section_id = (await other.order())[0].id
            await other.do(lambda admin: admin.sections.change(section_id, {"status": "private"}))
        await pilot.press("L")
        await shown(pilot, "Lint: Linear Algebra")
        await until(pilot, lambda: "finding" in screen_text(pilot), "findings")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen, "the tree again")
        assert screen.rows.selected_id in (base[0], *base[2:6])
        assert on_screen(screen, base) == "1 3 4 5 6|7 8 9 10 11 12|13 14 15 16 2"


async def test_a_deletion_says_what_it_affects_and_needs_the_word(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        screen.rows.select_id(base[1])
        await pilot.press("m", "end", "enter")
        screen.rows.select_id(base[5])
        await pilot.press("D")
        await shown(pilot, "1 learner, 0 completions")
        await shown(pilot, "It cannot be undone.")
        await pilot.press(*"the determinant", "enter")
        await until(pilot, lambda: base[5] not in screen.rows.rows, "gone")
        assert on_screen(screen, base) == "1 3 4 5|7 8 9 10 11 12|13 14 15 16 2"
        await pilot.press("f2")
        await saved(pilot, screen)
        assert await seen_by_learners(screen.library, screen.course_id) == [
            base[each - 1] for each in (1, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 2)
        ]


async def test_a_refused_edit_is_taken_back_with_its_reason(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        base = base_of(screen)
        with embedded_database(tmp_path) as connection:
            connection.execute(delete(lessons).where(lessons.c.id == UUID(base[2])))
        screen.rows.select_id(base[2])
        await pilot.press("v")
        await shown(pilot, "Taken back: ")
        assert screen.known is not None
        assert not screen.saving


async def test_hostile_names_fit_every_size_and_no_control_character_is_drawn(tmp_path: Path) -> None:
    give_hostile_names(tmp_path)
    for size in SIZES:
        async with running(tmp_path, size) as pilot:
            library = app_of(pilot).library
            await until(pilot, lambda library=library: library.status.connection == "online", "the library")
            found = (await library.fetch(catalog())).value or ()
            screen = CourseManager(library, next(row.id for row in found if row.name == "Linear Algebra"))
            await pilot.app.push_screen(screen)
            await until(pilot, lambda screen=screen: bool(screen.rows.rows), "the tree")
            for key in ("j", "m", "down", "enter", "x", "G"):
                await pilot.press(key)
                await pilot.pause()
                lines = screen_lines(pilot)
                assert {cell_len(line) for line in lines} == {size[0]}, (key, size)
                assert "".join(lines).replace("\n", "").isprintable()
            await pilot.press("u")
            await library.drafts.drop(screen.course_id)


async def test_the_footer_offers_to_undo_and_redo_only_what_there_is(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        await shown(pilot, "v Visibility")
        assert "Undo" not in screen_text(pilot)
        screen.rows.select_id(base_of(screen)[0])
        await pilot.press("m", "down", "enter")
        await shown(pilot, "u Undo   v Visibility   a New lesson")
        await pilot.press("u")
        await shown(pilot, "U Redo")
        assert "u Undo" not in screen_text(pilot)


async def test_a_section_without_a_name_is_called_untitled_where_one_moves_to_it(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        connection.execute(update(course_sections).values(name=""))
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        screen.rows.select_id(base_of(screen)[0])
        await pilot.press("m", "right", "enter")
        await shown(pilot, ", into (untitled)")
        await pilot.press("escape")
        await shown(pilot, "1 move in Linear Algebra is not saved yet.")
        await pilot.press("d")
        await until(pilot, lambda: screen not in pilot.app.screen_stack, "left")
