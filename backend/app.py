"""The HTTP service: an ASGI application over a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi import FastAPI

from api_client.models import Identity
from backend import problems
from backend.body_limit import BodyLimit
from backend.identity.webhook import ClerkWebhook
from backend.routes import checkouts, courses, lessons, me, products, purchases, search, server, webhooks
from backend.routes.postponed import Postponed
from backend.version import VERSION
from backend.viewer import Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import SecretStr
    from starlette.routing import BaseRoute

    from backend.database import Database
    from backend.payments.provider import PaymentProvider
    from backend.viewer import Identify

_ROUTERS = (
    server.router,
    server.in_thread,
    courses.router,
    lessons.router,
    products.router,
    search.router,
    me.router,
    checkouts.router,
    purchases.router,
)


def create_app(
    database: Database,
    *,
    identify: Identify,
    identity: Identity | Literal["none", "local"] = "none",
    name: str = "Syllabus",
    webhook_secret: SecretStr | None = None,
    payments: PaymentProvider | None = None,
) -> FastAPI:
    """The service over a migrated database.

    `identify` decides whose request it is; nothing else does, no header and no setting. `identity` is what clients
    are told of it. With Clerk's `webhook_secret` it takes its events; without, it has nothing at that path.
    Without `payments` only what is free can be bought.
    There is no lifespan: the app works from its first request on, in any event loop.

    Raises ValueError where that is no secret of a webhook.
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
    clerk = ClerkWebhook(webhook_secret) if webhook_secret else None
    app.state.service = Service(database, identify, told, name, clerk, payments)
    for router in (*_ROUTERS, webhooks.clerk) if clerk else _ROUTERS:
        app.router.routes.extend(router.routes)
    if payments:
        app.router.routes.extend(_payment_routes(payments))
    app.router.routes.append(Postponed("/v1/admin/", _admin_routes, app.router.routes))
    problems.install(app)
    app.add_middleware(BodyLimit)
    return app


def _payment_routes(payments: PaymentProvider) -> Iterable[BaseRoute]:
    from backend.routes import checkout_pages, stripe_webhook  # here, for few servers sell

    return [*checkout_pages.router.routes, *(stripe_webhook.router.routes if payments.webhook else ())]


def _admin_routes() -> Iterable[BaseRoute]:
    from backend.routes.admin import ROUTES  # here, for they take long to make and learners need none of them

    return ROUTES
