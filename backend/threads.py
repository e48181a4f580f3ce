"""Endpoints are plain functions; each runs in a thread, as many at once as the database has use for.

One that asks another server too is a coroutine, and goes into a thread for each of its transactions.
"""

from __future__ import annotations

from functools import partial, wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter, fail_after, to_thread
from anyio.lowlevel import RunVar
from fastapi.routing import APIRoute

from backend.database import Database
from backend.viewer import identify, service

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import Request, Response

    AsyncEndpoint = Callable[..., Awaitable[Response]]
    Endpoint = Callable[..., Response] | AsyncEndpoint

T = TypeVar("T")

_MOST_WAITING = 32
"""Threads that wait for other servers at most: a provider that hangs must not make one for every request."""
_limiters: RunVar[WeakKeyDictionary[Database, CapacityLimiter]] = RunVar("syllabus_limiters")
_waiting: RunVar[CapacityLimiter] = RunVar("syllabus_waiting")


class ThreadRoute(APIRoute):
    """A route whose endpoint runs in a thread.

    FastAPI's own pool has 40 threads: on SQLite they halve the throughput of lists, waiting for one another.
    """

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401  # APIRoute's
        super().__init__(path, _threaded(endpoint), **options)


class VisitRoute(APIRoute):
    """A ThreadRoute that first asks whose request it is: its endpoint may use `reading` and `writing`.

    That can take a call to the identity provider. It holds neither a thread of the database, of which SQLite has one,
    nor a transaction, and the provider may be served by this very process.
    """

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401  # APIRoute's
        super().__init__(path, _identified(_threaded(endpoint)), **options)


def _threaded(endpoint: Endpoint) -> AsyncEndpoint:
    if iscoroutinefunction(endpoint):
        return endpoint  # it waits for another server between its transactions, and goes into threads by itself
    work = cast("Callable[..., Response]", endpoint)

    @wraps(endpoint)
    async def in_thread(request: Request, **values: object) -> Response:
        return await in_database(service(request).database, partial(work, request=request, **values))

    return in_thread


def _identified(endpoint: AsyncEndpoint) -> AsyncEndpoint:
    @wraps(endpoint)
    async def identified(request: Request, **values: object) -> Response:
        await identify(request)
        return await endpoint(request=request, **values)

    return identified


async def in_database(database: Database, work: Callable[[], T]) -> T:
    """The result of `work`, done in one of the database's threads."""
    return await to_thread.run_sync(work, limiter=_limiter(database))


async def while_waiting(work: Callable[[], T], at_most: float | None = None) -> T:
    """The result of `work`, which may wait for another server, done in a thread that is no database's.

    Raises TimeoutError after `at_most` seconds; the thread goes on until it has its answer.
    """
    try:
        limiter = _waiting.get()
    except LookupError:
        limiter = CapacityLimiter(_MOST_WAITING)
        _waiting.set(limiter)
    with fail_after(at_most):
        return await to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=at_most is not None)


def _limiter(database: Database) -> CapacityLimiter:
    """The database's limiter for the running event loop: a limiter belongs to one loop, an app may serve several."""
    try:
        limiters = _limiters.get()
    except LookupError:
        limiters = WeakKeyDictionary[Database, CapacityLimiter]()
        _limiters.set(limiters)
    if database not in limiters:
        limiters[database] = CapacityLimiter(database.threads)
    return limiters[database]
