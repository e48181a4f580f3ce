"""What admins ask of the server: at once, for none of it waits in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from api_client.errors import Forbidden, Unreachable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api_client.caller import Caller
    from api_client.resources.admin.admin import Admin

R = TypeVar("R")

_AT_ONCE = "What admins do needs the server, and does not wait in the queue."


class Administration:
    """Lends the admin's calls."""

    def __init__(self, caller: Caller, changed: Callable[[], None], refused: Callable[[], None]) -> None:
        """`changed` is called when the server may have something else than before, `refused` if one is no admin."""
        self._caller = caller
        self._changed = changed
        self._refused = refused

    async def run(self, call: Callable[[Admin], Awaitable[R]]) -> R:
        """The result of the call. Raises ApiError."""
        try:
            async with self._caller.client() as client:
                try:
                    return await call(client.admin)
                finally:
                    if client.admin.wrote:  # whatever was answered: it may have been done, and a refusal is news, too
                        self._changed()
        except Forbidden:
            self._refused()
            raise
        except Unreachable as error:
            raise type(error)(f"{error.sentence} {_AT_ONCE}", code=error.code, status=error.status) from error
