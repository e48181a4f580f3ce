"""What a document would make of a course, for a person to look at before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from api_client.models.admin import AdminLesson, AdminSection, LessonDocument, SectionDocument
from api_client.ordering.changes import changes_between
from api_client.ordering.outline_order import order_of
from api_client.ordering.words import went

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api_client.models.admin import AdminOutline, CourseDocument

Old = AdminSection | AdminLesson
New = SectionDocument | LessonDocument
What = Literal["course", "section", "lesson"]
Kind = Literal["deleted", "new", "moved", "renamed", "visibility", "text", "video"]


class Change(NamedTuple):
    """One thing that changes. Names are as they are stored: whoever draws them makes them harmless."""

    kind: Kind
    what: What
    id: str
    """Empty for something new that has none yet."""
    name: str
    """As it will be called, if it is not `renamed` or `deleted`: then as it is called now."""
    detail: str
    """The new name, the new thing's visibility, from what to what, or what is lost with it; it may be empty."""


@dataclass(frozen=True)
class Difference:
    """Everything that changes: what is deleted first, then what is new, moves, and fields."""

    changes: tuple[Change, ...]
    completion_count: int
    """Completions that would be lost."""

    @property
    def deletes(self) -> bool:
        """Whether something would be deleted, which cannot be undone."""
        return any(change.kind == "deleted" for change in self.changes)


def difference(outline: AdminOutline, document: CourseDocument) -> Difference:
    """What the document would change of the course."""
    old: dict[str, Old] = {str(each.id): each for section in outline.sections for each in (section, *section.lessons)}
    new: list[New] = [each for section in document.sections for each in (section, *section.lessons)]
    here = {str(each.id) for each in new}
    gone = [each for id, each in old.items() if id not in here]
    return Difference(
        (
            *(Change("deleted", _what(each), str(each.id), each.name, _lost(each)) for each in gone),
            *(
                Change("new", _what(each), str(each.id or ""), each.name, each.status)
                for each in new
                if str(each.id) not in old
            ),
            *_moves(outline, document, {**old, **{str(each.id): each for each in new}}),
            *_course(outline, document),
            *(change for each in new if str(each.id) in old for change in _fields(old[str(each.id)], each)),
        ),
        sum(each.completion_count for each in gone if isinstance(each, AdminLesson)),
    )


def _what(each: Old | New) -> What:
    return "section" if isinstance(each, AdminSection | SectionDocument) else "lesson"


def _lost(each: Old) -> str:
    if isinstance(each, AdminSection):
        return ""  # its lessons are told one by one, for some may have gone elsewhere
    return f"{each.completion_count:,} {'completion' if each.completion_count == 1 else 'completions'}"


def _moves(outline: AdminOutline, document: CourseDocument, everything: Mapping[str, Old | New]) -> Iterator[Change]:
    changes = changes_between(order_of(outline), order_of(document))
    for move in (*changes.moved_sections, *changes.moved_lessons):
        detail = went(move, lambda id: everything[id].name)
        yield Change("moved", _what(everything[move.id]), move.id, everything[move.id].name, detail)


def _course(outline: AdminOutline, document: CourseDocument) -> Iterator[Change]:
    if document.name != outline.name:
        yield Change("renamed", "course", str(outline.id), outline.name, document.name)
    if document.description != outline.description:
        yield Change("text", "course", str(outline.id), document.name, "")


def _fields(old: Old, new: New) -> Iterator[Change]:
    what, id = _what(old), str(old.id)
    if new.name != old.name:
        yield Change("renamed", what, id, old.name, new.name)
    if new.status != old.status:
        yield Change("visibility", what, id, new.name, f"{old.status} → {new.status}")
    if isinstance(old, AdminLesson) and isinstance(new, LessonDocument):
        if new.description != old.description:
            yield Change("text", what, id, new.name, "")
        if new.youtube_video_id != old.youtube_video_id:
            yield Change("video", what, id, new.name, f"{old.youtube_video_id} → {new.youtube_video_id}")
