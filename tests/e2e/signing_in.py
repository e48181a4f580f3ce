"""Signing in to a server on trial as a person does: the terminal's link is taken to a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.e2e.servers import DevServer
    from tests.tui.conftest import Home

_BROWSER = """#!/bin/sh
printf %s "$1" > "{file}.part" && mv "{file}.part" "{file}"
"""
"""A browser that has other things to do: the person takes the link to another one."""


def noting_browser(folder: Path) -> str:
    """The path of a program that notes the link which it is to open, in `folder`."""
    browser = folder / "browser"
    browser.write_text(_BROWSER.format(file=folder / "link"), encoding="utf-8")
    browser.chmod(0o755)
    return str(browser)


def sign_in(server: DevServer, person: Home, page: Page, name: str = "Lea Learner") -> None:
    """Sign in with `login`; the person's browser is a noting one."""
    link = person.folder / "link"
    link.unlink(missing_ok=True)
    with Terminal(person.command("login", server.url), person.environment) as terminal:
        terminal.wait(link.exists, "the browser was started")
        page.goto(link.read_text(encoding="utf-8"))
        page.get_by_role("button", name=name).click()
        page.get_by_text("You can go back to your terminal").wait_for()
        terminal.wait_for(f"as {name}")
        assert terminal.wait_exit() == 0
