"""Why a viewer sees a lesson, or not: the result by the rules themselves, and what explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from backend import rules
from backend.access import name_in, sources_of
from backend.columns import Id
from backend.problems import not_found
from backend.queries.admin.products_of import products_by_course
from backend.queries.admin.writing import find
from backend.tables import course_products, course_sections, lessons, purchases, users

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from backend.access import Source
    from backend.statement import AnyRow

Json = dict[str, Any]

_COURSE_ID = course_sections.c.courseId
_OWNED = rules.has_access(_COURSE_ID)
_FACTS = (
    select(
        _COURSE_ID,
        course_sections.c.status.label("section"),
        lessons.c.status.label("lesson"),
        _OWNED.label("owned"),
        rules.course_is_visible(_COURSE_ID).label("course_is_visible"),
        rules.lesson_is_visible().label("lesson_is_visible"),
        rules.lesson_is_locked(_OWNED).label("is_locked"),
    )
    .join_from(lessons, course_sections, course_sections.c.id == lessons.c.sectionId)
    .where(lessons.c.id == bindparam("lesson", type_=Id))
)
_REFUNDED = (
    select(purchases.c.id, purchases.c.productDetails, purchases.c.refundedAt)
    .join_from(purchases, course_products, course_products.c.productId == purchases.c.productId)
    .where(
        course_products.c.courseId == bindparam("course", type_=Id),
        purchases.c.userId == rules.VIEWER,
        purchases.c.refundedAt.is_not(None),
    )
    .order_by(purchases.c.refundedAt, purchases.c.id)
)


def why(connection: Connection, lesson_id: object, user_id: object | None) -> Json | None:
    """The Why of a lesson for a user, or for who is not signed in; None if there is no such lesson.

    Raises 404 where there is no such user.
    """
    facts = connection.execute(_FACTS, {"viewer": user_id, "lesson": lesson_id}).first()
    if facts is None:
        return None
    user = None
    if user_id is not None:
        user = find(connection, users, user_id)
        if user is None:
            raise not_found("user")
        if user.deletedAt is not None:
            return {
                "result": "hidden",
                "reasons": [_reason("user_deleted", "Deleted accounts are refused everywhere.")],
            }
    reasons = [*_offers(connection, facts), *_access(connection, facts, user), _section(facts), _lesson(facts)]
    return {"result": _result(facts), "reasons": reasons}


def _result(facts: AnyRow) -> str:
    if not (facts.course_is_visible and facts.lesson_is_visible):
        return "hidden"
    return "locked" if facts.is_locked else "visible"


def _offers(connection: Connection, facts: AnyRow) -> list[Json]:
    """Rule 2, its first half: whether the course is offered."""
    products = products_by_course(connection, [facts.courseId])[facts.courseId]
    offered = [product for product in products if product["status"] == "public"]
    if offered:
        return [_reason("course_offered", f"The course is in the public product {_names(offered)}.")]
    if products:
        return [_reason("course_not_offered", f"The course is in {_names(products)} alone, which is private.")]
    return [_reason("course_not_offered", "The course is in no product.")]


def _access(connection: Connection, facts: AnyRow, user: AnyRow | None) -> Iterator[Json]:
    """Rules 2 and 4: whether the viewer has access to the course, and why."""
    if user is None:
        yield _reason("not_signed_in", "Who is not signed in has access to nothing.")
        return
    if facts.owned:
        for source in sources_of(connection, user.id).get(facts.courseId, ()):
            yield _source(source)
    else:
        yield _reason("no_access", "They have no access to the course.")
    for purchase_id, details, at in connection.execute(_REFUNDED, {"viewer": user.id, "course": facts.courseId}):
        detail = f"Their purchase of {_quoted(name_in(details))} was refunded on {at:%Y-%m-%d}."
        yield _reason("purchase_refunded", detail, purchase_id)


def _source(source: Source) -> Json:
    on = f"{source.created_at:%Y-%m-%d}"
    if source.purchase_id is None:
        return _reason("access_by_hand", f"They were given access by hand on {on}.")
    detail = f"They have access since they bought {_quoted(source.product_name)} on {on}."
    return _reason("access_by_purchase", detail, source.purchase_id)


def _section(facts: AnyRow) -> Json:
    """Rules 3 and 4."""
    if facts.section == "public":
        return _reason("section_public", "The section is public.")
    return _reason("section_private", "The section is private: nobody sees its lessons.")


def _lesson(facts: AnyRow) -> Json:
    """Rules 3 and 4."""
    match facts.lesson:
        case "public":
            return _reason("lesson_public", "The lesson is public: who has access to the course can open it.")
        case "preview":
            return _reason("lesson_preview", "The lesson is a preview: whoever sees the course can open it.")
        case _:
            return _reason("lesson_private", "The lesson is private: nobody sees it.")


def _reason(code: str, detail: str, purchase_id: object | None = None) -> Json:
    return {"code": code, "detail": detail, "purchaseId": purchase_id}


def _names(products: Sequence[Json]) -> str:
    return ", ".join(_quoted(product["name"]) for product in products)


def _quoted(name: str | None) -> str:
    return "a product" if name is None else f"“{name}”"
