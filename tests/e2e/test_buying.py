"""From the terminal to the payment and back: two programs in their terminals, and a real browser that pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.chromium import chromium_page
from tests.e2e.servers import DevServer
from tests.e2e.signing_in import noting_browser, sign_in
from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.pty

CODE_LENGTH = 16
"""Characters of a short link's code."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DevServer]:
    home = tmp_path / "server"
    home.mkdir()
    with DevServer(Home(home)) as server:
        yield server


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium_page() as page:
        yield page


@pytest.fixture
def person(tmp_path: Path, server: DevServer, page: Page) -> Home:
    """Somebody who is signed in, and whose session is in a file."""
    folder = tmp_path / "person"
    folder.mkdir()
    person = Home(folder, {"SYLLABUS_SESSION_STORE": "file", "BROWSER": noting_browser(folder)})
    sign_in(server, person, page)
    return person


def pay(page: Page, link: str, button: str) -> None:
    page.goto(link)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("go back to your terminal").wait_for()


def link_on(terminal: Terminal, server: DevServer) -> str:
    """The link of the checkout card, which may go on in the next line."""
    start = f"{server.url}/c/"
    column, row = terminal.find(start)
    length = len(start) + CODE_LENGTH

    def link() -> str:
        first, more = (line[column:].split(" ")[0] for line in terminal.lines[row : row + 2])
        return first if len(first) == length else first + more

    terminal.wait(lambda: len(link()) == length, "the whole link on the screen")
    return link()


@pytest.mark.parametrize("button", ["Pay", "Pay, and let the webhook get lost"])
def test_what_was_locked_opens_by_itself_when_it_is_paid(
    server: DevServer, person: Home, page: Page, button: str
) -> None:
    with Terminal(person.command(), person.environment) as terminal:
        terminal.wait_for("● synced")
        terminal.wait_for("Physics")
        terminal.press("/", *"physics", "enter")
        terminal.wait(lambda: "1 of 14" in terminal.text and "↵ Open" in terminal.text, "the match")
        terminal.press("enter")
        terminal.wait_for("locked")
        terminal.press("down", "b")
        terminal.wait_for("Waiting for the payment")
        link = link_on(terminal, server)
        terminal.press("escape")
        terminal.wait_gone("Waiting for the payment")
        pay(page, link, button)
        terminal.wait_gone("locked")
        terminal.wait_for("next")
        terminal.press("4")
        terminal.wait_for("paid")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_payment_made_while_the_terminal_was_closed_is_found(server: DevServer, person: Home, page: Page) -> None:
    with Terminal(person.command(), person.environment, size=(80, 24)) as terminal:
        terminal.wait_for("● synced")
        terminal.press("2")
        terminal.wait_for("Light and chance")
        terminal.press("b")
        terminal.wait_for("Waiting for the payment")
        link = link_on(terminal, server)
        terminal.kill()
    with Terminal(person.command(), person.environment) as terminal:
        terminal.wait_for("● synced")
        terminal.press("4")
        terminal.wait_for("not paid yet")
        pay(page, link, "Pay")
        terminal.wait_for("is yours")
        terminal.wait_gone("not paid yet")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_the_command_line_waits_for_the_payment_and_prints_the_receipt(
    server: DevServer, person: Home, page: Page
) -> None:
    with Terminal(person.command("buy", "light", "--wait"), person.environment) as terminal:
        pay(page, link_on(terminal, server), "Pay")
        terminal.wait_for("is yours")
        assert terminal.wait_exit() == 0
    again = person.run("buy", "light")
    assert (again.code, "own" in again.err) == (1, True)
    receipt = person.run("purchases", "light")
    assert receipt.code == 0
    assert "$29.00" in receipt.out
    assert "/dev-stripe/" in receipt.out
