"""Bodies of requests, checked by the contract before they are sent, with the faults that the server would name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.alias_generators import to_camel

from api_client.errors import FieldFault, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)


def checked(model: type[BaseModel], fields: Mapping[str, object]) -> str:
    """The JSON of the given fields and no other. Raises Invalid with what is wrong with which."""
    try:
        return model.model_validate(fields).model_dump_json(exclude_unset=True)
    except ValidationError as error:
        raise _invalid(error) from None  # the chained one would quote the values


def parsed(model: type[M], text: str) -> M:
    """A model from JSON that somebody wrote. Raises Invalid with what is wrong where."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _invalid(error) from None


def _invalid(error: ValidationError) -> Invalid:
    faults = tuple(_fault(each) for each in error.errors(include_url=False, include_input=False))
    if len(faults) == 1:
        sentence = f"This is not valid: {faults[0].pointer.lstrip('/') or 'all of it'}: {faults[0].detail}"
    else:
        sentence = f"This is not valid, for {len(faults)} reasons."
    return Invalid(sentence, code="invalid", faults=faults)


def _fault(error: ErrorDetails) -> FieldFault:
    parts = (to_camel(str(part)).replace("~", "~0").replace("/", "~1") for part in error["loc"])
    own = error.get("ctx", {}).get("error")  # of a validator of ours: pydantic puts "Value error" before its sentence
    return FieldFault("".join(f"/{part}" for part in parts), str(own or error["msg"]))
