"""Endpoints are plain functions; each runs in a thread, as many at once as the database has use for."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi.routing import APIRoute

from backend.database import Database
from backend.viewer import service

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import Request, Response

_limiters: RunVar[WeakKeyDictionary[Database, CapacityLimiter]] = RunVar("syllabus_limiters")


class ThreadRoute(APIRoute):
    """A route whose endpoint runs in a thread.

    FastAPI's own pool has 40 threads: on SQLite they halve the throughput of lists, waiting for one another.
    """

    def __init__(self, path: str, endpoint: Callable[..., Response], **options: Any) -> None:  # noqa: ANN401  # APIRoute's
        super().__init__(path, _threaded(endpoint), **options)


def _threaded(endpoint: Callable[..., Response]) -> Callable[..., Awaitable[Response]]:
    @wraps(endpoint)
    async def in_thread(request: Request, **values: object) -> Response:
        limiter = _limiter(request)
        return await to_thread.run_sync(partial(endpoint, request=request, **values), limiter=limiter)

    return in_thread


def _limiter(request: Request) -> CapacityLimiter:
    """The database's limiter for the running event loop: a limiter belongs to one loop, an app may serve several."""
    try:
        limiters = _limiters.get()
    except LookupError:
        limiters = WeakKeyDictionary[Database, CapacityLimiter]()
        _limiters.set(limiters)
    database = service(request).database
    if database not in limiters:
        limiters[database] = CapacityLimiter(database.threads)
    return limiters[database]
