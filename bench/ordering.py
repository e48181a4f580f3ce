"""Reordering a course through the API, beside one UPDATE of as many rows through the database's bare driver."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from api_client.target import Target
from api_client.transport import Transport
from backend.app import create_app
from backend.database import Database
from backend.garbage import collect_rarely
from bench.data import Shape, create
from bench.report import at_most, milliseconds, show, times
from tests.postgres import postgres_server

if TYPE_CHECKING:
    Order = list[tuple[str, list[str]]]

SECTIONS, LESSONS = 100, 100
"""Ten thousand lessons; each reordering gives nearly all of them another section."""
ROUNDS = 7
LIMIT = 3.0
_AT = "2026-01-01T00:00:00.000001Z"
_SQLITE = """UPDATE lessons SET "order" = json_extract(value, '$[1]'), "sectionId" = json_extract(value, '$[2]'),
    "updatedAt" = ? FROM json_each(?) WHERE lessons.id = json_extract(value, '$[0]')"""
_POSTGRESQL = """UPDATE lessons SET "order" = place.number, "sectionId" = place.section, "updatedAt" = %s
    FROM unnest(%s::uuid[], %s::int[], %s::uuid[]) AS place (id, number, section) WHERE lessons.id = place.id"""


def run() -> None:
    collect_rarely()  # as the program and the server do
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        rows = [_row("SQLite", f"sqlite:///{folder}/ordering.db")]
        with postgres_server(Path(folder) / "postgres") as server, server.database() as url:
            rows.append(_row("PostgreSQL", url))
    show(
        f"Ordering · {SECTIONS * LESSONS:,} lessons, all moved",
        ("", "PUT …/order", "one UPDATE, bare", "ratio", "target"),
        rows,
        "In process, as the client calls it: read, compared, written, and answered with the whole outline.",
    )


def _row(name: str, url: str) -> tuple[str, ...]:
    requests, bare = asyncio.run(_measure(url))
    ratio = median(requests) / median(bare)
    return name, milliseconds(median(requests)), milliseconds(median(bare)), times(ratio), at_most(ratio, LIMIT)


async def _measure(url: str) -> tuple[list[float], list[float]]:
    """The seconds of each, turn by turn."""
    owner, (course,) = create(url, Shape(10), [("Long", SECTIONS, LESSONS)])
    database = Database.open(url)
    app = create_app(database, identify=lambda _request: owner, identity="local")
    transport = Transport(Target("http://syllabus.bench", "bench", "local", make_app=lambda: app))
    path, random = f"/v1/admin/courses/{course}", Random(20261123)
    requests: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS + 1):
        outline = json.loads((await transport.send("GET", path, exact=True)).text)
        order = _shuffled(outline, random)
        body = json.dumps({"sections": [{"id": section, "lessonIds": ids} for section, ids in order]})
        begun = time.perf_counter()
        await transport.send("PUT", f"{path}/order", body=body, if_match=outline["version"], exact=True)
        requests.append(time.perf_counter() - begun)
        bare.append(_update(database, _shuffled(outline, random)))
    await transport.close()
    database.close()
    return requests[1:], bare[1:]


def _shuffled(outline: dict[str, Any], random: Random) -> Order:
    """Every lesson anywhere, as many in each section as before."""
    lessons = [lesson["id"] for section in outline["sections"] for lesson in section["lessons"]]
    random.shuffle(lessons)
    return [
        (section["id"], lessons[place * LESSONS : (place + 1) * LESSONS])
        for place, section in enumerate(outline["sections"])
    ]


def _update(database: Database, order: Order) -> float:
    """The seconds that the driver alone takes to write an order, from a list of places to the commit."""
    places = [(lesson, number, section) for section, lessons in order for number, lesson in enumerate(lessons)]
    pooled = database.engine.raw_connection()
    connection: Any = pooled.dbapi_connection
    begun = time.perf_counter()
    if database.dialect == "sqlite":
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_SQLITE, (_AT, json.dumps(places)))
    else:
        connection.execute(_POSTGRESQL, (_AT, *(list(column) for column in zip(*places, strict=True))))
    connection.commit()
    seconds = time.perf_counter() - begun
    pooled.close()
    return seconds
