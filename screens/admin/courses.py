"""The admin's courses: all of them, with what learners do not see; make, change, copy and delete them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from textual import on, work
from textual.binding import Binding, BindingType

from api_client.admin_rows import AdminCourseRow, admin_course_rows
from api_client.documents import admin_courses
from api_client.errors import ApiError
from screens.admin.content_forms import course_form
from screens.admin.duplicate import duplicate
from screens.admin.form import versioned
from screens.admin.listed_place import ListedPlace
from widgets.admin.course_list import AdminCourseList, course_facts
from widgets.row_list import RowList
from widgets.state_panel import KeyHelp
from widgets.text import brief, plural

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from api_client.library import Library
    from api_client.models.admin import AdminCourse
    from api_client.resources.admin.fields import CourseFields, NewCourse
    from widgets.facts_pane import Facts


class AdminCoursesScreen(ListedPlace["AdminCourse", AdminCourseRow]):
    """Every course of the server."""

    MODE = "admin"
    WHAT = "courses"
    NEW = KeyHelp("a", "New course", action="screen.add")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "New", id="admin_courses.add", tooltip="Make a course"),
        Binding("e", "edit", "Edit", id="admin_courses.edit", tooltip="Change its name and description"),
        Binding("d", "duplicate", "Duplicate", id="admin_courses.duplicate", tooltip="Make a private copy of it"),
        Binding("D", "delete", "Delete", id="admin_courses.delete", tooltip="Delete it with everything in it"),
        Binding("V", "view_as", "View as", id="admin_courses.view_as", tooltip="See it as a visitor or a learner does"),
        Binding("L", "lint", "Lint", id="admin_courses.lint", tooltip="What in all courses is probably not meant"),
    ]
    FOOTER = (
        "filter.leave", "filter.clear", "list.open", "admin_courses.add", "admin_courses.edit", "admin.filter",
        "admin.next_place", "admin_courses.lint", "admin_courses.view_as", "admin_courses.duplicate",
        "admin_courses.delete", "page.details",
    )  # fmt: skip
    OF_A_ROW = ListedPlace.OF_A_ROW | {"edit", "duplicate", "delete", "view_as"}

    def __init__(self, library: Library) -> None:
        super().__init__(library, AdminCourseList(), admin_courses())

    def rows_of(self, models: Sequence[AdminCourse]) -> tuple[AdminCourseRow, ...]:
        """A row a course."""
        return admin_course_rows(models)

    def text_of(self, row: AdminCourseRow) -> str:
        """Name and description."""
        return f"{row.name}\n{row.description}"

    def facts(self) -> Facts | None:
        """Of the selected course."""
        return course_facts(row) if (row := self.rows.selected) is not None else None

    def again(self, library: Library) -> AdminCoursesScreen:
        """As another viewer is shown them, if that one is an admin, too."""
        return AdminCoursesScreen(library)

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        if self.app.screen is self:
            self.app.manage_course(event.row_id)

    @work(exclusive=True, group="form")
    async def action_add(self) -> None:
        """Make a course."""
        new_id = str(uuid4())

        def save(changes: NewCourse) -> Awaitable[AdminCourse]:
            return self.library.administer(lambda admin: admin.courses.create(changes, new_id=new_id))

        if (course := await self.app.push_screen_wait(course_form(save))) is not None:
            self.put(course)

    @work(exclusive=True, group="form")
    async def action_edit(self) -> None:
        """Change the selected course."""
        if (course := self.selected) is None:
            return

        def save(changes: CourseFields, version: str | None) -> Awaitable[AdminCourse]:
            return self.library.administer(
                lambda admin: admin.courses.change(str(course.id), changes, if_match=version)
            )

        changed = await self.app.push_screen_wait(course_form(versioned(save, course.version), course))
        if changed is not None:
            self.put(changed)

    @work(exclusive=True, group="duplicate")
    async def action_duplicate(self) -> None:
        """Make a copy of the selected course."""
        if (row := self.rows.selected) is None:
            return
        try:
            copy = await self.library.administer(partial(duplicate, course_id=row.id))
        except ApiError as error:
            self.app.tell(f"Not copied: {error}", severity="error")
            return
        self.app.tell(f"A private copy of {brief(row.name)} was made.")
        self.select(str(copy.id))

    @work(exclusive=True, group="form")
    async def action_delete(self) -> None:
        """Delete the selected course, once its name was typed; not one that is sold."""
        if (row := self.rows.selected) is None:
            return
        if row.products:
            sold = " and ".join(f"“{brief(product.name)}”" for product in row.products[:3])
            name = brief(row.name)
            self.app.tell(f"{name} is in {sold}. Take it out of there first.", severity="warning", key="tab products")
            return
        await self.delete(row.name, _what_goes(row), call=lambda admin: admin.courses.delete(row.id))

    @work(exclusive=True, group="viewer")
    async def action_view_as(self) -> None:
        """See the selected course through other eyes."""
        from screens.admin.view_as import view_as

        if (row := self.rows.selected) is not None:
            await view_as(self, row.id)

    def action_lint(self) -> None:
        """Look for what is probably not meant, everywhere."""
        from screens.admin.lint import LintScreen

        self.app.push_screen(LintScreen(self.library))


def _what_goes(row: AdminCourseRow) -> str:
    sections, lessons = plural(row.section_count, "section"), plural(row.lesson_count, "lesson")
    learners, completions = plural(row.learner_count, "learner"), plural(row.completion_count, "completion")
    return f"{sections}, {lessons} and {completions} go too; {learners} lose the course."
