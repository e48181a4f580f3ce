"""A fault of ours at every step of signing in, staying signed in and signing out, on the command line.

In this process, so that every secret of it is known, and with a log that tells all it can.
"""

from __future__ import annotations

import gc
import io
import logging
import re
import threading
from typing import TYPE_CHECKING

import pytest

from api_client.auth import device_flow
from api_client.auth.accounts import Accounts
from api_client.auth.file_store import FileStore
from api_client.auth.keyring_store import KeyringStore
from api_client.auth.session import Session
from tests.api_client.auth.simple_keyring import SimpleKeyring
from tests.clerk.emulator import LEARNER, Emulator
from tests.crashing import WORDS, break_at
from tests.secrecy.places import leaks
from tests.secrecy.run import SECRETS
from tests.tui.conftest import Home
from tests.tui.school import School, browser
from tui import cli

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from backend.dev_identity.records import Device

# A program that fails leaves the rest to the end of its process; here that lives on.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

REACHING = [
    "api_client.transport:Transport.send",
    "api_client.auth.sign_in:_described+",
    "api_client.auth.sign_in:trusted_issuer",
    "api_client.auth.oauth:discover+",
]
BY_BROWSER = [
    "api_client.auth.callback:Callback.__aenter__",
    "api_client.auth.callback:Callback.__aenter__+",
    "api_client.auth.browser_flow:BrowserFlow._authorize_url+",
    "tui.browser:Browser.open+",
    "api_client.auth.browser_flow:BrowserFlow._accept",
    "api_client.auth.browser_flow:BrowserFlow._accept+",
    "api_client.auth.callback:Callback.code+",
    "api_client.auth.oauth:OAuthClient.redeem_code",
    "api_client.auth.issuer_http:_encoded+",
    "api_client.auth.oauth:OAuthClient._tokens+",
]
EXCHANGE = [  # the first request to the issuer reads what it says about itself
    "api_client.auth.issuer_http:mapped_errors@2",
    "api_client.auth.issuer_http:retry_after@2",
    "api_client.auth.issuer_http:clean@2",
    "api_client.auth.issuer_http:clean@2+",
    "api_client.auth.issuer_http:Answer@2+",
    "api_client.auth.oauth:_refusal",
    "api_client.auth.oauth:Tokens",
]
BY_DEVICE = [
    "api_client.auth.oauth:OAuthClient.device_code+",
    "api_client.auth.sign_in:DeviceFlow",
    "tui.commands.dialogue:Dialogue.large",
    "api_client.auth.device_flow:DeviceFlow._pause",
    "api_client.auth.oauth:OAuthClient.redeem_device_code",
    "api_client.auth.issuer_http:clean@2",
    "api_client.auth.issuer_http:clean@3",
    "api_client.auth.issuer_http:_encoded@2+",
    "api_client.auth.oauth:OAuthClient.redeem_device_code+",
]
WITH_TOKEN = [
    "tui.commands.dialogue:Dialogue.secret+",
    "api_client.auth.sign_in:Tokens",
    "api_client.auth.sign_in:_OneToken.token+",
    "api_client.auth.sign_in:Session",
    "api_client.auth.file_store:write_private",
]
KNOWING = [
    "api_client.auth.sign_in:SignIn.session",
    "api_client.auth.sign_in:_OneToken.token+",
    "api_client.auth.sign_in:_read+",
    "api_client.client:Client.read+",
    "api_client.auth.sign_in:Session",
]
KEEPING = [
    "api_client.auth.sessions:Sessions.keep",
    "api_client.auth.sessions:Sessions._replace",
    "api_client.auth.accounts:Accounts.put",
    "api_client.auth.accounts:Accounts.put+",
    "api_client.auth.sessions:Sessions.keep+",
    "tui.commands.login:_report",
]
IN_FILE = [
    "api_client.auth.file_store:encode",
    "api_client.auth.file_store:encode+",
    "api_client.auth.file_store:write_private",
    "api_client.auth.private_file:_sync_folder",
    "api_client.auth.file_store:FileStore.write+",
]
IN_KEYRING = [
    "api_client.auth.keyring_store:encode+",
    "api_client.auth.keyring_store:KeyringStore._do",
    "api_client.auth.keyring_store:KeyringStore.write+",
    "api_client.auth.accounts:Accounts.put",
]
STAYING = [
    "api_client.auth.live_session:LiveSession.load",
    "api_client.auth.file_store:decode+",
    "api_client.auth.live_session:_refresh",
    *EXCHANGE,
    "api_client.auth.live_session:_refresh+",
    "api_client.auth.live_session:LiveSession._keep",
    "api_client.auth.file_store:write_private",
    "api_client.auth.file_store:write_private+",
    "api_client.auth.live_session:LiveSession._store+",
]
LEAVING = [
    "tui.commands.logout:_unsent+",
    "api_client.auth.sessions:Sessions._end",
    "api_client.auth.ending:revoke",
    "api_client.auth.oauth:OAuthClient.revoke",
    "api_client.auth.issuer_http:_encoded+",
    "api_client.auth.file_store:FileStore.delete",
    "api_client.auth.file_store:FileStore.delete+",
    "api_client.auth.accounts:Accounts.remove",
    "api_client.auth.sessions:Sessions.end+",
    "api_client.library:Library.forget",
    "api_client.library:Library.forget+",
]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Generator[School]:
    with Emulator() as clerk, School(tmp_path_factory.mktemp("school"), clerk) as school:
        yield school


