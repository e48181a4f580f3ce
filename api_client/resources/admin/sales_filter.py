"""Which sales are asked for. Standard library alone: screens make it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class SalesFilter(NamedTuple):
    """What purchases must be to be let through; None is any."""

    user_id: str | None = None
    product_id: str | None = None
    refunded: bool | None = None
    """In full."""
    double: bool | None = None
    """Of a product that the buyer had already, and that is not refunded."""
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late. Both have a time zone."""
    words: str = ""
    """All of them must occur in the product's name of then, or in the buyer's name or e-mail address."""

    def query(self) -> dict[str, str]:
        """As the parameters of a request."""
        values = {
            "user": self.user_id,
            "product": self.product_id,
            "refunded": _word(self.refunded),
            "double": _word(self.double),
            "from": _moment(self.since),
            "to": _moment(self.until),
            "q": self.words or None,
        }
        return {name: value for name, value in values.items() if value is not None}


def _word(value: bool | None) -> str | None:
    return None if value is None else "true" if value else "false"


def _moment(value: datetime | None) -> str | None:
    return None if value is None else f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
