"""What the models of the admin's endpoints share."""

from pydantic import ConfigDict

from api_client.models.base import Request, Response


class AdminResponse(Response):
    """Built when first used: learners, who are many, do not wait for the admins' models."""

    model_config = ConfigDict(defer_build=True)


class AdminRequest(Request):
    """Built when first used, as AdminResponse is."""

    model_config = ConfigDict(defer_build=True)
