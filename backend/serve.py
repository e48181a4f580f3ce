"""`syllabus serve`: the service under uvicorn, in one process or several."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn

from backend.app import create_app
from backend.database import Database
from backend.garbage import collect_rarely
from backend.identity.settings import load_identity
from backend.identity.sign_in import SignIn, told
from backend.migrate import migrate
from backend.payments.links import LINK_PATH
from backend.payments.provider import PaymentProvider
from backend.payments.settings import load_payments
from backend.redaction import RedactingFormatter
from backend.settings import ServeSettings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from backend.identity.settings import IdentitySettings
    from backend.payments.settings import PaymentSettings

_ENVIRONMENT = "_SYLLABUS_SERVE"
"""How the settings reach the workers, which uvicorn starts as processes of their own."""
_log = logging.getLogger("backend.access")


def serve(settings: ServeSettings) -> None:
    """Serve until interrupted. Migrates once, before any worker starts.

    How people are known and money is taken, each worker reads from the environment: its secrets are written nowhere
    else. Whether it says anything wrong, `load_identity` and `load_payments` tell before.

    Raises SQLAlchemy's errors if the database does not answer, and SystemExit if the port cannot be had.
    """
    if settings.migrate:
        database = Database.open(settings.database_url)
        try:
            migrate(database)
        finally:
            database.close()
    os.environ[_ENVIRONMENT] = json.dumps(asdict(settings))
    log_to_stderr()
    uvicorn.run(
        "backend.serve:worker",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        lifespan="off",
        access_log=False,
        server_header=False,
        log_config=None,
    )


def worker() -> ASGIApp:
    """The application of one worker, with the settings that `serve` was given."""
    log_to_stderr()  # in a process of its own, where nobody did
    settings = ServeSettings(**json.loads(os.environ[_ENVIRONMENT]))
    database = Database.open(settings.database_url)
    app = application(database, load_identity(os.environ), settings.name, load_payments(os.environ))
    collect_rarely()
    return AccessLog(app)


def application(
    database: Database, identity: IdentitySettings | None, name: str, payments: PaymentSettings | None = None
) -> FastAPI:
    """The service for people who sign in with this issuer; without one, for anonymous viewers alone."""
    provider = PaymentProvider.of(payments) if payments else None
    if identity is None:
        return create_app(database, identify=_nobody, name=name, payments=provider)
    return create_app(
        database,
        identify=SignIn(database, identity),
        identity=told(identity),
        name=name,
        webhook_secret=identity.webhook_secret,
        payments=provider,
    )


def log_to_stderr() -> None:
    """Log what happens, with times, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _logged(path: str) -> str:
    return f"{LINK_PATH}-" if path.startswith(LINK_PATH) else path


def _nobody(_request: Request) -> None:
    """Whoever sends a token to a server without an issuer is anonymous, too: it cannot tell a good one from a bad."""


class AccessLog:
    """One line a request: method, path and status.

    Never the query, which holds what people look for, nor the code of a short link, which is a secret.
    """

    def __init__(self, app: ASGIApp) -> None:
        """`app` is what answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_logged(message: Message) -> None:
            if message["type"] == "http.response.start":
                _log.info("%s %s %d", scope["method"], quote(_logged(scope["path"])), message["status"])
            await send(message)

        await self.app(scope, receive, send_logged)
