"""A server with accounts, for the real program in other processes: backend and emulated issuer on real ports."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self
from uuid import UUID

from backend.app import create_app
from backend.identity.settings import IdentitySettings
from backend.identity.sign_in import SignIn, told
from tests.api_client.world import Course, World
from tests.clerk.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from tests.clerk.emulator import Emulator
    from tests.tui.conftest import Home

_BROWSER = """#!{python}
import sys, urllib.request
urllib.request.urlopen(sys.argv[1]).read()
"""


class School:
    """Enter it; `clerk` decides who signs in."""

    def __init__(self, folder: Path, clerk: Emulator) -> None:
        self.clerk = clerk
        self.world = World.make(folder)
        settings = IdentitySettings(issuer=clerk.issuer, client_ids=(clerk.client_id,), clerk=True)
        self._sign_in = SignIn(self.world.database, settings)
        identity = told(settings)
        self._app = create_app(self.world.database, identify=self._sign_in, identity=identity, name="The School")
        self._serving = Serving(self._answer)
        self.url = f"http://127.0.0.1:{self._serving.port}"
        self.host = f"127.0.0.1:{self._serving.port}"
        self.asked: list[str] = []
        """Method and path of each request, in order."""

    def course(self, account: str, name: str, lessons: int = 3) -> Course:
        """A course that an account has access to."""
        self.world.user = UUID(account)
        return self.world.course(name, lessons)

    @contextmanager
    def down(self) -> Generator[None]:
        """For a while nobody listens on the port."""
        self._serving.__exit__()
        try:
            yield
        finally:
            self._serving.__enter__()

    def __enter__(self) -> Self:
        self._serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._serving.__exit__()
        self._serving.close()
        self._sign_in.close()
        self.world.database.close()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(f"{scope['method']} {scope['path']}")
        await self._app(scope, receive, send)


def browser(home: Home) -> str:
    """A program that fetches a link with its redirects, as a browser whose person is signed in already does."""
    path = home.folder / "fetch"
    if not path.exists():
        path.write_text(_BROWSER.format(python=sys.executable), encoding="utf-8")
        path.chmod(0o755)
    return str(path)
