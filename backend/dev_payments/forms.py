"""Forms as Stripe takes them: names with brackets stand for what is within."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"\[([^\]]*)\]")


def read_nested(text: str) -> dict[str, Any]:
    """A form with names like `a[0][b]`, as dictionaries within dictionaries."""
    read: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=200):
        first, _, _ = name.partition("[")
        *path, last = first, *_PART.findall(name)
        place = read
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return read
