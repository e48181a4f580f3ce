"""Taking widgets and screens away, which a worker that is cancelled meanwhile leaves alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual._callback import invoke
from textual.await_complete import AwaitComplete
from textual.await_remove import AwaitRemove

from screens.host import Host

if TYPE_CHECKING:
    from collections.abc import Generator

    from textual.dom import DOMNode
    from textual.widget import Widget


class Removing(Host):
    """The part of the app that takes widgets and screens away.

    Textual (8.2.8; its issue 5064) passes the cancellation of whoever awaits a removal on to the tasks of the widgets
    that are being removed, and the app awaits those too: it then ended, with code 0 and without a word, when `n` was
    pressed while the text of the lesson before was being taken away.
    """

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        # Every way to remove a widget goes through here.
        return _Removal(super()._prune(*nodes, parent=parent))

    def pop_screen(self) -> AwaitComplete:
        """Leave the current screen, as every way to dismiss one does; it goes even if nobody waits for it any more."""
        return AwaitComplete(asyncio.shield(super().pop_screen()))


class _Removal(AwaitRemove):
    """The same removal; whoever awaits it can be cancelled without the widgets."""

    def __init__(self, removal: AwaitRemove) -> None:
        self._removed: list[asyncio.Task[Any]] = removal._tasks  # noqa: SLF001  # the base's own
        super().__init__(self._removed, removal._post_remove)  # noqa: SLF001  # as above

    def __await__(self) -> Generator[Any, None, None]:
        return self._wait(asyncio.current_task()).__await__()

    async def _wait(self, by: asyncio.Task[Any] | None) -> None:
        # A widget that removes itself does not wait for itself.
        await asyncio.gather(*[asyncio.shield(task) for task in self._removed if task is not by])
        if self._post_remove is not None:
            await invoke(self._post_remove)
