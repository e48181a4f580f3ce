"""The outline's side pane: the selected lesson at a glance, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.marks import marks
from widgets.outline_list import lesson_mark
from widgets.paint import Line, Piece, cut_line, first_lines, spread, wrap
from widgets.plain_text import paragraphs
from widgets.text import one_line
from widgets.times import ago

if TYPE_CHECKING:
    from api_client.rows import LessonRow, SectionRow

DESCRIPTION_LINES = 12


@dataclass(frozen=True, slots=True)
class LessonDetails:
    """What the pane shows. The description and the link come later than the rest."""

    section: SectionRow
    total: int
    """Lessons of the course."""
    owned: bool
    lesson: LessonRow | None = None
    """None where the section itself is selected."""
    why_locked: str = ""
    description: str | None = None
    link: str = ""
    """The video's address, short, as it is shown."""


def state_words(lesson: LessonRow, owned: bool) -> str:
    """The lesson's state in words."""
    if lesson.locked:
        return "locked"
    if lesson.completed_at is None:
        return "not complete" if owned else "preview"
    words = f"complete, {ago(lesson.completed_at)}"
    return f"{words}, waiting to be sent" if lesson.sync == "waiting" else words


class LessonPane(Lines):
    """A lesson, or a section, with its keys."""

    details: reactive[LessonDetails | None] = reactive[LessonDetails | None](None, repaint=False)
    keys: reactive[Mapping[str, str]] = reactive[Mapping[str, str]]({}, repaint=False)
    """How the keys are written, by binding id."""

    def watch_details(self) -> None:
        """Another lesson, or more of it."""
        self.redraw()

    def watch_keys(self) -> None:
        """Keys can be set."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """Place, name, state, description, keys, link."""
        details = self.details
        if details is None:
            return []
        blocks = self._of_section(details, width)
        if details.lesson is not None:
            blocks = self._of_lesson(details, details.lesson, width)
        lines: list[Line] = []
        for block in blocks:
            if block:
                lines += [[], *block] if lines else block
        return lines

    def _of_section(self, details: LessonDetails, width: int) -> list[list[Line]]:
        section = details.section
        count = f"{section.completed_count} of {section.lesson_count} complete"
        if not details.owned:
            count = f"{section.lesson_count} lessons"
        keys = [("list.open", "fold or unfold", "open_selected")]
        return [[*wrap(one_line(section.name), width, "strong"), [Piece(count, "muted")]], self._keys(keys)]

    def _of_lesson(self, details: LessonDetails, lesson: LessonRow, width: int) -> list[list[Line]]:
        sign, tone = lesson_mark(lesson, details.owned)
        place = Piece(f"{lesson.position} of {details.total}", "faint")
        head = [
            spread([Piece(one_line(details.section.name), "faint")], [place], width),
            *wrap(one_line(lesson.name), width, "strong"),
            [Piece(f"{sign} ", tone), Piece(state_words(lesson, details.owned), "muted")],
        ]
        if lesson.locked:
            return [head, wrap(details.why_locked, width, "muted")]
        link = cut_line([Piece(f"{marks().next} ", "accent"), Piece(details.link, "muted", "screen.watch")], width)
        return [
            head,
            *self._description(details, width),
            self._lesson_keys(details, lesson),
            [link] * bool(details.link),
        ]

    def _description(self, details: LessonDetails, width: int) -> list[list[Line]]:
        """The first paragraphs, as far as there is room; the height decides, so that the keys stay in view."""
        room = max(3, min(DESCRIPTION_LINES, self.size.height - 12))
        blocks: list[list[Line]] = []
        for text in paragraphs(details.description or ""):
            block = first_lines(wrap(text, width, "text"), room)
            blocks.append(block)
            room -= len(block) + 1
            if room < 2:
                break
        return blocks

    def _lesson_keys(self, details: LessonDetails, lesson: LessonRow) -> list[Line]:
        keys = [("list.open", "read the lesson", "open_selected")]
        if details.link:
            keys.append(("lesson.watch", "watch the video", "watch"))
        if details.owned:
            mark = "mark complete" if lesson.completed_at is None else "mark not complete"
            keys += [
                ("lesson.complete", mark, "complete"),
                ("lesson.complete_next", "complete and next", "complete_next"),
            ]
        return self._keys(keys)

    def _keys(self, keys: list[tuple[str, str, str]]) -> list[Line]:
        width = max((len(self.keys.get(binding, "")) for binding, _, _ in keys), default=0)
        return [
            [
                Piece(self.keys[binding].ljust(width + 2), "strong", f"screen.{action}"),
                Piece(label, "muted", f"screen.{action}"),
            ]
            for binding, label, action in keys
            if binding in self.keys
        ]
