"""Whether the viewer is an admin, as cached. Standard library alone: the first frame shows an admin's tab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from api_client.documents import me

if TYPE_CHECKING:
    from api_client.cache import Cache


def is_admin(cache: Cache) -> bool:
    """Whether the server said so when it was last asked who one is."""
    entry = cache.entry(me().path)
    return entry is not None and json.loads(entry.body).get("role") == "admin"
