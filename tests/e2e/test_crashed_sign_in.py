"""A fault of ours while somebody signs in, stays signed in or signs out: the real program, and what it leaves."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.clerk.emulator import LEARNER, Emulator
from tests.crashing import WORDS
from tests.secrecy.places import leaks
from tests.secrecy.run import SECRETS
from tests.terminal import Terminal
from tests.tui.conftest import Home
from tests.tui.school import School, browser

if TYPE_CHECKING:
    from collections.abc import Generator

pytestmark = pytest.mark.pty

SIGNING_IN = [
    "api_client.auth.oauth:discover+",
    "api_client.auth.browser_flow:BrowserFlow._authorize_url+",
    "api_client.auth.browser_flow:BrowserFlow._accept+",
    "api_client.auth.issuer_http:clean@2",
    "api_client.auth.sign_in:Session",
    "api_client.auth.file_store:write_private",
    "tui.switching:Switching.switch",
]
SIGNING_OUT = ["api_client.auth.ending:revoke", "api_client.library:Library.forget+"]
_WATCHING_BROWSER = """#!{python}
import os, sys, urllib.request
from pathlib import Path
seen = Path("{folder}")
(seen / "arguments").write_bytes(Path(f"/proc/{{os.getppid()}}/cmdline").read_bytes() + "\\0".join(sys.argv).encode())
(seen / "environment").write_text("\\n".join(f"{{name}}={{value}}" for name, value in os.environ.items()))
urllib.request.urlopen(sys.argv[1]).read()
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Generator[School]:
    with Emulator() as clerk, School(tmp_path_factory.mktemp("school"), clerk) as school:
        yield school


@pytest.fixture
def home(tmp_path: Path, school: School) -> Home:
    """Of somebody at the school, whose browser is signed in already."""
    school.clerk.reset()
    school.clerk.sign_in(LEARNER)
    home = Home(tmp_path, {"SYLLABUS_SESSION_STORE": "file", "SYLLABUS_SERVER": school.url})
    home.environment["BROWSER"] = browser(home)
    return home


def broken(home: Home, step: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-W", "error", "-m", "tests.crashing", step, str(_verifier_of(home)), *arguments]


def assert_nothing_is_told(home: Home, printed: bytes) -> None:
    if _verifier_of(home).exists():
        SECRETS.add("PKCE verifier", _verifier_of(home).read_text())
    (report,) = (home.folder / ".local/state/syllabus").glob("crash-*.txt")
    assert WORDS in report.read_text(encoding="utf-8")
    assert SECRETS.kinds_in(printed) == set()
    assert leaks(home.folder, SECRETS) == []


def assert_crashed(home: Home, terminal: Terminal) -> None:
    assert terminal.wait_exit() == 1
    assert not terminal.changed_modes
    assert b"A report is in" in terminal.raw.rpartition(b"\x1b[?1049l")[2]
    assert_nothing_is_told(home, bytes(terminal.raw))


def _verifier_of(home: Home) -> Path:
    """Where a program in another process leaves the verifier that it made: beside the home, in no test's folder."""
    return home.folder.parents[1] / f"verifier-{home.folder.name}"


@pytest.mark.parametrize("step", SIGNING_IN)
def test_the_interface_while_somebody_signs_in(home: Home, step: str) -> None:
    with Terminal(broken(home, step), home.environment) as terminal:
        terminal.wait_for("signed out")
        terminal.press("S")
        if step not in SIGNING_IN[:2]:
            terminal.wait_for("min left")
            terminal.press("enter")
        assert_crashed(home, terminal)


@pytest.mark.parametrize("step", SIGNING_OUT)
def test_the_interface_while_somebody_signs_out(home: Home, step: str) -> None:
    assert home.run("login").code == 0
    with Terminal(broken(home, step), home.environment) as terminal:
        terminal.wait_for("Lena Learner")
        terminal.press("ctrl+o")
        terminal.wait_for("Sign out")
        terminal.press("enter")
        assert_crashed(home, terminal)


def test_the_interface_while_it_refreshes(home: Home) -> None:
    assert home.run("login").code == 0
    (kept,) = (home.folder / ".local/state/syllabus/sessions").glob("*.json")
    kept.write_text(re.sub(r'(_at": ?")20\d\d', r"\g<1>2020", kept.read_text()))
    with Terminal(broken(home, "api_client.auth.issuer_http:clean@2"), home.environment) as terminal:
        assert_crashed(home, terminal)


@pytest.mark.parametrize(("server", "code", "sentence"), [("", 2, "is set, but not which server"), ("school", 4, "")])
def test_a_given_token_that_is_good_for_nothing_is_no_crash(
    home: Home, school: School, server: str, code: int, sentence: str
) -> None:
    given = {"SYLLABUS_TOKEN": school.clerk.mint_oauth(LEARNER, exp=1), "SYLLABUS_SERVER": server and school.url}
    with Terminal(home.command(), home.environment | given) as terminal:
        assert terminal.wait_exit() == code
    assert sentence in terminal.text
    assert not list(home.folder.rglob("crash-*"))


def test_a_command_that_ends_in_the_middle_of_it(home: Home, school: School) -> None:
    line = broken(home, "api_client.auth.issuer_http:clean@2", "login", school.url)
    done = subprocess.run(
        line, env=home.environment, cwd=home.folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert_nothing_is_told(home, done.stdout + done.stderr)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_no_secret_is_in_the_arguments_nor_in_the_environment_of_what_is_started(home: Home, school: School) -> None:
    program = home.folder / "watching"
    program.write_text(_WATCHING_BROWSER.format(python=sys.executable, folder=home.folder), encoding="utf-8")
    program.chmod(0o755)
    token = school.clerk.mint_oauth(LEARNER)
    done = home.run_anew("login", school.url, BROWSER=str(program), SYLLABUS_TOKEN=token)
    assert done.code == 0, done.err
    assert b"login" in (home.folder / "arguments").read_bytes()
    environment = (home.folder / "environment").read_text()
    assert "HOME=" in environment
    assert "SYLLABUS_TOKEN" not in environment
    assert leaks(home.folder, SECRETS) == []
