"""Requests of admins: everybody else is refused before anything that they send is looked at."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import BaseModel

from backend.problems import Refusal
from backend.threads import ThreadRoute, in_database
from backend.viewer import identify, reading, service, writing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from fastapi import Request, Response
    from sqlalchemy import ColumnElement

    from backend.threads import Endpoint
    from backend.viewer import Visit


class AdminRoute(ThreadRoute):
    """A route for admins alone. Whoever is none learns nothing of it: not what ids there are, nor what a body needs."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401  # APIRoute's
        for annotation in get_type_hints(endpoint).values():
            # A model that is built later makes FastAPI's field of it be built later, and of that pydantic warns.
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                annotation.model_config["defer_build"] = False
                annotation.model_rebuild()
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """FastAPI's handler, which reads the request and calls the endpoint, once it is known to be an admin's."""
        handle = super().get_route_handler()

        async def for_admins(request: Request) -> Response:
            await identify(request)
            await in_database(service(request).database, partial(_refuse_others, request))
            return await handle(request)

        return for_admins


@contextmanager
def inspecting(request: Request) -> Generator[Visit]:
    """A visit of an admin that reads; raises 401, or 403 `forbidden` for everybody else."""
    with reading(request) as visit:
        _require_admin(visit)
        yield visit


@contextmanager
def administering(request: Request, others: ColumnElement[bool] | None = None) -> Generator[Visit]:
    """A visit of an admin that writes; raises 401, or 403 `forbidden` for everybody else.

    That they are one is asked again in the transaction, which locks their row: whoever takes the role away from them
    waits, or is waited for. `others` chooses users who are written about, and so locked too.
    """
    with writing(request, others) as visit:
        _require_admin(visit)
        yield visit


def _refuse_others(request: Request) -> None:
    with inspecting(request):
        pass


def _require_admin(visit: Visit) -> None:
    if visit.signed_in().role != "admin":
        raise Refusal(403, "forbidden", "Only admins may do this.")
