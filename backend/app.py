"""The HTTP service: an ASGI application over a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi import FastAPI

from api_client.models import Identity
from backend import problems
from backend.body_limit import BodyLimit
from backend.routes import courses, lessons, me, products, search, server
from backend.version import VERSION
from backend.viewer import Service

if TYPE_CHECKING:
    from backend.database import Database
    from backend.viewer import Identify

_ROUTERS = (server.router, server.in_thread, courses.router, lessons.router, products.router, search.router, me.router)


def create_app(
    database: Database,
    *,
    identify: Identify,
    identity: Identity | Literal["none", "local"] = "none",
    name: str = "Syllabus",
) -> FastAPI:
    """The service over a migrated database.

    `identify` decides whose request it is; nothing else does, no header and no setting. `identity` is what clients
    are told of it. There is no lifespan: the app works from its first request on, in any event loop.
    """
    told = Identity(kind=identity) if isinstance(identity, str) else identity
    app = FastAPI(
        title="Syllabus",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = Service(database, identify, told, name)
    for router in _ROUTERS:
        app.router.routes.extend(router.routes)
    problems.install(app)
    app.add_middleware(BodyLimit)
    return app