@pytest.fixture
def state(tmp_path: Path, school: School, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the state of somebody without a keyring, for whom a browser and a device say yes at once."""
    home = Home(tmp_path)
    school.clerk.reset()
    school.clerk.sign_in(LEARNER)
    start = school.clerk.provider.start_device

    def start_confirmed(parameters: object) -> Device:
        device = start(parameters)
        school.clerk.provider.devices.approve(device, LEARNER)
        return device

    monkeypatch.setattr(school.clerk.provider, "start_device", start_confirmed)
    monkeypatch.setattr(school.clerk.options, "device_interval", 0)
    monkeypatch.setattr(device_flow, "_SHORTEST", 0)
    monkeypatch.setenv("HOME", str(home.folder))
    monkeypatch.setenv("BROWSER", browser(home))
    monkeypatch.setenv("SYLLABUS_SESSION_STORE", "file")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{SimpleKeyring.__module__}.SimpleKeyring")
    SimpleKeyring.reset()
    return home.folder / ".local/state/syllabus"


@pytest.fixture(autouse=True)
def _log_of_its_own(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Generator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    """The program sends its log to a file for as long as its process lives; here it lives on."""
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


def run_broken(step: str, *arguments: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        break_at(step, patch.setattr)
        assert cli.run(arguments) == 1
        gc.collect()  # what nobody waited for says how it failed


def assert_nothing_is_told(state: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A report that names the fault, and no secret in it nor anywhere else; sessions are whole or not there."""
    printed = "".join(capfd.readouterr())
    reports = [path.read_text() for path in state.glob("crash-*.txt")]
    assert len(reports) == 1
    assert WORDS in reports[0]
    assert SECRETS.kinds_in(printed.encode()) == set()
    assert leaks(state.parents[2], SECRETS) == []
    for path in (state / "sessions").glob("*.json"):
        Session.model_validate_json(path.read_bytes())
    assert not list(state.rglob(".*"))  # a draft of a file
    for account in Accounts(state).all():
        (FileStore(state / "sessions") if account.kept == "file" else KeyringStore()).read(account)


@pytest.mark.parametrize("step", [*REACHING, *BY_BROWSER, *EXCHANGE, *KNOWING, *KEEPING, *IN_FILE])
def test_signing_in_through_a_browser(
    state: Path, school: School, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], step: str
) -> None:
    run_broken(step, "login", school.url, "--browser")
    assert_nothing_is_told(state, capfd)
    monkeypatch.undo()


@pytest.mark.parametrize("step", BY_DEVICE)
def test_signing_in_with_a_code(
    state: Path, school: School, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], step: str
) -> None:
    run_broken(step, "login", school.url, "--device")
    assert_nothing_is_told(state, capfd)


@pytest.mark.parametrize("step", WITH_TOKEN)
def test_signing_in_with_a_token(
    state: Path, school: School, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], step: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(school.clerk.mint_oauth(LEARNER)))
    run_broken(step, "login", school.url, "--with-token")
    assert_nothing_is_told(state, capfd)


@pytest.mark.parametrize("step", IN_KEYRING)
def test_keeping_it_in_the_keyring(
    state: Path, school: School, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], step: str
) -> None:
    monkeypatch.delenv("SYLLABUS_SESSION_STORE")
    run_broken(step, "login", school.url)
    assert_nothing_is_told(state, capfd)
    assert not (state / "sessions").exists() or not list((state / "sessions").glob("*.json"))


@pytest.mark.parametrize("step", STAYING)
def test_refreshing(
    state: Path, school: School, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], step: str
) -> None:
    assert cli.run(["login", school.url]) == 0
    (kept,) = (state / "sessions").glob("*.json")
    kept.write_text(re.sub(r'(_at": ?")20\d\d', r"\g<1>2020", kept.read_text()))
    run_broken(step, "progress")
    assert_nothing_is_told(state, capfd)


@pytest.mark.parametrize("step", LEAVING)
def test_signing_out(
    state: Path, school: School, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], step: str
) -> None:
    assert cli.run(["login", school.url]) == 0
    run_broken(step, "logout")
    assert_nothing_is_told(state, capfd)


def test_a_session_that_a_crash_left_unlisted_is_revoked_by_the_next_sign_in(state: Path, school: School) -> None:
    run_broken("api_client.auth.accounts:Accounts.put", "login", school.url)
    assert cli.run(["login", school.url]) == 0
    tokens = school.clerk.provider.grants.tokens.values()
    assert [token.grant.revoked for token in tokens] == [True, False]
