"""A field for a price in whole dollars."""

from __future__ import annotations

import re

from widgets.fields.line_field import LineField

_MOST = 2_147_483_647
"""The most that the contract's integers hold."""


def dollars(text: str) -> int:
    """The price that is meant by `29` or `$29`. Raises ValueError with a sentence."""
    match = re.fullmatch(r"\$?\s*([0-9]{1,10})", text.strip())
    if match is None:
        raise ValueError("A price is in whole dollars, such as 29; 0 is free.")
    if (price := int(match[1])) > _MOST:
        raise ValueError(f"At most ${_MOST:,}.")
    return price


class PriceField(LineField):
    """Whole US dollars."""

    def __init__(self, label: str, price: int | None = None, *, key: str = "") -> None:
        super().__init__(label, "" if price is None else str(price), "29", key=key)

    def read(self) -> object:
        """The price, an integer. Raises ValueError."""
        return dollars(self.input.value)
