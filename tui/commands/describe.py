"""Rows and lessons in words, and as JSON with the API's names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.commands.output import name
from widgets.marks import marks

if TYPE_CHECKING:
    from datetime import datetime

    from api_client.auth.accounts import Account
    from api_client.models import LessonSummary
    from api_client.rows import CourseRow, OfferRow, PendingMark
    from tui.commands.output import Cell

_STYLES = {"success": "green", "accent": "bright_blue", "warning": "yellow", "muted": "", "faint": "dim"}


def course_json(course: CourseRow) -> dict[str, Any]:
    """A course as a CourseSummary of the API, without its two dates of storage."""
    return {
        "id": course.id,
        "name": course.name,
        "description": course.description,
        "sectionCount": course.section_count,
        "lessonCount": course.lesson_count,
        "completedCount": course.completed_count,
        "access": course.access,
        "products": [
            {"id": offer.id, "name": offer.name, "priceInDollars": offer.price_in_dollars} for offer in course.offers
        ],
        "nextLesson": {"id": course.next_id, "name": course.next_name, "position": course.next_position}
        if course.next_id
        else None,
        "lastCompletedAt": utc(course.last_completed_at),
    }


def mark_json(mark: PendingMark) -> dict[str, Any]:
    """A mark of the queue."""
    return {
        "lessonId": mark.lesson_id,
        "lessonName": mark.lesson_name,
        "courseId": mark.course_id,
        "courseName": mark.course_name,
        "completed": mark.completed,
        "at": utc(mark.at),
        "state": mark.sync,
        "reason": mark.refusal,
    }


def account_json(account: Account) -> dict[str, str]:
    """An account as it is known here, and where its session is kept."""
    return {"id": account.id, "name": account.name, "keptIn": account.kept}


def utc(time: datetime | None) -> str | None:
    """As the API writes a time: RFC 3339 in UTC with `Z`."""
    from datetime import UTC

    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def course_mark(course: CourseRow) -> Cell:
    """The sign of a course's state."""
    sign, tone = marks().of_course(course.state)
    return sign, _STYLES[tone]


def course_state(course: CourseRow) -> str:
    """The word that its sign stands for."""
    match course.state:
        case "begun":
            return f"{course.percent} %"
        case "locked" if course.offers:
            return price(course.offers[0])
        case state:
            return state


def lesson_state(
    lesson: LessonSummary, mark: PendingMark | None, *, is_next: bool = False, owned: bool = True
) -> tuple[str, str, str]:
    """Sign, word and style of a lesson; a preview is one only for those who have no more of the course."""
    signs = marks()
    if mark is not None:
        sign = signs.refused if mark.sync == "refused" else signs.waiting
        return sign, mark.sync, _STYLES["warning"]
    if lesson.completed_at:
        return signs.done, "done", _STYLES["success"]
    if lesson.locked:
        return signs.locked, "locked", _STYLES["faint"]
    if is_next:
        return signs.next, "next", _STYLES["accent"]
    if lesson.status == "preview" and not owned:
        return signs.preview, "preview", ""
    return signs.open, "open", ""


def price(offer: OfferRow) -> str:
    """A price as people write it."""
    return f"${offer.price_in_dollars:,}" if offer.price_in_dollars else "free"


def locked_because(course: CourseRow | None) -> str:
    """Why a lesson of the course cannot be opened."""
    if course is None or not course.offers:
        return "it belongs to a course that you have no access to"
    offer = course.offers[0]
    return f"it is in “{name(offer.name)}”, {price(offer)}"
