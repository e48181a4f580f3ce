"""Signing in, out and over on the command line: the real program, the real backend, an issuer on a port of its own."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.clerk.emulator import ADMIN, LEARNER, Emulator
from tests.terminal import Terminal
from tests.tui.conftest import Home, Result
from tests.tui.school import School, browser

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
EMAIL = "lena@learner.example"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Generator[School]:
    with Emulator() as clerk, School(tmp_path_factory.mktemp("school"), clerk) as school:
        yield school


@pytest.fixture
def home(tmp_path: Path, school: School) -> Home:
    """An empty home in which sessions are kept in a file, for there is no keyring."""
    school.clerk.reset()
    return Home(tmp_path, {"SYLLABUS_SESSION_STORE": "file", **NO_KEYRING})


def sign_in(home: Home, school: School, subject: str = LEARNER, **environment: str) -> Any:  # noqa: ANN401  # its JSON
    school.clerk.sign_in(subject)
    done = home.run("login", school.url, "--json", BROWSER=browser(home), **environment)
    assert done.code == 0, done.err
    return done.json


def whoami(home: Home, *arguments: str, **environment: str) -> Any:  # noqa: ANN401  # its JSON
    done = home.run("whoami", "--json", *arguments, **environment)
    assert done.code == 0, done.err
    return done.json


def living_grants(school: School) -> int:
    """Refresh tokens that could still be used."""
    tokens = school.clerk.provider.grants.tokens.values()
    return sum(1 for token in tokens if token.spent_at is None and not token.grant.revoked)


def kept_tokens(home: Home) -> list[str]:
    """The secrets in the files of the sessions."""
    files = (home.folder / ".local/state/syllabus").rglob("*.json")
    return re.findall(r'"(?:access|refresh)_token": ?"([^"]+)"', "".join(file.read_text() for file in files))


def let_the_token_expire(home: Home) -> None:
    """As if years had passed since the sign-in."""
    for file in (home.folder / ".local/state/syllabus/sessions").glob("*.json"):
        file.write_text(re.sub(r'(_at": ?")20\d\d', r"\g<1>2020", file.read_text()))


def files_with(home: Home, secret: str) -> list[Path]:
    return [path for path in home.folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_a_sign_in_names_the_hosts_before_the_link_and_says_who_one_is_and_where_that_is_kept(
    home: Home, school: School
) -> None:
    school.clerk.sign_in(LEARNER)
    done = home.run("login", school.url, BROWSER=browser(home))
    assert done.code == 0
    assert done.out.splitlines() == [
        f"Signed in to {school.host} as Lena Learner (user).",
        "The session is kept in a file in plain text that only you can read.",
    ]
    server, issuer, *_ = lines = done.err.splitlines()
    assert (server, issuer) == (f"Server  {school.host} (The School)", f"Sign-in {school.clerk.issuer[7:]}")
    (link,) = [line for line in lines if line.startswith(f"{school.clerk.issuer}/oauth/authorize?")]
    assert lines.index(link) < next(i for i, line in enumerate(lines) if line.startswith("Opening it in fetch."))
    assert "Waiting for the browser, 10 minutes at most; ctrl+c gives up." in lines

    me = whoami(home)
    told = {"id": "", "name": "Lena Learner", "email": EMAIL, "role": "user", "keptIn": "file"}
    assert me["account"] | {"id": ""} == told
    assert (me["server"], me["issuer"]) == (school.url, school.clerk.issuer)
    assert home.run("servers").lines == [
        ["", "local", "", "", "", "0"],
        ["*", school.host, "Lena Learner", me["account"]["id"], "file", "0"],
    ]
    checks = {check["name"]: check for check in home.run("doctor", "--json").json["items"]}
    assert (checks["account"]["verdict"], checks["account"]["finding"]) == ("ok", "Lena Learner, user")
    assert (checks["session"]["verdict"], checks["sign-in"]["verdict"]) == ("warning", "ok")

    secrets = kept_tokens(home)
    assert len(secrets) == 2
    assert {path.suffix for secret in secrets for path in files_with(home, secret)} == {".json"}
    assert not files_with(home, EMAIL)
    shown = home.run("config", "show").out + done.out + done.err
    assert not [secret for secret in [*secrets, EMAIL] if secret in shown]


def test_marks_wait_for_the_server_and_a_sign_out_asks_what_becomes_of_them(home: Home, school: School) -> None:
    me = sign_in(home, school)
    course = school.course(me["account"]["id"], "Fourier")
    assert home.run("outline", "fourier").code == 0
    with school.down():
        assert home.run("done", "fourier").code == 2  # three of them
        assert home.run("done", "nothing of it").code == 5
        done = home.run("done", "fourier 2", "--json")
        assert (done.code, done.json["state"]) == (0, "waiting")
        assert home.run("servers").lines[1][5] == "1"
        refused = home.run("logout")
        assert refused.code == 1
        assert refused.err.startswith("syllabus: 1 mark waits to be sent.\n  --send")
        unsent = home.run("logout", "--send")
        assert unsent.code == 3
        assert "1 mark could not be sent." in unsent.err
        with school.clerk.down():
            left = home.run("logout", "--keep", "--json")
    assert (left.code, left.json["revoked"], left.json["marks"]) == (
        0,
        False,
        {"waiting": 1, "drafts": 0, "fate": "keep"},
    )
    assert left.json["notes"]
    assert "everywhere" not in left.out
    assert home.run("whoami").code == 4
    assert not kept_tokens(home)
    assert not files_with(home, "Fourier 3")

    left_behind = living_grants(school)
    sign_in(home, school)
    assert home.run("sync").code == 0
    assert course.lessons[1] in school.world.completed()
    again = home.run("logout", "--json")
    assert (again.json["revoked"], again.json["marks"]) == (True, {"waiting": 0, "drafts": 0, "fate": None})
    assert living_grants(school) == left_behind
    assert home.run("logout").code == 4


def test_accounts_and_servers_stand_side_by_side(home: Home, school: School) -> None:
    lena, ada = sign_in(home, school), sign_in(home, school, ADMIN)
    school.course(lena["account"]["id"], "Knots")
    assert home.run("done", "knots 1").code == 5
    assert home.run("use", school.host, "lena").out == f"In use: Lena Learner on {school.host}\n"
    assert home.run("done", "knots 1").code == 0
    assert home.run("use", "127.0", ada["account"]["id"], "--json").json["account"]["name"] == "Ada Admin"
    assert home.run("use", school.host, "nobody").code == home.run("use", "unknown").code == 5

    assert home.run("use", "local", "--json").json == {"server": "local", "account": None}
    assert dict(home.run("whoami").lines) == {"Name": "You", "Role": "admin", "Server": "this computer"}
    assert whoami(home, "--server", school.url)["account"]["name"] == "Ada Admin"
    overruled = home.run("use", "local", SYLLABUS_SERVER=school.url)
    assert overruled.code == 1
    assert f"`server` is set to {school.url} in SYLLABUS_SERVER" in overruled.err

    before = living_grants(school)
    sign_in(home, school)  # again, as the same: the session before is revoked
    assert living_grants(school) == before
    assert home.run("logout").code == 0  # Lena, who is in use
    assert home.run("logout").code == 4
    assert [line[2] for line in home.run("servers").lines] == ["", "Ada Admin", ""]
    assert home.run("logout", school.host, "ada").code == 0


def test_a_choice_that_cannot_be_noted_is_said(home: Home) -> None:
    (home.folder / ".local/state/syllabus/state.json").mkdir(parents=True)
    refused = home.run("use", "https://learn.example.com")
    assert (refused.code, refused.out) == (1, "")
    assert re.fullmatch(r"syllabus: \S+ cannot be written \(.+\)\.", refused.err.splitlines()[0])


def test_a_given_token_wins_is_said_and_is_passed_on_to_nobody(home: Home, school: School) -> None:
    sign_in(home, school)
    token = school.clerk.mint_oauth(ADMIN)
    given = {"SYLLABUS_TOKEN": token, "SYLLABUS_SERVER": school.url}
    told = dict(home.run("whoami", **given).lines)
    assert (told["Name"], told["Session"]) == ("Ada Admin", "in SYLLABUS_TOKEN, which is not stored")
    account = next(c for c in home.run("doctor", "--json", **given).json["items"] if c["name"] == "account")
    assert account["finding"] == "Ada Admin, user (SYLLABUS_TOKEN)"
    assert not files_with(home, token)
    with Terminal(home.command(), home.environment | given) as terminal:
        terminal.wait_for("Ada Admin · ")
        terminal.wait_for("SYLLABUS_TOKEN is set")
        terminal.press("q")
        assert terminal.wait_exit() == 0

    with school.down():  # whose it is was asked once
        assert home.run("next", "--short", **given).code == 0
        unknown = home.run("next", "--short", **given | {"SYLLABUS_TOKEN": school.clerk.mint_oauth(LEARNER)})
    assert (unknown.code, unknown.out) == (3, "")
    nowhere = home.run("courses", SYLLABUS_TOKEN=token)
    assert nowhere.code == 2
    assert "Set SYLLABUS_SERVER" in nowhere.err
    for none in ("two\nlines", "\udcff", "tøken"):
        refused = home.run("courses", **given | {"SYLLABUS_TOKEN": none})
        assert (refused.code, refused.err.splitlines()[0]) == (2, "syllabus: SYLLABUS_TOKEN holds no access token.")
    bad = given | {"SYLLABUS_TOKEN": f"{token}x"}
    assert home.run("courses", **bad).code == 4
    (account,) = [c for c in home.run("doctor", "--json", **bad).json["items"] if c["name"] == "account"]
    assert account["verdict"] == "failed"

    school.course(told["Id"], "Graphs")
    spy = home.folder / "spy"
    spy.write_text(f"#!/bin/sh\nenv > {home.folder}/seen\n", encoding="utf-8")
    spy.chmod(0o755)
    assert home.run("watch", "graphs 1", SYLLABUS_BROWSER=str(spy), **given).code == 0
    assert "SYLLABUS_SERVER" in (home.folder / "seen").read_text()
    assert "SYLLABUS_TOKEN" not in (home.folder / "seen").read_text()


def test_a_token_from_standard_input(home: Home, school: School) -> None:
    for typed, code in (("two words\n", 2), ("nonsense\n", 1)):
        refused = home.run("login", school.url, "--with-token", typed=typed)
        assert (refused.code, refused.out) == (code, "")
    token = school.clerk.mint_oauth(school.clerk.add_user(name="Eve \x1b[2J[red]\nEvil").subject)
    done = home.run("login", school.url, "--with-token", typed=f"{token}\n")
    assert done.code == 0
    assert re.fullmatch(r"Signed in to .* as Eve .*\[red\].*Evil \(user\)\.", done.out.splitlines()[0])
    assert "This session cannot be refreshed" in done.err
    assert b"\x1b" not in done.raw
    assert token not in done.raw.decode()


def test_a_code_where_no_browser_can_be(home: Home, school: School) -> None:
    """Nothing here can open a link, so it is taken without being asked for."""
    school.clerk.options.device_interval = 0.1
    child = subprocess.Popen(
        home.command("login", school.url, "--json"), env=home.environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stderr
    said: list[str] = []
    for line in child.stderr:
        said.append(line.strip())
        if line.startswith("Waiting for the code"):
            break
    assert f"{school.clerk.issuer}/device" in said
    (code,) = [line for line in said if re.fullmatch(r"[A-Z]{4}-[A-Z]{4}", line)]
    school.clerk.approve_device(code)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert json.loads(out)["account"]["name"] == "Lena Learner"
    school.clerk.options.offers_device = False
    refused = home.run("login", school.url, "--device")
    assert refused.code == 1
    assert "offers no sign-in with a code" in refused.err


def test_without_a_keyring_nothing_is_kept_in_the_open_unasked(home: Home, school: School) -> None:
    del home.environment["SYLLABUS_SESSION_STORE"]
    school.clerk.sign_in(LEARNER)
    done = home.run("login", school.url, BROWSER=browser(home))
    assert (done.code, done.out) == (1, "")
    assert 'session_store = "file"' in done.err
    assert not kept_tokens(home)
    assert not living_grants(school), "what is not kept is given back"
    assert home.run("whoami").code == 0  # on this computer, as before

    home.environment["BROWSER"] = browser(home)
    with Terminal(home.command("login"), home.environment, size=(200, 80), limit=60) as terminal:
        terminal.wait_for("Which server?")
        terminal.press(school.url, "enter")
        terminal.wait_for("file / cancel?")
        assert "█▀" in terminal.text
        terminal.press("?", "enter", "f", "enter")
        terminal.wait_for("The session is kept in a file in plain text")
        assert terminal.wait_exit() == 0
    assert len(kept_tokens(home)) == 2
    assert whoami(home)["account"]["keptIn"] == "file"


def test_an_interrupted_sign_in_is_quiet(home: Home, school: School) -> None:
    child = subprocess.Popen(
        home.command("login", school.url, "--browser"), env=home.environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stderr
    for line in child.stderr:
        if line.startswith("Waiting for the browser"):
            break
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=30) == ("", "")
    assert child.returncode == 130


def test_what_is_no_server_to_sign_in_to_is_said(home: Home, school: School) -> None:
    def outcome(done: Result) -> tuple[int, str]:
        assert not done.out
        return done.code, done.err.splitlines()[0]

    assert outcome(home.run("login"))[0] == 2
    assert outcome(home.run("login", "http://learn.example.com"))[0] == 2
    with school.clerk.down():
        assert outcome(home.run("login", school.url))[0] == 3
    school.clerk.refuse()
    refused = outcome(home.run("login", school.url, BROWSER=browser(home)))
    assert refused[0] == 1


def test_a_session_that_ended_leaves_what_is_cached_and_lets_marks_wait(home: Home, school: School) -> None:
    me = sign_in(home, school)
    course = school.course(me["account"]["id"], "Entropy")
    assert home.run("lesson", "entropy 2").code == 0
    courses = home.run("courses").out
    school.clerk.end(LEARNER)
    let_the_token_expire(home)
    cached = home.run("courses")
    assert (cached.code, cached.out) == (0, courses)
    done = home.run("done", "entropy 2")
    assert (done.code, done.out) == (0, "✓ Entropy 2 · complete · waiting\n")
    assert "syllabus login" in done.err
    ended, unsent = home.run("whoami"), home.run("sync", "--json")
    assert ended.code == unsent.code == 4
    assert "syllabus login" in ended.err
    assert (unsent.json["connection"], unsent.json["account"]["name"]) == ("signed_out", "Lena Learner")
    checks = {check["name"]: check for check in home.run("doctor", "--json").json["items"]}
    assert checks["account"]["verdict"] == "failed"
    sign_in(home, school)
    assert home.run("sync").code == 0
    assert course.lessons[1] in school.world.completed()
