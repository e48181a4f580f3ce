"""`serve --dev`: a server to try everything with, accounts included, for this computer alone."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn
from sqlalchemy import URL, exists, select, update
from starlette.applications import Starlette
from starlette.routing import Mount

from backend.app import create_app
from backend.database import Database
from backend.demo import fill
from backend.dev_identity.browser import BrowserEndpoints
from backend.dev_identity.endpoints import Endpoints
from backend.dev_identity.kept_grants import KeptGrants
from backend.dev_identity.provider import Provider
from backend.dev_identity.records import Client, Person
from backend.dev_payments.store import PAYMENTS_PATH, open_store
from backend.garbage import collect_rarely
from backend.identity import accounts
from backend.identity.profiles import Profile
from backend.identity.settings import IdentitySettings
from backend.identity.sign_in import SignIn, told
from backend.migrate import migrate
from backend.own_host import OwnHost
from backend.serve import AccessLog, log_to_stderr
from backend.tables import courses, users

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from sqlalchemy import Connection
    from starlette.types import ASGIApp

IDENTITY_PATH = "/dev-identity"
CLIENT = Client("syllabus-dev", "Syllabus")
LEARNER = Person("dev-learner", "Lea Learner", "learner@syllabus.example", about="A learner who has most courses")
ADMIN = Person("dev-admin", "Ada Admin", "admin@syllabus.example", about="An admin of this server")


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from this computer; port 0 is any that is free.

    Raises ValueError for an address that others can reach, and OSError if the port cannot be had.
    """
    address = ip_address("127.0.0.1" if host == "localhost" else host)
    if not address.is_loopback:
        raise ValueError(f"{host} can be reached from elsewhere")
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    return socket.create_server((str(address), port), family=family)


def serve_dev(folder: Path, listener: socket.socket, started: Callable[[str], None]) -> None:
    """Serve until interrupted, on a socket of `listen`. `folder` keeps the courses, marks and sessions.

    `started` is told the server's address when everything is ready. Raises OSError and SQLAlchemy's errors if the
    folder cannot be used.
    """
    host, port = listener.getsockname()[:2]
    authority = f"[{host}]" if ":" in host else host
    authority += f":{port}" if port != 80 else ""  # browsers leave that one out
    log_to_stderr()
    with dev_app(folder, f"http://{authority}") as app:
        config = uvicorn.Config(
            AccessLog(app),
            interface="asgi3",
            ws="none",
            lifespan="off",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            log_config=None,
        )
        collect_rarely()
        started(f"http://{authority}")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def dev_app(folder: Path, origin: str) -> Generator[ASGIApp]:
    """The service at an origin, with what signs people in to it and takes their money."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database.open(URL.create("sqlite", database=str(folder / "syllabus.db")).render_as_string())
    identity = IdentitySettings(f"{origin}{IDENTITY_PATH}", (CLIENT.id,), audience=origin)
    sign_in = SignIn(database, identity)
    try:
        migrate(database)
        with database.write() as connection:
            _introduce(connection)
        store = open_store(folder, origin)
        api = create_app(
            database,
            identify=sign_in,
            identity=told(identity),
            name="Syllabus on trial",
            payments=store.provider if store else None,
        )
        grants = KeptGrants(time.time, folder / f"sessions-{urlsplit(origin).port or 80}.json")
        provider = Provider(identity.issuer, CLIENT, (LEARNER, ADMIN), grants=grants)
        endpoints = Endpoints(provider)
        pages = BrowserEndpoints(endpoints)
        routes = [Mount(IDENTITY_PATH, routes=[*endpoints.routes(), *pages.routes()])]
        routes += [Mount(PAYMENTS_PATH, routes=store.routes)] if store else []
        routes += [Mount("", api)]
        yield OwnHost(Starlette(routes=routes), urlsplit(origin).netloc)
    finally:
        sign_in.close()
        database.close()


def _introduce(connection: Connection) -> None:
    """Make both people and the demo's courses, where there are none yet."""
    if accounts.find(connection, ADMIN.subject) is None:
        admin = accounts.introduce(connection, _profile(ADMIN))
        connection.execute(update(users).where(users.c.id == admin).values(role="admin"))
    learner = accounts.introduce(connection, _profile(LEARNER))
    if not connection.scalar(select(exists(select(courses.c.id)))):
        fill(connection, learner, datetime.now(UTC))


def _profile(person: Person) -> Profile:
    return Profile(person.subject, person.name, person.email, person.email_verified)
