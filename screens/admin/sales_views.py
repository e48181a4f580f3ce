"""The filters of the sales that a key goes through."""

from __future__ import annotations

from typing import NamedTuple

from api_client.resources.admin.sales_filter import SalesFilter


class SalesView(NamedTuple):
    """A filter, with what its sales are called."""

    name: str
    nothing: str
    """What is said where there are none."""
    chosen: SalesFilter


VIEWS = (
    SalesView("All sales", "No sales yet", SalesFilter()),
    SalesView("Not refunded", "No sales that are not refunded", SalesFilter(refunded=False)),
    SalesView("Refunded", "No sales that are refunded", SalesFilter(refunded=True)),
    SalesView("Paid twice", "Nobody paid twice", SalesFilter(double=True)),
)


def view_after(view: SalesView) -> SalesView:
    """The next one; from the last one to the first."""
    return VIEWS[(VIEWS.index(view) + 1) % len(VIEWS)]
