"""Query parameters that several endpoints share."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Query
from pydantic import BeforeValidator

from backend.problems import invalid

MAX_WORDS_LENGTH = 200


_NO_NUL = r"^[^\x00]*$"
"""PostgreSQL takes no NUL."""
Words = Annotated[
    str, Query(max_length=MAX_WORDS_LENGTH, pattern=_NO_NUL, description="Every word must occur, in any case.")
]
Limit = Annotated[int, Query(ge=1, le=200, description="The most items in the answer.")]
Cursor = Annotated[str | None, Query(pattern=_NO_NUL, description="`nextCursor` of the page before.")]


def _true_or_false(value: object) -> object:
    if value in (True, False, "true", "false"):
        return value
    raise ValueError("true or false")


DryRun = Annotated[
    bool,
    Query(alias="dryRun", description="Only say what would happen; nothing is written."),
    BeforeValidator(_true_or_false),
]


def time_zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises 422 if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder's name, or one too long for a file
        raise invalid("tz", "This is not the IANA name of a time zone, such as Europe/Vienna.") from None


def words(q: str | None) -> list[str]:
    """The distinct folded words of a search."""
    return list(dict.fromkeys((q or "").casefold().split()))
