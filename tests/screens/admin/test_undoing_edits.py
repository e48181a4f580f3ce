"""Undoing an edit after another admin edited something: of the same row it is asked for, of another it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from screens.admin.form import FormScreen
from screens.choice import ChoiceScreen
from tests.screens.admin.managing import flat, manage, numbered, other_admin, saved
from tests.screens.running import running, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from api_client.ordering.journal import Fields
    from api_client.resources.admin.fields import LessonFields
    from screens.admin.course.course import CourseManager
    from tests.screens.admin.managing import OtherAdmin

Way = Literal["name", "status"]
OURS = {"name": "Linear combinations, span, and basis vectors, again", "status": "preview"}
THEIRS = {"name": "Theirs", "status": "private"}


async def edit(other: OtherAdmin, id: str, field: Way) -> None:
    """What another admin does to a lesson."""
    changes: LessonFields = {"name": "Theirs"} if field == "name" else {"status": "private"}
    await other.do(lambda admin: admin.lessons.change(id, changes))


def field_of(screen: CourseManager, id: str, field: Way) -> str | None:
    fields: Fields | None = screen.fields_of(id)
    assert fields is not None
    return fields[field]


async def edited(pilot: Pilot[int], screen: CourseManager, id: str, field: Way) -> str | None:
    """Change a lesson by its form or by the key for its visibility; what the field was."""
    was = field_of(screen, id, field)
    screen.rows.select_id(id)
    if field == "name":
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form")
        await pilot.press(*", again", "f2")
        await until(pilot, lambda: pilot.app.screen is screen, "saved")
    else:
        await pilot.press("v")
        await until(pilot, lambda: not screen.saving, "answered")
    assert field_of(screen, id, field) == OURS[field]
    return was


@pytest.mark.parametrize("field", ["name", "status"])
@pytest.mark.parametrize("over_theirs", [True, False], ids=["undone", "left"])
async def test_of_a_row_that_another_admin_edited_it_is_asked_for(
    tmp_path: Path, field: Way, *, over_theirs: bool
) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        assert screen.copy is not None
        id = flat(screen.copy.base)[1]
        was = await edited(pilot, screen, id, field)
        async with other_admin(tmp_path, screen.course_id) as other:
            await edit(other, id, field)
            await pilot.press("r")
            await until(pilot, lambda: field_of(screen, id, field) == THEIRS[field], "their edit")
            await pilot.press("u")
            await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceScreen), "the question")
            await shown(pilot, "Another admin has changed")
            await pilot.press(*([] if over_theirs else ["down"]), "enter")
            await until(pilot, lambda: pilot.app.screen is screen and not screen.saving, "answered")
            await until(pilot, lambda: not (screen.copy and screen.copy.journal.done), "nothing is left to undo")
            now = await other.do(lambda admin: admin.courses.outline(screen.course_id))
        lesson = next(each for section in now.sections for each in section.lessons if str(each.id) == id)
        assert getattr(lesson, field) == (was if over_theirs else THEIRS[field])


@pytest.mark.parametrize("field", ["name", "status"])
async def test_of_another_row_than_theirs_nothing_is_asked(tmp_path: Path, field: Way) -> None:
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        assert screen.copy is not None
        id, another = flat(screen.copy.base)[1:3]
        was = await edited(pilot, screen, id, field)
        async with other_admin(tmp_path, screen.course_id) as other:
            await edit(other, another, field)
            await pilot.press("r")
            await until(pilot, lambda: field_of(screen, another, field) == THEIRS[field], "their edit")
            await pilot.press("u")
            await until(pilot, lambda: field_of(screen, id, field) == was and not screen.saving, "undone")
            assert pilot.app.screen is screen
            now = await other.do(lambda admin: admin.courses.outline(screen.course_id))
        lessons = {str(each.id): getattr(each, field) for section in now.sections for each in section.lessons}
        assert (lessons[id], lessons[another]) == (was, THEIRS[field])


async def test_a_save_asks_nothing_where_only_a_text_changed_that_no_row_shows(tmp_path: Path) -> None:
    """An edit of one's own that was just answered was told as another admin's."""
    async with running(tmp_path) as pilot:
        screen = await manage(pilot)
        assert screen.copy is not None
        base = flat(screen.copy.base)
        screen.rows.select_id(base[0])
        await pilot.press("m", "end", "enter")
        await shown(pilot, "1 moved · unsaved")
        async with other_admin(tmp_path, screen.course_id) as other:
            await other.do(lambda admin: admin.lessons.change(base[1], {"description": "Theirs"}))
            await pilot.press("f2")
            await saved(pilot, screen)
            assert pilot.app.screen is screen
            assert "meanwhile" not in screen_text(pilot)
            assert numbered(await other.order(), base) == "2 3 4 5 6|7 8 9 10 11 12|13 14 15 16 1"
