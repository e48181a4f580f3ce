"""From a server's address to a lesson marked there: two programs in their terminals, a browser and a keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api_client.auth.secret_service import SecretService
from tests.e2e.chromium import chromium_page
from tests.e2e.servers import DevServer
from tests.e2e.signing_in import noting_browser, sign_in
from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.pty


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DevServer]:
    home = tmp_path / "server"
    home.mkdir()
    with DevServer(Home(home)) as server:
        yield server


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[SecretService]:
    folder = tmp_path / "keyring"
    folder.mkdir()
    with SecretService(folder) as keyring:
        yield keyring


@pytest.fixture
def person(tmp_path: Path, keyring: SecretService) -> Home:
    """Somebody with a keyring, and a browser that notes the link."""
    folder = tmp_path / "person"
    folder.mkdir()
    names = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    return Home(folder, {name: keyring.environment[name] for name in names} | {"BROWSER": noting_browser(folder)})


def test_a_mark_made_offline_reaches_the_account_that_a_browser_signed_in(server: DevServer, person: Home) -> None:
    with chromium_page() as page:
        sign_in(server, person, page)
    who = person.run("whoami")
    assert who.code == 0, who.err
    assert "Lea Learner" in who.out
    assert f"127.0.0.1:{server.port}" in who.out
    assert "keyring" in who.out

    with Terminal(person.command(), person.environment) as terminal:
        terminal.wait_for(f"Lea Learner · 127.0.0.1:{server.port}   ● synced")
        terminal.wait_for("▶ Continue")  # who one is can be known before the courses are there
        terminal.press("c")
        terminal.wait_for("○ not complete")
        screen = terminal.text

        server.__exit__()
        terminal.press("r")
        terminal.wait_for("○ offline")
        terminal.press("space")
        terminal.wait_for("◌ waiting")
        server.__enter__()
        terminal.press("r")
        terminal.wait_for("● synced")
        terminal.press("q")
        assert terminal.wait_exit() == 0

    (completed,) = person.run("progress", "--json").json["recent"]
    assert completed["lessonName"].split(" ")[0] in screen
