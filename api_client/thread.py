"""An event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from api_client.errors import Closed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")

_LAST_WORDS = 5.0
"""Seconds in which `main` says why it ends, while it closes what it had open."""


class LoopThread:
    """Runs one coroutine, `main`, and whatever is asked of it meanwhile.

    The thread is a daemon: a program that ends does not wait for a network that hangs.
    """

    def __init__(self, name: str, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._main = main
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._main_task: asyncio.Task[None] | None = None
        self._stopping = False
        self._failure: BaseException | None = None
        self._ended = False
        self._last_words: Future[None] = Future()
        """Done once `_failure` is known, or that there is none."""
        self._last_words.set_running_or_notify_cancel()  # whoever waits for it must not cancel it for the others
        self._asked: set[Future[Any]] = set()
        self._early: list[Callable[[], object]] = []
        """What was asked before the start: a screen follows its document before the first frame is there."""

    @property
    def started(self) -> bool:
        """Whether it was ever started."""
        return self._loop is not None

    def start(self) -> None:
        """Start it. What is asked of it from now on is done after the first step of `main`."""
        self._loop = asyncio.new_event_loop()
        self._main_task = self._loop.create_task(self._run_main())
        for call in self._early:
            self._loop.call_soon(call)
        self._thread.start()

    async def _run_main(self) -> None:
        try:
            await self._main()
        except Exception as error:
            # At once: what was asked before the start comes next, and whoever asked is told why nobody answers.
            self._failure = error
            raise

    @property
    def failure(self) -> BaseException | None:
        """What ended `main`, if it did not end as it should."""
        return self._failure

    @property
    def stopping(self) -> bool:
        """Whether it is to end, or has ended."""
        return self._stopping or self._failure is not None

    def stop(self, timeout: float) -> None:
        """Cancel `main` and everything else, and wait for the end of it, at most `timeout` seconds."""
        if self._loop is None or self._main_task is None:
            self._stopping = True
            return
        self.call(self._main_task.cancel)
        self._stopping = True
        self._thread.join(timeout)

    def call(self, function: Callable[..., object], *arguments: object) -> None:
        """Call a function in the thread, some time soon: after the start if it is to come, never after the end."""
        if self._stopping:
            return
        if self._loop is None:
            self._early.append(partial(function, *arguments))
            return
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    async def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the thread and wait for its result. Raises Closed if the thread ends before."""
        if self._loop is None or self._stopping or not self._thread.is_alive():
            coroutine.close()
            raise Closed("The Library is not running.") from self._failure
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            if not self._loop.is_closed():
                raise
            coroutine.close()
            raise Closed("The Library was closed.") from self._failure
        self._asked.add(future)
        if self._ended:
            future.cancel()
        try:
            return await asyncio.wrap_future(future)
        except (asyncio.CancelledError, Closed):
            task = asyncio.current_task()
            if task and task.cancelling():
                raise
        finally:
            self._asked.discard(future)
        # `main` is ending; what it asked for may be cancelled before it has said why.
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS):
                await asyncio.wrap_future(self._last_words)
        raise Closed("The Library was closed.") from self._failure

    def _run(self) -> None:
        loop, main = self._loop, self._main_task
        if loop is None or main is None:
            return
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(self._until_ended(main))
        except BaseException as error:
            self._failure = error
            raise
        finally:
            # What was asked between the loop's last step and its closing would wait for ever.
            self._ended = True
            for future in tuple(self._asked):
                future.cancel()
            if not self._last_words.done():
                self._last_words.set_result(None)

    async def _until_ended(self, main: asyncio.Task[None]) -> None:
        await asyncio.wait([main])
        if not main.cancelled():
            # Before the runner cancels whatever was asked: who waits for that is told why.
            self._failure = main.exception()
        self._last_words.set_result(None)
        if self._failure is not None:
            raise self._failure
