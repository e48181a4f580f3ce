"""A document that was made from one state of a course, made to fit a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from api_client.models.admin import CourseDocument, Deleted, LessonDocument, SectionDocument
from api_client.ordering.merge import merge
from api_client.ordering.order import SectionOrder
from api_client.ordering.outline_order import order_of
from api_client.outline_text.document import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from api_client.models.admin import AdminOutline
    from api_client.ordering.order import Order

D = TypeVar("D", SectionDocument, LessonDocument)

_NOWHERE = ""
"""Among sections: where new lessons are until they are put somewhere, so that to put them there is a move."""


def rebased(ours: CourseDocument, base: AdminOutline, theirs: AdminOutline) -> CourseDocument:
    """What the document, made from `base`, makes of `theirs`: the moves, edits, additions and deletions of both.

    Where both changed the same thing ours counts, as the difference to theirs shows. A section that we deleted stays
    if they put a lesson into it. Everything in `ours` has to have an id.
    """
    old, new = document_of(base), document_of(theirs)
    sections = _joined(_sections(old), _sections(ours), _sections(new))
    lessons = _joined(_lessons(old), _lessons(ours), _lessons(new))
    order = _order(old, ours, new)
    here = {id for section in order for id in (section.id, *section.lesson_ids)}
    return CourseDocument(
        id=new.id,
        name=new.name if ours.name == old.name else ours.name,
        description=new.description if ours.description == old.description else ours.description,
        sections=tuple(
            sections[section.id].model_copy(update={"lessons": tuple(lessons[id] for id in section.lesson_ids)})
            for section in order
        ),
        deleted=Deleted(
            sections=tuple(section.id for id, section in _sections(new).items() if id not in here and section.id),
            lessons=tuple(lesson.id for id, lesson in _lessons(new).items() if id not in here and lesson.id),
        ),
    )


def _order(old: CourseDocument, ours: CourseDocument, new: CourseDocument) -> Order:
    gone = _ids(old) - _ids(ours)
    fresh = _ids(ours) - _ids(old)
    before, after = _laid_out(old, ours, gone, fresh), _laid_out(new, ours, gone, fresh)
    wanted = (*order_of(ours), SectionOrder(_NOWHERE, ()))
    disputed = merge(before, wanted, after).decisions
    merged = merge(before, wanted, after, taken={decision.id: "ours" for decision in disputed}).order
    sections = [each for each in merged if each.lesson_ids or each.id not in gone | {_NOWHERE}]
    waiting = next((each for each in sections if each.id == _NOWHERE), None)
    if waiting is None:
        return tuple(sections)
    # They deleted every section that we put something into: it goes into the first one that is left, or made again.
    host, *others = [each for each in sections if each is not waiting] or [SectionOrder(str(ours.sections[0].id), ())]
    return SectionOrder(host.id, (*host.lesson_ids, *waiting.lesson_ids)), *others


def _laid_out(document: CourseDocument, ours: CourseDocument, gone: AbstractSet[str], fresh: AbstractSet[str]) -> Order:
    """The document's order without the lessons that we deleted, with what is new of ours at its end."""
    return (
        *(SectionOrder(id, tuple(each for each in lessons if each not in gone)) for id, lessons in order_of(document)),
        *(SectionOrder(id, ()) for id in _sections(ours) if id in fresh),
        SectionOrder(_NOWHERE, tuple(id for id in _lessons(ours) if id in fresh)),
    )


def _joined(old: Mapping[str, D], ours: Mapping[str, D], theirs: Mapping[str, D]) -> dict[str, D]:
    """Everything of theirs with the fields that we changed, and what they do not have as it is in ours."""
    return {**ours, **{id: _edited(each, old.get(id), ours.get(id)) for id, each in theirs.items()}}


def _edited(theirs: D, old: D | None, ours: D | None) -> D:
    if old is None or ours is None:
        return theirs
    was = dict(old)
    return theirs.model_copy(update={field: value for field, value in ours if value != was[field]})


def _sections(document: CourseDocument) -> dict[str, SectionDocument]:
    return {str(section.id): section for section in document.sections}


def _lessons(document: CourseDocument) -> dict[str, LessonDocument]:
    return {str(lesson.id): lesson for section in document.sections for lesson in section.lessons}


def _ids(document: CourseDocument) -> set[str]:
    return _sections(document).keys() | _lessons(document).keys()
