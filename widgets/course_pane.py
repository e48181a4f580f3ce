"""The catalog's side pane: what the selected course is about and how far one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.bar import bar
from widgets.lines import Lines
from widgets.marks import marks
from widgets.money import dollars
from widgets.paint import Line, Piece, cells, first_lines, spread, wrap
from widgets.plain_text import paragraphs
from widgets.text import cut, one_line, plural
from widgets.times import ago

if TYPE_CHECKING:
    from api_client.rows import CourseRow, SectionRow


@dataclass(frozen=True, slots=True)
class CourseDetails:
    """What the pane shows; the sections come later than the course."""

    course: CourseRow
    sections: tuple[SectionRow, ...] | None = None
    finish: str = ""
    """When the course ends at this pace, in words; empty if it is not known."""


DESCRIPTION_LINES = 8


class CoursePane(Lines):
    """A course at a glance."""

    details: reactive[CourseDetails | None] = reactive[CourseDetails | None](None, repaint=False)

    def watch_details(self) -> None:
        """Another course, or more of it."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """Title, description, progress, sections, what comes next, facts."""
        if self.details is None:
            return []
        course = self.details.course
        blocks = [
            wrap(one_line(course.name), width, "strong"),
            first_lines(wrap(next(iter(paragraphs(course.description)), ""), width, "muted"), DESCRIPTION_LINES),
            self._progress(course, width),
            *self._outline(width),
            self._facts(width),
        ]
        lines: list[Line] = []
        for block in blocks:
            if block:
                lines += [[], *block] if lines else block
        return lines

    def _progress(self, course: CourseRow, width: int) -> list[Line]:
        if not course.owned:
            return []
        count = f"{course.completed_count}/{course.lesson_count}"
        line = bar(course.completed_count, course.lesson_count, width - 4 - len(count))
        return [[*line, Piece(" " * (width - cells(line) - len(count))), Piece(count, "text strong")]]

    def _outline(self, width: int) -> list[list[Line]]:
        if self.details is None or self.details.sections is None:
            return []
        return [
            [self._section(section, width) for section in self.details.sections[:12]],
            self._up_next(self.details.sections, width),
        ]

    def _section(self, section: SectionRow, width: int) -> Line:
        signs = marks()
        count = Piece(f"{section.completed_count}/{section.lesson_count}", "muted")
        if self.details is not None and not self.details.course.owned:
            return spread(
                [Piece(f"{signs.dot} ", "faint"), Piece(one_line(section.name), "muted")],
                [Piece(str(section.lesson_count), "muted")],
                width,
            )
        if section.completed_count >= section.lesson_count:
            left = [Piece(f"{signs.done} ", "success"), Piece(one_line(section.name), "muted")]
        elif section.completed_count:
            left = [Piece(f"{signs.begun} ", "accent"), Piece(one_line(section.name))]
        else:
            left = [Piece(f"{signs.open} ", "muted"), Piece(one_line(section.name))]
        return spread(left, [count], width)

    def _up_next(self, sections: tuple[SectionRow, ...], width: int) -> list[Line]:
        signs = marks()
        lessons = [lesson for section in sections for lesson in section.lessons]
        waiting = [lesson for lesson in lessons if not lesson.locked and lesson.completed_at is None]
        start = next((index for index, lesson in enumerate(waiting) if lesson.is_next), 0)
        lines: list[Line] = []
        for lesson in waiting[start : start + 3]:
            sign = Piece(f"{signs.next} ", "accent") if lesson.is_next else Piece(f"{signs.open} ", "muted")
            name = Piece(cut(one_line(lesson.name), width - len(sign.text)), "text" if lesson.is_next else "muted")
            lines.append([sign, name])
        return [[Piece("Up next", "faint")], *lines] if lines else []

    def _facts(self, width: int) -> list[Line]:
        if self.details is None:
            return []
        course = self.details.course
        facts: list[tuple[str, str]] = []
        if course.last_completed_at:
            facts.append(("Last lesson", ago(course.last_completed_at)))
        if self.details.finish:
            facts.append(("At this pace", self.details.finish))
        if not course.owned:
            facts.append(("Lessons", plural(course.lesson_count, "lesson")))
        if course.offers:
            offer = course.offers[0]
            price = f", {dollars(offer.price_in_dollars)}" if offer.price_in_dollars and not course.owned else ""
            facts.append(("Part of", one_line(offer.name) + price))
        return [
            spread([Piece(label, "faint")], [Piece(cut(value, width - len(label) - 2), "muted")], width)
            for label, value in facts
        ]
