"""Which backend the client talks to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api_client.auth.credentials import Credentials

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
AsgiApp = Callable[[Scope, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Target:
    """A server at a URL, or the backend embedded in this process."""

    url: str
    """The origin, without a slash at its end; `http://syllabus.embedded` for the embedded one."""
    label: str
    """What the header shows: the host, or "this computer"."""
    account: str
    """Whose cache and queue it is: `local`, `anonymous`, or the server's id of the user."""
    make_app: Callable[[], AsgiApp] | None = None
    """Makes the embedded backend's ASGI application; called once, in the Library's thread. None for a server."""
    credentials: Callable[[], Credentials] | None = None
    """Makes what signs the requests; called once, in the Library's thread. None for an anonymous viewer."""
