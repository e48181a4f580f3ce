"""The thread with an event loop, at the moment at which it ends."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from api_client.errors import Closed
from api_client.thread import LoopThread

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0


class Died(Exception):  # noqa: N818
    pass


async def _die() -> None:
    raise Died


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopThread]:
    """A thread whose loop is closed, and which still lives: its last words are held back."""
    dead, go_on = threading.Event(), threading.Event()

    def hold(_words: threading.ExceptHookArgs) -> None:
        dead.set()
        go_on.wait(PATIENCE)

    monkeypatch.setattr(threading, "excepthook", hold)
    thread = LoopThread("dying", _die)
    thread.start()
    assert dead.wait(PATIENCE)
    yield thread
    go_on.set()


def test_a_call_to_a_closed_loop_is_dropped(dying: LoopThread) -> None:
    dying.call(print, "never")
    dying.stop(timeout=0.0)


async def test_who_asks_a_closed_loop_is_told(dying: LoopThread) -> None:
    async def nothing() -> None:
        pass

    with pytest.raises(Closed):
        await dying.run(nothing())


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that die do so without a word."""

    def ignore(_words: threading.ExceptHookArgs) -> None:
        pass

    monkeypatch.setattr(threading, "excepthook", ignore)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("end", [asyncio.CancelledError, Closed])
async def test_whose_answer_is_cut_while_it_dies_is_told_why(end: type[BaseException]) -> None:
    """What `main` cancels ends before `main` does, which closes its connections first."""
    asked = threading.Event()

    async def die_slowly() -> None:
        try:
            await asyncio.to_thread(asked.wait, PATIENCE)
            raise Died
        finally:
            await asyncio.to_thread(said.wait, PATIENCE)

    async def cut() -> None:
        asked.set()
        raise end("closed")

    said = threading.Event()
    thread = LoopThread("dying", die_slowly)
    thread.start()
    waiting = asyncio.create_task(thread.run(cut()))
    await asyncio.wait([waiting], timeout=0.1)
    said.set()
    with pytest.raises(Closed) as caught:
        await waiting
    thread.stop(PATIENCE)
    assert isinstance(caught.value.__cause__, Died)


@pytest.mark.usefixtures("quiet")
async def test_who_waits_when_it_dies_is_told_why() -> None:
    asked = threading.Event()

    async def die_when_asked() -> None:
        await asyncio.to_thread(asked.wait, PATIENCE)
        raise Died

    async def wait() -> None:
        asked.set()
        await asyncio.Event().wait()

    thread = LoopThread("dying", die_when_asked)
    thread.start()
    with pytest.raises(Closed) as caught:
        await thread.run(wait())
    thread.stop(PATIENCE)
    assert isinstance(caught.value.__cause__, Died)
