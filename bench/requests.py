"""Requests per second of the list and of an outline, beside the same SQL through the database's bare driver."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, asynccontextmanager, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from api_client.target import Target
from api_client.transport import Transport
from backend.app import create_app
from backend.database import Database
from backend.garbage import collect_rarely
from bench.data import Shape, create
from bench.report import at_least, at_most, show, times
from bench.terminal import environment
from tests.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

SIZES = (100, 10_000, 100_000)
SERVED = 10_000
"""The size that is also measured over uvicorn, on loopback and as an anonymous viewer."""
FLAT = 1.25
"""How much slower the largest catalog's first page may be before it is not flat."""
SHORT, LONG = ("Short", 15, 10), ("Long", 50, 100)
ROUNDS = 8
CALLS = 10
"""Requests in a row, then as many times their SQL: what else the machine does meets both."""
FIRST_PAGE = "/v1/courses?sort=name&limit=50"

Statement = tuple[str, Any]
Rates = tuple[list[float], list[float]]
"""A second, by round: of the requests and of what they are compared with."""


def run() -> None:
    collect_rarely()  # as the program and the server do
    with TemporaryDirectory(prefix="syllabus-bench-") as folder, ExitStack() as stack:
        rows = _measure("SQLite", lambda size: f"sqlite:///{folder}/{size}.db", Path(folder))
        with postgres_server(Path(folder) / "postgres") as server:
            urls = {size: stack.enter_context(server.database()) for size in SIZES}
            rows += _measure("PostgreSQL", urls.__getitem__, Path(folder))
            stack.close()
    show(
        "Requests · one after the other",
        ("", "requests/s", "its SQL, bare/s", "ratio", "target"),
        rows,
        "list: the first page, 50 courses of 15 lessons. In process, as the client calls it, or by `syllabus serve`.",
    )


def _measure(name: str, url_of: Callable[[int], str], folder: Path) -> list[tuple[str, ...]]:
    """All databases are made first: what a server does with a new one in the background would slow another down."""
    made = {size: (url_of(size), *create(url_of(size), Shape(size), [SHORT, LONG])) for size in SIZES}
    rows: list[tuple[str, ...]] = []
    for size, (url, owner, (short, long)) in made.items():
        paths = {"list": FIRST_PAGE, "outline of 150": f"/v1/courses/{short}", "of 5,000": f"/v1/courses/{long}"}
        for what, path in paths.items():
            requests, bare = asyncio.run(_in_process(url, owner, path))
            rows.append(_row(f"{name} · {size:,} courses · {what}", requests, bare))
        if size == SERVED:
            with _served(url, folder) as connection:
                rows += [_served_row(f"{name} · {what}, by `serve`", connection, path) for what, path in paths.items()]
    smallest, largest = made[SIZES[0]], made[SIZES[-1]]
    small, large = asyncio.run(_first_pages(smallest[:2], largest[:2]))
    ratio = median(small) / median(large)
    what = f"{name} · list, {SIZES[0]} against {SIZES[-1]:,} courses"
    return [*rows, (what, "", "", times(ratio), at_most(ratio, FLAT))]


def _served_row(what: str, connection: HTTPConnection, path: str) -> tuple[str, ...]:
    rates = [_rate(lambda: _get(connection, path)) for _ in range(ROUNDS)]
    return what, f"{median(rates):,.0f}", "", "", ""


def _row(what: str, requests: Sequence[float], bare: Sequence[float]) -> tuple[str, ...]:
    ratio = median(requests) / median(bare)
    return what, f"{median(requests):,.0f}", f"{median(bare):,.0f}", times(ratio), at_least(ratio, 0.5)


async def _in_process(url: str, owner: UUID, path: str) -> Rates:
    """The rates of a request and of its SQL."""
    async with _client(url, owner) as (transport, database):
        with _recorded(database) as statements:
            await transport.send("GET", path)
        requests: list[float] = []
        bare: list[float] = []
        with _driver(database) as connection:
            for _ in range(ROUNDS + 1):
                requests.append(await request_rate(transport, path))
                bare.append(_rate(lambda: _replay(connection, statements)))
    return requests[1:], bare[1:]


async def _first_pages(*viewers: tuple[str, UUID]) -> Rates:
    """The rates of the first page in two catalogs, turn by turn."""
    async with _client(*viewers[0]) as (small, _), _client(*viewers[1]) as (large, _):
        rates: Rates = ([], [])
        for _ in range(ROUNDS + 1):
            rates[0].append(await request_rate(small, FIRST_PAGE))
            rates[1].append(await request_rate(large, FIRST_PAGE))
    return rates[0][1:], rates[1][1:]


@asynccontextmanager
async def _client(url: str, owner: UUID) -> AsyncGenerator[tuple[Transport, Database]]:
    """The backend over a database in this process, called as the client calls it."""
    database = Database.open(url)
    app = create_app(database, identify=lambda _request: owner, identity="local")
    transport = Transport(Target("http://syllabus.bench", "bench", "local", make_app=lambda: app))
    yield transport, database
    await transport.close()
    database.close()


async def request_rate(transport: Transport, path: str) -> float:
    """Requests a second."""
    begun = time.perf_counter()
    for _ in range(CALLS):
        await transport.send("GET", path)
    return CALLS / (time.perf_counter() - begun)


def _rate(call: Callable[[], None]) -> float:
    begun = time.perf_counter()
    for _ in range(CALLS):
        call()
    return CALLS / (time.perf_counter() - begun)


@contextmanager
def _recorded(database: Database) -> Generator[list[Statement]]:
    """The statements that are executed within, as the driver gets them."""
    statements: list[Statement] = []

    def record(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401
        statements.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", record)
    yield statements
    event.remove(database.engine, "before_cursor_execute", record)


@contextmanager
def _driver(database: Database) -> Generator[Any]:
    """A connection of the driver alone, set up as the backend sets up its own."""
    pooled = database.engine.raw_connection()
    yield pooled.dbapi_connection
    pooled.close()


def _replay(connection: Any, statements: Sequence[Statement]) -> None:  # noqa: ANN401  # sqlite3's or psycopg's
    for statement, parameters in statements:
        cursor = connection.execute(statement, parameters)
        if cursor.description:
            cursor.fetchall()
    connection.commit()


@contextmanager
def _served(url: str, home: Path) -> Generator[HTTPConnection]:
    """A connection to `syllabus serve`, kept alive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = (sys.executable, "-P", "-m", "tui.cli", "serve", "--database-url", url, "--port", str(port))
    server = subprocess.Popen(command, env=environment(home), stderr=subprocess.DEVNULL)
    connection = HTTPConnection("127.0.0.1", port)
    try:
        _wait_for(connection)
        yield connection
    finally:
        connection.close()
        server.terminate()
        server.wait()


def _wait_for(connection: HTTPConnection) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            return _get(connection, "/healthz")
        except OSError:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _get(connection: HTTPConnection, path: str) -> None:
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status} for {path}")
