"""What the models of the admin's endpoints share."""

from typing import Annotated, TypeVar

from pydantic import ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from api_client.models.base import Request, Response


class AdminResponse(Response):
    """Built when first used: learners, who are many, do not wait for the admins' models."""

    model_config = ConfigDict(defer_build=True)


class AdminRequest(Request):
    """Built when first used, as AdminResponse is."""

    model_config = ConfigDict(defer_build=True)


class NotNull:
    """For a field of a PATCH that may be left out, which is None here, but not be null in the request."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the type without None; the default is not validated."""
        schema = handler(source)
        assert schema["type"] == "nullable"
        return schema["schema"]


_T = TypeVar("_T")
LeftOut = Annotated[_T | None, NotNull()]
"""A value that a PATCH changes; None where it is left out. Null in the request is refused."""
