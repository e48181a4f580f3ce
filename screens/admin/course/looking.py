"""Looking at a course: through other eyes, why a lesson is seen, and what in it is probably not meant."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from screens.admin.course.text_editing import TextEditing


class Looking(TextEditing):
    """Goes to what shows it; none of it changes anything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("V", "view_as", "View as", show=False, id="course.view", tooltip="See it as a visitor or a learner"),
        Binding("W", "why", "Why", show=False, id="course.why", tooltip="Why somebody sees the lesson, or does not"),
        Binding("L", "lint", "Lint", show=False, id="course.lint", tooltip="What in this course is probably not meant"),
    ]

    @work(exclusive=True, group="look")
    async def action_view_as(self) -> None:
        """The course as a visitor, a learner or a certain user sees it: as it is saved."""
        from screens.admin.view_as import view_as

        await view_as(self, self.course_id)

    @work(exclusive=True, group="look")
    async def action_why(self) -> None:
        """Why somebody sees the selected lesson, sees it locked, or does not see it."""
        from screens.admin.why import ask_why

        if self.known is not None and (lesson_id := self.rows.selected_id) in self.known.lessons:
            await ask_why(self, lesson_id, self.known.name(lesson_id))

    def action_lint(self) -> None:
        """What is probably not meant; from there one comes back to the row."""
        from screens.admin.lint import LintScreen

        self.app.push_screen(LintScreen(self.library, self.course_id, self.course_name))

    def jump_to(self, key: str | None) -> None:
        """Select a row, if it is there."""
        if key is not None:
            self.select(key)
            self.show_course()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only who sees a lesson can be asked; while a row is moved, nothing is."""
        if action in ("view_as", "why", "lint"):
            if not self.is_mounted or self.known is None or self.rows.grabbed or self.rows.drag:
                return False
            return action != "why" or self.rows.selected_id in self.known.lessons
        return super().check_action(action, parameters)
