"""The IANA name of this computer's time zone, which decides what a day is in the progress."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

_ZONE_LINK = Path("/etc/localtime")
_ZONE_NAME = Path("/etc/timezone")


def local_time_zone(environment: Mapping[str, str]) -> str:
    """The zone of `TZ`, else of the system; `UTC` where neither names one (on Windows: set `time_zone`)."""
    for name in (environment.get("TZ", "").lstrip(":"), _linked_zone(), _written_zone()):
        if name and _is_zone(name):
            return name
    return "UTC"


def _linked_zone() -> str:
    return os.path.realpath(_ZONE_LINK).partition("zoneinfo/")[2]


def _written_zone() -> str:
    try:
        return _ZONE_NAME.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
