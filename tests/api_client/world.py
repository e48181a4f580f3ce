"""The real backend on a temporary SQLite database, in this process or behind a loopback port."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

import uvicorn
from sqlalchemy import delete, insert, update

from api_client.library import Library
from api_client.target import AsgiApp, Target
from backend import tables
from backend.app import create_app
from backend.database import Database
from backend.problems import Refusal
from tests.sqlite import empty_database

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator
    from pathlib import Path

    from fastapi import Request

    from api_client.documents import Document, Snapshot
    from api_client.status import SyncStatus

T = TypeVar("T")
PATIENCE = 20.0
"""Seconds after which a condition that does not come is a failure."""


@dataclass(frozen=True)
class Course:
    """A course in the database."""

    id: str
    name: str
    section: UUID
    lessons: list[str]


@dataclass
class World:
    """A database with the service over it; `viewer` is whose requests they are, None for anonymous ones."""

    folder: Path
    database: Database
    user: UUID
    viewer: UUID | None
    requests: list[str] = field(default_factory=list[str])
    """Method and path of each request, in order."""
    down: bool = False
    """Requests fail with 500, as if the service had a fault."""
    refused: str = ""
    """The path whose requests are answered 401, whoever asks; empty: none."""
    tokens: dict[str, UUID] | None = None
    """Whose tokens are taken; None: everything is `viewer`'s, whatever the header says."""
    signatures: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    """The path and the Authorization header of each request that reached the service, in order."""

    @classmethod
    def make(cls, folder: Path, subject: str = "ana") -> World:
        database = Database.open(empty_database(folder / "backend.db"))
        user = uuid4()
        with database.write() as connection:
            row = {"id": user, "clerkUserId": subject, "email": "ana@example.com", "name": "Ana", "role": "user"}
            connection.execute(insert(tables.users), row)
        return cls(folder, database, user, user)

    def course(self, name: str, lessons: int = 3, *, owned: bool = True, described: str = "") -> Course:
        """A course with one section; in a public product if it is not owned."""
        course_id, section, product = uuid4(), uuid4(), uuid4()
        now = datetime.now(UTC)
        ids = [uuid4() for _ in range(lessons)]
        with self.database.write() as connection:
            connection.execute(insert(tables.courses), {"id": course_id, "name": name, "description": described})
            section_row = {"id": section, "name": "Part", "status": "public", "order": 0, "courseId": course_id}
            connection.execute(insert(tables.course_sections), section_row)
            rows = [_lesson_row(each, f"{name} {place}", place, section) for place, each in enumerate(ids, start=1)]
            if rows:
                connection.execute(insert(tables.lessons), rows)
            if owned:
                connection.execute(insert(tables.user_course_access), {"userId": self.user, "courseId": course_id})
            else:
                row = {"id": product, "name": "Bundle", "description": "", "imageUrl": "", "priceInDollars": 9}
                connection.execute(insert(tables.products), row | {"status": "public", "createdAt": now})
                link = {"courseId": course_id, "productId": product}
                connection.execute(insert(tables.course_products), link)
        return Course(str(course_id), name, section, [str(each) for each in ids])

    def complete(self, lesson_id: str, at: datetime) -> None:
        """Somewhere else the user completed a lesson."""
        with self.database.write() as connection:
            row = {"userId": self.user, "lessonId": UUID(lesson_id), "createdAt": at}
            connection.execute(insert(tables.user_lesson_complete), row)

    def forget_completions(self) -> None:
        with self.database.write() as connection:
            connection.execute(delete(tables.user_lesson_complete))

    def completed(self) -> set[str]:
        with self.database.read() as connection:
            rows = connection.execute(tables.user_lesson_complete.select()).all()
        return {str(row.lessonId) for row in rows}

    def completed_at(self, lesson_id: str) -> datetime | None:
        with self.database.read() as connection:
            rows = connection.execute(tables.user_lesson_complete.select()).all()
        return next((row.createdAt for row in rows if str(row.lessonId) == lesson_id), None)

    def change_lesson(self, lesson_id: str, **values: Any) -> None:  # noqa: ANN401  # columns
        with self.database.write() as connection:
            connection.execute(update(tables.lessons).where(tables.lessons.c.id == UUID(lesson_id)).values(values))

    def set_role(self, role: str) -> None:
        """Make the user an admin, or a user again."""
        with self.database.write() as connection:
            connection.execute(update(tables.users).where(tables.users.c.id == self.user).values(role=role))

    def revoke(self, course: Course) -> None:
        with self.database.write() as connection:
            access = tables.user_course_access
            connection.execute(delete(access).where(access.c.courseId == UUID(course.id)))

    def delete_user(self) -> None:
        with self.database.write() as connection:
            connection.execute(update(tables.users).values(deletedAt=datetime.now(UTC)))

    def _identify(self, request: Request) -> UUID | None:
        header = request.headers.get("authorization")
        self.signatures.append((request.url.path, header))
        if self.refused == request.url.path:
            raise Refusal(401, "unauthenticated", "The token is not valid here.")
        if self.tokens is None:
            return self.viewer
        if header is None:
            return None
        user = self.tokens.get(header.removeprefix("Bearer "))
        if user is None:
            raise Refusal(401, "unauthenticated", "The token is not valid (any more).")
        return user

    def app(self) -> AsgiApp:
        service = create_app(self.database, identify=self._identify, identity="local")

        async def counted(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  # ASGI
            if scope["type"] == "http":
                query = scope["query_string"].decode()
                self.requests.append(f"{scope['method']} {scope['path']}{'?' if query else ''}{query}")
                if self.down:
                    raise RuntimeError("a fault of the service")
            await service(scope, receive, send)

        return counted

    def target(self, account: str = "local") -> Target:
        return Target("http://syllabus.embedded", "this computer", account, self.app)

    @asynccontextmanager
    async def library(self, target: Target | None = None) -> AsyncGenerator[Library]:
        """A started Library, closed at the end."""
        library = Library(target or self.target(), self.folder / "cache")
        library.start()
        try:
            yield library
        finally:
            library.close()

    def asked(self, part: str) -> int:
        """How many requests had this in method and path."""
        return sum(1 for request in self.requests if part in request)


def files_with(folder: Path, text: bytes) -> list[str]:
    """The names of the files that hold a text; what SQLite keeps beside a database comes and goes."""
    found: list[str] = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if text in path.read_bytes():
                found.append(path.name)
    return found


class Port:
    """A loopback port behind which a service can start and stop."""

    def __init__(self, app: Callable[[], AsgiApp]) -> None:
        self._app = app
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.number = probe.getsockname()[1]
        self.target = Target(f"http://127.0.0.1:{self.number}", f"127.0.0.1:{self.number}", "ana")

    @contextmanager
    def serving(self) -> Generator[None]:
        """Serve until the end of the block."""
        config = uvicorn.Config(
            self._app(), host="127.0.0.1", port=self.number, log_level="critical", lifespan="off", ws="none",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        started = threading.Event()

        async def serve() -> None:
            task = asyncio.ensure_future(server.serve())
            while not server.started and not task.done():  # noqa: ASYNC110  # uvicorn tells nobody
                await asyncio.sleep(0.005)
            started.set()
            await task

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        assert started.wait(PATIENCE)
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def silent_server() -> Generator[Target]:
    """One that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        yield Target(f"http://127.0.0.1:{port}", "silent", "ana")


class Gate:
    """Holds back the answers to requests whose path begins so; the service has done its work by then."""

    def __init__(self, app: AsgiApp, path: str) -> None:
        self._app = app
        self._path = path
        self.closed = False
        self._reached = threading.Event()
        self._opened = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  # ASGI
        messages: list[Any] = []

        async def keep(message: Any) -> None:  # noqa: ANN401
            messages.append(message)

        await self._app(scope, receive, keep)
        if self.closed and scope["path"].startswith(self._path):
            self._loop = asyncio.get_running_loop()
            self._reached.set()
            await self._opened.wait()
        for message in messages:
            await send(message)

    @asynccontextmanager
    async def holding(self) -> AsyncGenerator[None]:
        """Within it, an answer has been held back; it goes out at the end."""
        assert await asyncio.to_thread(self._reached.wait, PATIENCE)
        assert self._loop
        yield
        self.closed = False
        self._loop.call_soon_threadsafe(self._opened.set)


def gated(world: World, path: str) -> tuple[Gate, Target]:
    gate = Gate(world.app(), path)
    return gate, Target("http://syllabus.embedded", "here", "local", lambda: gate)


async def until(library: Library, document: Document[T], condition: Callable[[Snapshot[T]], object]) -> Snapshot[T]:
    """The first snapshot for which the condition holds."""
    async with asyncio.timeout(PATIENCE):
        feed = library.follow(document)
        async for snapshot in feed:
            if condition(snapshot):
                await feed.aclose()  # pyright: ignore[reportAttributeAccessIssue]  # an async generator
                return snapshot
    raise AssertionError("the feed ended")


async def settled(library: Library, condition: Callable[[SyncStatus], object]) -> SyncStatus:
    """The first status for which the condition holds."""
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()

    def hear(_: SyncStatus) -> None:
        loop.call_soon_threadsafe(changed.set)

    end = library.listen(hear)
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition(library.status):
                await changed.wait()
                changed.clear()
    finally:
        end()
    return library.status


async def cached(library: Library, document: Document[T]) -> T:
    """The document's value once the cache has it; unlike following, this asks for nothing."""
    async with asyncio.timeout(PATIENCE):
        while (value := (await library.read(document)).value) is None:  # noqa: ASYNC110  # nobody is told
            await asyncio.sleep(0.005)
    return value


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def _lesson_row(lesson_id: UUID, name: str, place: int, section: UUID) -> dict[str, Any]:
    return {
        "id": lesson_id,
        "name": name,
        "description": f"About {name}.",
        "youtubeVideoId": "dQw4w9WgXcQ",
        "order": place,
        "status": "public",
        "sectionId": section,
    }
