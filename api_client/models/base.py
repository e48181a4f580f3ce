"""What every model of the contract shares: camelCase on the wire, frozen in memory."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, WithJsonSchema
from pydantic.alias_generators import to_camel

INT4_MAX = 2_147_483_647
"""The largest integer of the contract: a column of type int4 holds it."""


class Response(BaseModel):
    """Something the server answers. Unknown fields are ignored, so that an old client survives a new server."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        frozen=True,
        extra="ignore",
    )


class Request(BaseModel):
    """Something the client sends. An unknown field is a mistake and is refused; types are taken strictly."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        frozen=True,
        extra="forbid",
    )


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


UtcTime = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time, RFC 3339 in UTC with `Z`."""


def word(*words: str) -> WithJsonSchema:
    """The schema of an enum that may grow: documented as an enum, read as text by a client that is older."""
    return WithJsonSchema({"type": "string", "enum": list(words)})
