"""The admin's places: what the line above their lists offers, and the keys between them go through."""

from __future__ import annotations

from typing import NamedTuple


class AdminPlaceName(NamedTuple):
    """A place, with the app's mode that it is the first page of."""

    mode: str
    name: str


PLACES = (
    AdminPlaceName("admin", "Courses"),
    AdminPlaceName("admin/products", "Products"),
    AdminPlaceName("admin/users", "Users"),
    AdminPlaceName("admin/sales", "Sales"),
    AdminPlaceName("admin/dashboard", "Dashboard"),
)
"""In the order of the line; the header's tab stands for all of them."""


def place_after(mode: str, step: int) -> str:
    """The mode of the place after or before; from the last one to the first."""
    modes = [place.mode for place in PLACES]
    return modes[(modes.index(mode) + step) % len(modes)]
