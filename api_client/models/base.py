"""What every model of the contract shares: camelCase on the wire, frozen in memory."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic.alias_generators import to_camel

INT4_MAX = 2_147_483_647
"""The largest integer of the contract: a column of type int4 holds it."""


class _OnTheWire(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True, frozen=True
    )


class Response(_OnTheWire):
    """Something the server answers. Unknown fields are ignored, so that an old client survives a new server."""

    model_config = ConfigDict(extra="ignore")


class Request(_OnTheWire):
    """Something the client sends. An unknown field is a mistake and is refused."""

    model_config = ConfigDict(extra="forbid")


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:  # the first and last hours of the calendar, with an offset
        raise ValueError("not within the years 1 to 9999 in UTC") from None


UtcTime = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time, RFC 3339 in UTC with `Z`."""

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d")


def _written_in_full(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC_3339.match(value)):
        return value
    raise ValueError("not a time as of RFC 3339, such as 2026-11-23T18:00:00Z")


RequestTime = Annotated[UtcTime, BeforeValidator(_written_in_full)]
"""A point in time in a request: a number is not guessed to be seconds."""


def word(*words: str) -> WithJsonSchema:
    """The schema of an enum that may grow: documented as an enum, read as text by a client that is older."""
    return WithJsonSchema({"type": "string", "enum": list(words)})
