from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tui.browser import Browser, NoBrowser, NotALink, Opened, Opening, Player, Remote

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.youtube.com/watch?v=-abc&t=1;echo$(id)#'\"%s"


class Desk:
    """A computer: a folder of programs that write down how they were called, and an environment."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.log = folder / "log"
        self.environment = {"PATH": str(self.bin), "LOG": str(self.log), "DISPLAY": ":0"}

    def install(self, name: str, then: str = "exit 0") -> Path:
        program = self.bin / name
        program.write_text(
            '#!/bin/sh\nprintf "%s\\n" "${0##*/}" "$@" >> "$LOG"\n' + f"{then}\n",
            encoding="utf-8",
        )
        program.chmod(0o755)
        return program

    def browser(
        self, *command: str, players: dict[str, tuple[str, ...]] | None = None, platform: str = "linux"
    ) -> Browser:
        return Browser(command, players, self.environment, platform)

    @property
    def calls(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def outcome(opening: Opening) -> str | None:
    assert isinstance(opening, Opened)
    return opening.outcome.result(timeout=30)


def test_the_link_arrives_as_one_argument(desk: Desk) -> None:
    desk.install("xdg-open")
    assert outcome(desk.browser().open(URL)) is None
    assert desk.calls == ["xdg-open", URL]


def test_the_settings_win_over_the_variable_and_the_platform(desk: Desk) -> None:
    for name in ("mine", "theirs", "xdg-open"):
        desk.install(name)
    desk.environment["BROWSER"] = "theirs"
    assert outcome(desk.browser("mine", "--tab={url}", "--last").open(URL)) is None
    assert desk.calls == ["mine", f"--tab={URL}", "--last"]


def test_the_variable_holds_several_programs_with_places_for_the_link(desk: Desk) -> None:
    desk.install("second")
    desk.install("xdg-open")
    desk.environment["BROWSER"] = "absent:second '--with space' %s 100%%"
    assert outcome(desk.browser().open(URL)) is None
    assert desk.calls == ["second", "--with space", URL, "100%"]


def test_a_program_with_a_space_in_its_path_needs_no_quotes(desk: Desk) -> None:
    desk.environment["BROWSER"] = str(desk.install("the browser"))
    assert outcome(desk.browser().open(URL)) is None
    assert desk.calls == ["the browser", URL]


def test_the_next_program_is_tried_when_one_fails(desk: Desk) -> None:
    desk.install("broken", "exit 3")
    desk.install("xdg-open")
    desk.environment["BROWSER"] = "broken"
    assert outcome(desk.browser().open(URL)) is None
    assert desk.calls == ["broken", URL, "xdg-open", URL]


def test_a_program_that_ends_at_once_is_noticed(desk: Desk) -> None:
    desk.install("broken", "exit 3")
    assert outcome(desk.browser("broken").open(URL)) == "broken ended at once with code 3."


def test_who_stops_waiting_does_not_disturb_the_program(desk: Desk) -> None:
    desk.install("broken", "exit 3")
    opened = desk.browser("broken").open(URL)
    assert isinstance(opened, Opened)
    assert not opened.outcome.cancel()
    assert outcome(opened)


def test_a_program_that_cannot_be_started_is_noticed(desk: Desk) -> None:
    desk.install("odd").write_text("no program", encoding="utf-8")
    assert "odd could not be started" in (outcome(desk.browser("odd").open(URL)) or "")


def test_a_program_that_goes_on_is_not_waited_for(desk: Desk) -> None:
    release = desk.bin / "release"
    os.mkfifo(release)
    desk.install("xdg-open", f"read line < '{release}'")
    opened = desk.browser().open(URL)
    assert isinstance(opened, Opened)
    assert not opened.outcome.done()
    release.write_text("go\n", encoding="utf-8")
    assert outcome(opened) is None


@pytest.mark.parametrize("name", ["lynx", "w3m", "links", "elinks", "www-browser"])
def test_no_text_browser_draws_over_us(desk: Desk, name: str) -> None:
    desk.install(name)
    desk.environment["BROWSER"] = name
    assert isinstance(desk.browser().open(URL), NoBrowser)
    assert isinstance(desk.browser(name).open(URL), NoBrowser)


def test_a_text_browser_behind_another_name_is_known(desk: Desk) -> None:
    (desk.bin / "x-www-browser").symlink_to(desk.install("w3m"))
    assert isinstance(desk.browser().open(URL), NoBrowser)


def test_a_text_browser_in_a_window_of_its_own_is_welcome(desk: Desk) -> None:
    desk.install("xterm")
    assert outcome(desk.browser("xterm", "-e", "w3m", "{url}").open(URL)) is None
    assert desk.calls == ["xterm", "-e", "w3m", URL]


def test_without_a_screen_nothing_is_opened(desk: Desk) -> None:
    desk.install("xdg-open")
    del desk.environment["DISPLAY"]
    opening = desk.browser().open(URL)
    assert isinstance(opening, NoBrowser)
    assert "graphical" in opening.reason


def test_over_ssh_the_link_is_for_the_other_side(desk: Desk) -> None:
    desk.install("xdg-open")
    desk.install("forward")
    desk.environment["SSH_CONNECTION"] = "1.2.3.4 5 6.7.8.9 22"
    assert outcome(desk.browser().open(URL)) is None, "a forwarded display is the person's own"
    del desk.environment["DISPLAY"]
    assert desk.browser().open(URL) == Remote()
    desk.environment["BROWSER"] = "lynx"
    assert desk.browser().open(URL) == Remote()
    desk.environment["BROWSER"] = "forward"
    assert outcome(desk.browser().open(URL)) is None, "editors name their own way to the other side"
    assert desk.calls[-2:] == ["forward", URL]


def test_wsl_opens_in_windows(desk: Desk) -> None:
    del desk.environment["DISPLAY"]
    desk.environment["WSL_DISTRO_NAME"] = "Debian"
    desk.install("powershell.exe")
    assert outcome(desk.browser().open("https://example.com/’;calc;’'")) is None
    assert desk.calls[-1] == "Start-Process 'https://example.com/%E2%80%99;calc;%E2%80%99%27'"
    desk.install("wslview")
    assert outcome(desk.browser().open(URL)) is None
    assert desk.calls[-2:] == ["wslview", URL]


def test_other_platforms_have_their_own_way(desk: Desk) -> None:
    desk.install("open")
    desk.install("rundll32")
    assert outcome(desk.browser(platform="darwin").open(URL)) is None
    assert outcome(desk.browser(platform="win32").open(URL)) is None
    assert desk.calls == ["open", URL, "rundll32", "url.dll,FileProtocolHandler", URL]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:ana@example.com",
        "-url",
        "--help",
        "https://",
        "https:///path",
        "https://[::1",
        "https://example.com:port/",
        "https://example.com/ x",
        "https://example.com/\n",
        "https://example.com/\x1b]0;x\x07",
        "https://example.com/\x9b",
        "https://example.com/\u202egpj.exe",
        "\thttps://example.com/",
        "https\u200b://example.com/",
    ],
)
def test_what_is_no_web_address_reaches_no_program(desk: Desk, url: str) -> None:
    desk.install("xdg-open")
    assert isinstance(desk.browser().open(url), NotALink)
    assert isinstance(desk.browser().open_with(Player("x", ("xdg-open",)), url), NotALink)
    assert not desk.calls


def test_children_do_not_get_the_token_or_the_browser_that_was_passed_over(desk: Desk) -> None:
    desk.environment |= {"SYLLABUS_TOKEN": "secret", "BROWSER": "lynx", "KEPT": "yes"}
    desk.install("xdg-open", 'printf "%s" "[$SYLLABUS_TOKEN$BROWSER$KEPT]" >> "$LOG"')
    assert outcome(desk.browser().open(URL)) is None
    assert desk.calls[-1] == "[yes]"


def test_children_have_no_terminal_and_leave_no_zombie(desk: Desk) -> None:
    desk.install("xdg-open", 'cat >> "$LOG"; [ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo alone $$ >> "$LOG"; echo noise')
    assert outcome(desk.browser().open(URL)) is None
    word, process = desk.calls[-1].split()
    assert word == "alone"
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)


def test_players_are_those_of_the_settings_then_the_installed(desk: Desk) -> None:
    desk.install("mpv")
    desk.install("vlc")
    browser = desk.browser(players={"MPV": ("mpv", "--fs"), "tv": ("cast", "{url}")})
    assert [player.name for player in browser.players()] == ["MPV", "tv", "VLC"]
    assert outcome(browser.open_with(browser.players()[0], URL)) is None
    assert desk.calls == ["mpv", "--fs", URL]


def test_a_player_that_lacks_is_named(desk: Desk) -> None:
    opening = desk.browser().open_with(Player("tv", ("cast", "{url}")), URL)
    assert "cast could not be started" in (outcome(opening) or "")


def test_without_a_screen_no_player_is_found(desk: Desk) -> None:
    desk.install("mpv")
    del desk.environment["DISPLAY"]
    assert desk.browser().players() == ()
