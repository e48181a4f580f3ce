"""Signing in to a server on trial, as a person does: the link is taken to a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.terminal import Terminal

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.servers import DevServer
    from tests.tui.conftest import Home

_CODE = re.compile(r"https?://\S+user_code=\S+")


def sign_in(server: DevServer, person: Home, page: Page, name: str) -> None:
    """Sign in with a code, which needs no browser on the terminal's side."""
    with Terminal(person.command("login", server.url, "--device"), person.environment, size=(200, 60)) as terminal:
        terminal.wait(lambda: _CODE.search(terminal.text) is not None, "a link with a code")
        found = _CODE.search(terminal.text)
        assert found is not None
        page.goto(found[0])
        page.get_by_role("button", name=name).click()
        terminal.wait_for(f"as {name}")
        assert terminal.wait_exit() == 0
