"""What it costs to know whose a request is: signed requests beside unsigned ones, in process, turn by turn."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import SecretStr
from sqlalchemy import update

from api_client.auth.given_credentials import GivenCredentials
from api_client.target import Target
from api_client.transport import Transport
from backend.app import create_app
from backend.database import Database
from backend.garbage import collect_rarely
from backend.identity.sign_in import SignIn
from backend.tables import users
from bench.data import Shape, create
from bench.report import at_least, show, times
from bench.requests import FIRST_PAGE, request_rate
from tests.backend.signed_in import settings_for
from tests.clerk.emulator import LEARNER, Emulator
from tests.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.auth.credentials import Credentials
    from backend.viewer import Identify

SIZE = 10_000
SHORT = ("Short", 15, 10)
ROUNDS = 16
LEAST = 0.8
"""A request with a token may take a quarter longer than the same of a user whom nobody has to identify."""


def run() -> None:
    collect_rarely()  # as the program and the server do
    with TemporaryDirectory(prefix="syllabus-bench-") as folder, ExitStack() as stack:
        clerk = stack.enter_context(Emulator())
        rows = asyncio.run(_measure("SQLite", f"sqlite:///{folder}/bench.db", clerk))
        server = stack.enter_context(postgres_server(Path(folder) / "postgres"))
        rows += asyncio.run(_measure("PostgreSQL", stack.enter_context(server.database()), clerk))
        show(
            f"Identity · {SIZE:,} courses, one request after the other",
            ("", "known anyway/s", "anonymous/s", "signed/s", "signed to known", "target"),
            rows,
            "known anyway: the embedded backend's one user; signed: the same user by an access token, RS256.",
        )


async def _measure(name: str, url: str, clerk: Emulator) -> list[tuple[str, ...]]:
    owner, (short,) = create(url, Shape(SIZE), [SHORT])
    database = Database.open(url)
    with database.write() as connection:
        connection.execute(update(users).where(users.c.id == owner).values(clerkUserId=LEARNER))
    sign_in = SignIn(database, settings_for(clerk))
    token = GivenCredentials(SecretStr(clerk.mint_oauth(LEARNER)))
    clients = (
        _client(database, lambda _request: owner),
        _client(database, lambda _request: None),
        _client(database, sign_in, token),
    )
    paths = {"list": FIRST_PAGE, "outline of 150": f"/v1/courses/{short}"}
    rows = [_row(f"{name} · {what}", await _rates(clients, path)) for what, path in paths.items()]
    for client in clients:
        await client.close()
    sign_in.close()
    database.close()
    return rows


def _client(database: Database, identify: Identify, credentials: Credentials | None = None) -> Transport:
    """The backend in this process, called as the client calls it."""
    app = create_app(database, identify=identify)
    return Transport(Target("http://syllabus.bench", "bench", "local", make_app=lambda: app), credentials=credentials)


async def _rates(clients: Sequence[Transport], path: str) -> list[float]:
    """Requests a second of each client, medians of rounds; the first round warms up."""
    rounds = [[await request_rate(client, path) for client in clients] for _ in range(ROUNDS + 1)]
    return [median(rates) for rates in zip(*rounds[1:], strict=True)]


def _row(what: str, rates: Sequence[float]) -> tuple[str, ...]:
    known, _, signed = rates
    return what, *(f"{rate:,.0f}" for rate in rates), times(signed / known), at_least(signed / known, LEAST)
