"""Several processes on one file, and processes that are killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api_client import documents
from api_client.library import Library
from api_client.storage import Storage, file_name
from tests.api_client.world import Port, settled, until

if TYPE_CHECKING:
    from api_client.target import Target
    from tests.api_client.world import World

ROOT = Path(__file__).parents[2]

_MARK = """
import asyncio, sys
from pathlib import Path
from api_client.library import Library
from api_client.target import Target

async def main(url, account, folder, completed, *lessons):
    library = Library(Target(url, "server", account), Path(folder))
    for lesson in lessons:
        await library.mark([lesson], completed == "yes")
        print(lesson, flush=True)
    {then}

asyncio.run(main(*sys.argv[1:]))
"""
_HANG = "await asyncio.Event().wait()"
_SEND = """library.start()
    await library.send(30)
    library.close()"""


def _child(then: str, target: Target, folder: Path, *lessons: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _MARK.format(then=then), target.url, target.account, folder, "yes", *lessons],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_mark_survives_a_kill_the_moment_it_is_acknowledged(world: World) -> None:
    course = world.course("Course")
    port = Port(world.app)
    folder = world.folder / "cache"
    with port.serving():
        async with world.library(port.target) as library:
            await library.fetch(documents.outline(course.id))
        child = _child(_HANG, port.target, folder, course.lessons[0])
        assert child.stdout
        with child:
            assert child.stdout.readline().strip() == course.lessons[0]
            child.send_signal(signal.SIGKILL)
        async with world.library(port.target) as library:
            await settled(library, lambda status: status.viewer and not status.waiting)
            await library.send()
    assert world.completed() == {course.lessons[0]}


async def test_a_mark_of_another_process_shows_here_and_is_sent(world: World) -> None:
    course = world.course("Course")
    port = Port(world.app)
    with port.serving():
        async with world.library(port.target) as library:
            await until(library, documents.outline(course.id), lambda each: each.value and not each.loading)
            following = asyncio.create_task(
                until(library, documents.outline(course.id), lambda each: each.value and each.value.completed_count)
            )
            with _child("", port.target, world.folder / "cache", course.lessons[0]) as child:
                assert await asyncio.to_thread(child.wait) == 0
            await following
            await until(library, documents.outline(course.id), lambda each: not each.marks)
    assert world.completed() == {course.lessons[0]}


async def test_processes_that_mark_and_send_at_once_lose_nothing(world: World) -> None:
    course = world.course("Course", lessons=60)
    port = Port(world.app)
    folder = world.folder / "cache"
    with port.serving():
        async with world.library(port.target) as library:
            await library.fetch(documents.outline(course.id))
            children = [_child(_SEND, port.target, folder, *course.lessons[each::3]) for each in range(3)]
            for child in children:
                with child:
                    assert await asyncio.to_thread(child.wait) == 0
            assert (await library.send()).waiting == 0
            outline = (await library.fetch(documents.outline(course.id))).value
            assert outline is not None
            assert outline.completed_count == 60
    assert world.completed() == set(course.lessons)


def test_processes_that_make_the_file_at_once_agree(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from api_client.storage import Storage
sys.stdin.read()
Storage(Path(sys.argv[1])).connect().close()
"""
    path = tmp_path / "folder" / "file.sqlite3"
    children = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", code, str(path)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
        )
        for _ in range(6)
    ]
    for child in children:
        assert child.stdin
        child.stdin.close()
    assert [child.wait() for child in children] == [0] * 6
    storage = Storage(path)
    storage.connect().close()
    assert storage.notices == ()


async def test_the_sender_that_is_killed_leaves_its_lock(world: World) -> None:
    course = world.course("Course")
    path = world.folder / "cache" / file_name(world.target())
    code = """
import sys, time
from filelock import FileLock
lock = FileLock(sys.argv[1])
lock.acquire()
print("locked", flush=True)
time.sleep(600)
"""
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
        child = subprocess.Popen(  # noqa: ASYNC220  # starting it is quick
            [sys.executable, "-P", "-c", code, f"{path}.sending.lock"], stdout=subprocess.PIPE, text=True
        )
        with child:
            assert child.stdout
            assert child.stdout.readline()
            await library.mark([course.lessons[0]], True)
            waiting = (await library.send(timeout=0.3)).waiting
            child.kill()
        assert waiting == 1
        assert (await library.send()).waiting == 0
    assert world.completed() == {course.lessons[0]}


def test_the_first_frame_imports_nothing_heavy(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from api_client.library import Library
from api_client.target import Target
library = Library(Target("https://learn.example.com", "x", "ana"), Path(sys.argv[1]))
library.cached_catalog()
library.close()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "sqlite3" in loaded
    assert not loaded & {"pydantic", "httpx", "httpcore", "anyio", "filelock", "fastapi", "sqlalchemy", "textual"}


async def test_library_that_is_not_started_still_marks_durably(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
    idle = Library(world.target(), world.folder / "cache")
    await idle.mark([course.lessons[0]], True)
    rows = idle.cached_catalog()
    assert [mark.lesson_id for mark in await idle.queue()] == [course.lessons[0]]
    assert rows.value is None
    idle.close()
    storage = Storage(world.folder / "cache" / file_name(world.target()))
    connection = storage.connect()
    assert connection.execute("SELECT count(*) FROM marks").fetchone() == (1,)
    connection.close()
