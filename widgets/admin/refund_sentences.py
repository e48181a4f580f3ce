"""What a refund does, in sentences: before it is confirmed, in a dialog and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.admin.buyer_name import buyer_name
from widgets.money import cents
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api_client.sales_rows import Because, KeptCourseRow, RefundRow, SaleRow

_NAMED = 4
"""Courses that are named; of more there is a number."""


def sale_sentence(sale: SaleRow) -> str:
    """What was bought by whom, when and for how much."""
    price = cents(sale.paid_in_cents) if sale.paid_in_cents else "nothing"
    day = f"{sale.bought_at.astimezone():%Y-%m-%d}"
    return f"“{one_line(sale.product_name)}” of {buyer_name(sale)}, bought on {day} for {price}."


def refund_sentences(refund: RefundRow) -> Iterator[str]:
    """The amount, the courses that are lost, and those that are kept, with why."""
    if refund.amount_in_cents:
        yield f"{cents(refund.amount_in_cents)} goes back to the buyer."
    else:
        yield "No money goes back: nothing is left to refund."
    yield f"They lose {_names(refund.lost)}." if refund.lost else "They lose no course."
    for course in refund.kept[:_NAMED]:
        yield f"They keep “{one_line(course.name)}”, {_why(course)}."
    if len(refund.kept) > _NAMED:
        yield f"They keep {len(refund.kept) - _NAMED} more, for which there are such reasons too."


def _names(courses: Sequence[str]) -> str:
    names = [f"“{one_line(name)}”" for name in courses[:_NAMED]]
    if len(courses) > _NAMED:
        names.append(f"{len(courses) - _NAMED} more")
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


def _why(course: KeptCourseRow) -> str:
    return " and ".join(map(_source, course.because))


def _source(because: Because) -> str:
    day = f"{because.at.astimezone():%Y-%m-%d}"
    if because.product_name is None:
        return f"which an admin gave them on {day}"
    return f"which they bought in “{one_line(because.product_name)}” on {day}"
