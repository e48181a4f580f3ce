"""A real server on a port of this computer that trusts the emulated issuer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from backend.app import create_app
from backend.database import Database
from backend.identity.sign_in import SignIn, told
from backend.migrate import migrate
from tests.backend.signed_in import settings_for
from tests.clerk.serving import HOST, Serving

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from tests.clerk.emulator import Emulator


@contextmanager
def served(app: ASGIApp) -> Generator[str]:
    """The origin that an application is at."""
    serving = Serving(app)
    with serving:
        yield f"http://{HOST}:{serving.port}"
    serving.close()


@contextmanager
def learning_server(folder: Path, clerk: Emulator, *, audience: str = "", **settings: object) -> Generator[str]:
    """The origin of a server with no course that accepts only tokens made for it, or for `audience`."""
    database = Database.open(f"sqlite:///{folder / 'server.db'}")
    migrate(database)
    apps: list[ASGIApp] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await apps[0](scope, receive, send)

    with served(app) as origin:
        identity = settings_for(clerk, audience=audience or origin, **settings)
        sign_in = SignIn(database, identity)
        apps.append(create_app(database, identify=sign_in, identity=told(identity), name="Evening\nschool"))
        yield origin
        sign_in.close()
    database.close()
