"""The thread with an event loop, at the moment at which it ends."""

from __future__ import annotations

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
