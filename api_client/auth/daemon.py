"""Blocking work in threads that do not keep the program from ending."""

from __future__ import annotations

import atexit
import time
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

Result = TypeVar("Result")

_PATIENCE = 5.0
"""Seconds that the program's end waits for what should not be cut."""
_unfinished: set[Event] = set()


def begin(work: Callable[[], Result]) -> Future[Result]:
    """Do something in a thread of its own; cancelling the future stops nobody.

    A daemon: what hangs for ever, as a keyring can, must not keep the program from ending.
    """
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()
    Thread(target=_run, args=(work, future), daemon=True).start()
    return future


@contextmanager
def finishing() -> Generator[None]:
    """What happens within is not cut by the program's end, unless it takes long.

    A refresh that is cut between the issuer's answer and the store costs the session: the old token is used up.
    """
    finished = Event()
    _unfinished.add(finished)
    try:
        yield
    finally:
        _unfinished.discard(finished)
        finished.set()


def _run(work: Callable[[], Result], future: Future[Result]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001  # it is raised where somebody waits for the result
        future.set_exception(error)


@atexit.register
def _finish() -> None:  # pyright: ignore[reportUnusedFunction]  # the interpreter calls it
    until = time.monotonic() + _PATIENCE
    for finished in _unfinished.copy():
        finished.wait(max(0.0, until - time.monotonic()))
