"""A server that goes away, comes back or misbehaves: the screens stay usable, say so, and recover by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.servers import DisturbedWay, Fault, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import Start
    from tests.tui.conftest import Home

pytestmark = pytest.mark.pty

UP, DOWN = "signed out", "Retry"
"""What the header says to an anonymous viewer, and the strip below it while there is no connection."""


@pytest.fixture
def server(demo_home: Home) -> Iterator[Server]:
    with Server(demo_home) as server:
        yield server


@pytest.fixture
def way(server: Server) -> Iterator[DisturbedWay]:
    with DisturbedWay(server.port) as way:
        yield way


def test_a_server_is_read_without_an_account(server: Server, start: Start) -> None:
    terminal = start(SYLLABUS_SERVER=server.url)
    terminal.wait_for(UP)
    terminal.wait_for("▌ ◇ Analysis")
    terminal.wait(lambda: f"127.0.0.1:{server.port}" in terminal.lines[0], "the header names the server")
    terminal.press("enter")
    terminal.wait_for("Catalog › ")
    terminal.press("space")
    terminal.wait_for("does not know accounts")


def test_what_stops_midway_is_said_and_recovers_by_itself(demo_home: Home, start: Start) -> None:
    with Server(demo_home) as server:
        terminal = start(SYLLABUS_SERVER=server.url)
        terminal.wait_for(UP)
        terminal.wait_for("▌ ◇ Analysis")
        terminal.press("enter")
        terminal.wait_for("Catalog › Analysis")
        terminal.press("escape")
        terminal.wait_for("Calculus")
    terminal.press("r")
    terminal.wait(lambda: "offline" in terminal.lines[0] and DOWN in terminal.text, "it says that it is offline")
    terminal.press("enter")
    terminal.wait(
        lambda: "Catalog › " in terminal.text and "Complex functions" in terminal.text, "what was read before"
    )
    terminal.press("escape")
    terminal.wait_for("Calculus")
    terminal.press("end", "enter")
    terminal.wait_for("cannot be reached")
    with Server(demo_home, server.port):
        terminal.wait(lambda: UP in terminal.lines[0] and DOWN not in terminal.text, "it recovers by itself")
        terminal.wait_gone("cannot be reached")
        terminal.wait_for("Catalog › ")


def test_refresh_asks_again_at_once(demo_home: Home, start: Start) -> None:
    with Server(demo_home) as server:
        terminal = start(SYLLABUS_SERVER=server.url)
        terminal.wait_for(UP)
    terminal.press("r")
    terminal.wait_for(DOWN)
    with Server(demo_home, server.port):
        terminal.press("r")
        terminal.wait_gone(DOWN)
        terminal.wait_for(UP)


@pytest.mark.parametrize(("fault", "word"), [("error", "server error"), ("garbage", "server error")])
def test_a_server_that_fails_is_said_and_recovered_from(
    way: DisturbedWay, start: Start, fault: Fault, word: str
) -> None:
    terminal = start(SYLLABUS_SERVER=way.url)
    terminal.wait_for(UP)
    terminal.wait_for("Calculus")
    way.disturb(fault)
    terminal.press("r")
    terminal.wait(lambda: word in terminal.lines[0] and "Calculus" in terminal.text, "the failure is said")
    way.disturb("none")
    terminal.wait(lambda: UP in terminal.lines[0] and DOWN not in terminal.text, "it recovers by itself")


@pytest.mark.parametrize("fault", ["error", "garbage"])
def test_a_start_on_a_server_that_fails_says_why(way: DisturbedWay, start: Start, fault: Fault) -> None:
    way.disturb(fault)
    terminal = start(SYLLABUS_SERVER=way.url)
    terminal.wait_for("server error")
    terminal.wait(lambda: DOWN in terminal.text and "\nTraceback" not in terminal.text, "it says what helps")
    way.disturb("none")
    terminal.press("r")
    terminal.wait_for("Calculus")


def test_a_silent_server_holds_nobody_up(way: DisturbedWay, start: Start) -> None:
    terminal = start(SYLLABUS_SERVER=way.url)
    terminal.wait_for(UP)
    terminal.wait_for("Calculus")
    way.disturb("silence")
    terminal.press("r", "end")
    terminal.wait_for("▌ ◇ The Missing Semester (2026)")
    terminal.press("enter")
    terminal.wait_for("esc Back")
    terminal.press("escape")
    terminal.wait_for("Calculus")
    terminal.press("q")
    assert terminal.wait_exit() == 0
