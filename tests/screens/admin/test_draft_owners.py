"""Whose the kept moves of a course are: of one account, and of the terminal that staged them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api_client.library import Library
from screens.admin.course.course import CourseManager
from screens.admin.course.recovery import RecoveryScreen
from screens.unsaved import UnsavedScreen
from tests.clerk.emulator import ADMIN, LEARNER
from tests.screens.admin.managing import COURSE, flat, manage
from tests.screens.places import app_of
from tests.screens.running import running, screen_text, shown, until
from tests.screens.school import ADA, LENA, DemoSchool, at_school, board, visiting
from tests.screens.test_accounts import go_to, said, signed_in
from tui.embedded import embedded_target

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from textual.pilot import Pilot


@asynccontextmanager
async def other_terminal(home: Path) -> AsyncGenerator[Library]:
    """What another process of the same account has open."""
    library = Library(embedded_target(home / "data"), home / "library")
    library.start()
    try:
        yield library
    finally:
        library.close()


async def moved_down(pilot: Pilot[int], screen: CourseManager, place: int) -> None:
    """Stage a move of a lesson, and wait until it is kept or cannot be."""
    assert screen.copy is not None
    screen.rows.select_id(flat(screen.copy.order)[place])
    await pilot.press("m", "down", "enter")
    await until(pilot, lambda: screen.copy is not None and screen.copy.unsaved, "staged")
    await until(pilot, lambda: not any(each.group == "drafts" for each in pilot.app.workers), "kept")


async def test_a_terminal_keeps_no_moves_over_those_of_another_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        await moved_down(pilot, screen, 0)
        async with other_terminal(tmp_path) as other:
            theirs = await other.drafts.load(screen.course_id)
            assert theirs is not None
            # They take up what is kept, and go on with it.
            assert await other.drafts.save(theirs._replace(journal="[]", saved_at=theirs.saved_at.replace(year=2042)))
            await moved_down(pilot, screen, 3)
            assert said(pilot, "Another terminal of yours keeps moves in this course.")
            kept = await other.drafts.load(screen.course_id)
            assert kept is not None
            assert (kept.journal, kept.staged) == ("[]", theirs.staged)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, UnsavedScreen), "the question")
            assert "Keep as draft" not in screen_text(pilot)
            await pilot.press("f2")
            await until(pilot, lambda: screen not in pilot.app.screen_stack, "saved, and left")
            assert await other.drafts.load(screen.course_id) == kept


async def test_kept_moves_are_of_the_account_that_staged_them(tmp_path: Path, school: DemoSchool) -> None:
    async with visiting(board(tmp_path, school.url), tmp_path) as pilot:
        await at_school(pilot)
        await signed_in(pilot, school, ADMIN, LEARNER)
        school.set_role(LEARNER, "admin")
        school.set_role(ADMIN, "admin")
        app_of(pilot).library.refresh()
        await until(pilot, lambda: app_of(pilot).library.status.is_admin, "an admin")
        screen = await manage(pilot, COURSE)
        await moved_down(pilot, screen, 0)
        staged = screen.copy
        assert staged is not None

        await go_to(pilot, ADA)
        await at_school(pilot, ADA)
        await until(pilot, lambda: app_of(pilot).library.status.is_admin, "another admin")
        await until(pilot, lambda: isinstance(pilot.app.screen, CourseManager), "the same course")
        theirs = pilot.app.screen
        assert isinstance(theirs, CourseManager)
        await until(pilot, lambda: theirs.copy is not None, "the tree")
        assert theirs.copy is not None
        assert theirs.copy.order == staged.base
        assert await app_of(pilot).library.drafts.all() == []

        await go_to(pilot, LENA)
        await at_school(pilot, LENA)
        await until(pilot, lambda: isinstance(pilot.app.screen, RecoveryScreen), "the offer")
        await shown(pilot, f"1 move in {COURSE}")
        await pilot.press("enter")
        back = next(each for each in pilot.app.screen_stack if isinstance(each, CourseManager))
        await until(pilot, lambda: back.copy is not None and back.copy.order == staged.order, "recovered")
