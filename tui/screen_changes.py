"""How screens, and the widgets in them, come and go while keys arrive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual._callback import invoke
from textual.await_complete import AwaitComplete
from textual.await_remove import AwaitRemove

from screens.host import Host

if TYPE_CHECKING:
    from collections.abc import Generator

    from textual.css.styles import RulesMap
    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.widget import Widget


class ScreenChanges(Host):
    """The part of the app that shows screens and takes them away, whole each time.

    Textual (8.2.8; its issue 5064) passes the cancellation of whoever awaits a removal on to the tasks of the widgets
    that are being removed, and the app awaits those too: it then ended, with code 0 and without a word, when `n` was
    pressed while the text of the lesson before was being taken away.
    """

    async def on_key(self) -> None:
        """A key that the screen before left alone can come before the next one has the widgets that it acts on."""
        await _mounted(self.screen)

    def pop_screen(self) -> AwaitComplete:
        """Leave the current screen, as every way to dismiss one does; it goes even if nobody waits for it any more."""
        return AwaitComplete(asyncio.shield(super().pop_screen()))

    async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
        # Textual lets a screen that is already being removed have no widgets, and it would look for them in vain.
        await _mounted(screen)
        await super()._replace_screen(screen)
        return screen

    async def action_quit(self) -> None:
        """Leave the program. From then on Textual gives no screen its widgets: those on their way get them first."""
        while late := [screen for stack in self._screen_stacks.values() for screen in stack if not screen.is_mounted]:
            await _mounted(late[0])
        await super().action_quit()

    def _register(
        self,
        parent: DOMNode,
        *widgets: Widget,
        before: int | None = None,
        after: int | None = None,
        cache: dict[tuple[Any, ...], RulesMap] | None = None,
    ) -> list[Widget]:
        # Those that come later are not even started, as they would look for them in vain.
        return [] if self._exit else super()._register(parent, *widgets, before=before, after=after, cache=cache)

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        # Every way to remove a widget goes through here.
        return _Removal(super()._prune(*nodes, parent=parent))


async def _mounted(screen: Screen[Any]) -> None:
    # Of all that tells it, this alone can be waited for.
    await screen._mounted_event.wait()  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001


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
