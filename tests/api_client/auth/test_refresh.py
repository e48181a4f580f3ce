"""Refreshing a session: when, once for all who wait, stored before it is used, and never lost to an outage."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

import keyring.errors
import pytest
from pydantic import SecretStr

from api_client.auth import issuer_http, stored_credentials
from api_client.auth.given_credentials import GivenCredentials
from api_client.auth.keyring_store import KeyringStore
from api_client.auth.sessions import Sessions
from api_client.errors import ApiError, SessionEnded, SessionUnreadable, Unreachable, is_outage
from tests.api_client.auth.signed_in import signed_in
from tests.clerk.faults import BAD_GATEWAY, HANG, HANG_AFTER, RESET, RESET_AFTER, SERVER_ERROR, Answer, rate_limited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api_client.auth.accounts import Account
    from api_client.auth.credentials import Credentials
    from api_client.auth.session import Session
    from tests.api_client.auth.simple_keyring import SimpleKeyring
    from tests.clerk.emulator import Emulator
    from tests.clerk.faults import Fault

TOKEN = "/oauth/token"
DISCOVERY = "/.well-known/openid-configuration"
FAULTS = [
    rate_limited(),
    SERVER_ERROR,
    BAD_GATEWAY,
    RESET,
    Answer(404, "{}"),
    Answer(200, "<html>Log in to the hotel</html>"),
]


class Computer:
    """One computer where somebody is signed in, with a file for the session: what it holds can be compared."""

    def __init__(self, folder: Path, clerk: Emulator) -> None:
        self.folder = folder
        self.clerk = clerk
        self.told: list[str] = []
        self.sessions = Sessions(folder, prefer="file", tell=self.told.append)

    async def sign_in(self, *, lasts: float = 86_400) -> Account:
        return await self.sessions.keep(signed_in(self.clerk, lasts=lasts), "Ann")

    async def credentials(self, *, lasts: float = 86_400) -> Credentials:
        return self.sessions.credentials(await self.sign_in(lasts=lasts))

    @property
    def stored(self) -> bytes:
        (path,) = self.folder.glob("sessions/*.json")
        return path.read_bytes()

    def holds(self, token: SecretStr | None) -> bool:
        return token is not None and token.get_secret_value().encode() in self.stored


@pytest.fixture(name="computer")
def _computer(tmp_path: Path, issuer: Emulator) -> Computer:  # pyright: ignore[reportUnusedFunction]  # a fixture
    return Computer(tmp_path / "state", issuer)


def _access_token(session: Session | None) -> SecretStr | None:
    return session.tokens.access_token if session else None


async def until(predicate: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not predicate():  # noqa: ASYNC110  # a thread makes it true
            await asyncio.sleep(0.01)


async def ended(credentials: Credentials) -> SessionEnded:
    with pytest.raises(SessionEnded) as caught:
        await credentials.token()
    return caught.value


@pytest.mark.parametrize("lasts", [3_600, 200, 90])
async def test_a_token_that_lasts_is_taken_as_it_is(computer: Computer, lasts: float) -> None:
    credentials = await computer.credentials(lasts=lasts)
    tokens = {(await credentials.token()).get_secret_value() for _ in range(3)}
    assert len(tokens) == 1
    assert computer.holds(SecretStr(tokens.pop()))
    assert not computer.clerk.hits


@pytest.mark.parametrize("lasts", [50, 0, -86_400])
async def test_a_token_at_its_end_is_refreshed_once_for_all_who_wait(computer: Computer, lasts: float) -> None:
    credentials = await computer.credentials(lasts=lasts)
    before = computer.stored
    tokens = await asyncio.gather(*(credentials.token() for _ in range(10)))
    assert len(set(tokens)) == computer.clerk.refreshes == 1
    assert computer.stored != before
    assert computer.holds(tokens[0])
    assert await computer.sessions.credentials(computer.sessions.accounts.all()[0]).token() == tokens[0]
    assert computer.clerk.refreshes == 1


async def test_a_token_that_was_refused_is_refreshed_once_for_all(computer: Computer) -> None:
    credentials = await computer.credentials()
    rejected = await credentials.token()
    renewed = await asyncio.gather(*(credentials.renew(rejected) for _ in range(10)))
    assert len(set(renewed)) == computer.clerk.refreshes == 1
    assert await credentials.token() == renewed[0] != rejected
    assert await credentials.renew(rejected) == renewed[0]
    assert computer.clerk.refreshes == 1


async def test_a_server_that_refuses_every_token_costs_one_refresh(computer: Computer) -> None:
    credentials = await computer.credentials()
    renewed = await credentials.renew(await credentials.token())
    assert renewed
    assert await credentials.renew(renewed) is None
    assert await credentials.token() == renewed
    assert computer.clerk.refreshes == 1


async def test_what_another_process_refreshed_is_taken_over(computer: Computer, tmp_path: Path) -> None:
    mine = await computer.credentials()
    rejected = await mine.token()
    theirs = Sessions(computer.folder).credentials(computer.sessions.accounts.all()[0])
    assert await theirs.token() == rejected
    renewed = await theirs.renew(rejected)
    assert await mine.renew(rejected) == renewed
    assert computer.clerk.refreshes == 1


@pytest.mark.parametrize("path", [TOKEN, DISCOVERY])
@pytest.mark.parametrize("fault", FAULTS)
async def test_an_outage_leaves_the_stored_session_as_it_is(computer: Computer, path: str, fault: Fault) -> None:
    credentials = await computer.credentials(lasts=0)
    before = computer.stored
    computer.clerk.faults.keep(path, fault)
    for _ in range(2):
        with pytest.raises(ApiError) as caught:
            await credentials.token()
        assert is_outage(caught.value), caught.value
    assert computer.stored == before
    computer.clerk.faults.clear()
    assert computer.holds(await credentials.token())
    assert computer.clerk.reused == 0


async def test_an_issuer_that_hangs_leaves_the_stored_session_as_it_is(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = await computer.credentials(lasts=0)
    before = computer.stored
    computer.clerk.faults.add(TOKEN, HANG)
    with monkeypatch.context() as patch:
        patch.setattr(issuer_http, "_DEADLINE", 3.0)
        with pytest.raises(Unreachable, match="did not answer in time"):
            await credentials.token()
    assert computer.stored == before
    assert computer.holds(await credentials.token())


async def test_an_issuer_that_is_not_there_costs_no_token_that_is_valid(computer: Computer) -> None:
    credentials = await computer.credentials(lasts=50)
    before = computer.stored
    with computer.clerk.down():
        for _ in range(3):
            assert computer.holds(await credentials.token())
        with pytest.raises(Unreachable):
            await credentials.renew(await credentials.token())
        with pytest.raises(Unreachable):
            await credentials.token()
    assert computer.stored == before
    assert computer.holds(await credentials.token())


async def test_an_outage_is_not_run_into_by_every_request(computer: Computer) -> None:
    credentials = await computer.credentials(lasts=50)
    computer.clerk.faults.keep(TOKEN, rate_limited())
    for _ in range(5):
        await credentials.token()
    assert computer.clerk.hits[TOKEN] == 1


async def test_an_issuer_that_hangs_keeps_nobody_waiting_who_has_a_valid_token(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = await computer.credentials(lasts=50)
    before = computer.stored
    computer.clerk.faults.add(TOKEN, HANG)
    monkeypatch.setattr(stored_credentials, "_PATIENCE", 0.2)
    for _ in range(3):
        assert computer.holds(await credentials.token())
    await until(lambda: computer.clerk.hits[TOKEN] == 1)
    computer.clerk.faults.clear()
    await until(lambda: computer.stored != before)
    assert computer.holds(await credentials.token())
    assert computer.clerk.refreshes == 1


@pytest.mark.parametrize("rotation", ["strict", "family"])
async def test_a_lost_answer_deletes_nothing(computer: Computer, rotation: Literal["strict", "family"]) -> None:
    computer.clerk.options.rotation = rotation
    credentials = await computer.credentials(lasts=50)
    token, before = await credentials.token(), computer.stored
    computer.clerk.faults.add(TOKEN, RESET_AFTER)
    with pytest.raises(SessionEnded):
        await credentials.renew(token)
    assert computer.stored == before


async def test_an_issuer_that_forgives_a_lost_answer_goes_on(computer: Computer) -> None:
    computer.clerk.options.rotation = "grace"
    credentials = await computer.credentials(lasts=0)
    computer.clerk.faults.add(TOKEN, RESET_AFTER)
    assert computer.holds(await credentials.token())


async def test_an_answer_that_came_too_late_leaves_the_stored_session_as_it_is(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.clerk.options.rotation = "grace"
    credentials = await computer.credentials(lasts=0)
    before = computer.stored
    computer.clerk.faults.add(TOKEN, HANG_AFTER)
    with monkeypatch.context() as patch:
        patch.setattr(issuer_http, "_DEADLINE", 3.0)
        with pytest.raises(Unreachable, match="did not answer in time"):
            await credentials.token()
    assert computer.stored == before
    computer.clerk.clock.advance(-60)  # however slow this computer is, the grace is not over
    assert computer.holds(await credentials.token())


@pytest.mark.parametrize("rotation", ["strict", "family"])
async def test_a_session_that_the_issuer_ended_stays_stored_and_is_not_asked_about_again(
    computer: Computer, rotation: Literal["strict", "family"]
) -> None:
    computer.clerk.options.rotation = rotation
    credentials = await computer.credentials(lasts=0)
    before = computer.stored
    computer.clerk.end()
    first, second = await ended(credentials), await ended(credentials)
    assert first == second
    assert first.sentence.startswith("Your session on learn.example.com has ended.")
    assert (computer.stored, computer.clerk.hits[TOKEN]) == (before, 1)
    assert await Computer(computer.folder, computer.clerk).sign_in()
    assert computer.holds(await credentials.token()), "a sign-in of another process is noticed"


async def test_a_token_that_was_refused_is_not_used_again_when_the_session_has_ended(computer: Computer) -> None:
    credentials = await computer.credentials()
    computer.clerk.end()
    with pytest.raises(SessionEnded):
        await credentials.renew(await credentials.token())
    await ended(credentials)
    await computer.sign_in()
    assert computer.holds(await credentials.token())


@pytest.mark.parametrize("code", ["invalid_client", "invalid_scope", "something_new"])
async def test_any_refusal_of_the_issuer_ends_the_session_until_it_thinks_better_of_it(
    computer: Computer, code: str
) -> None:
    credentials = await computer.credentials(lasts=0)
    before = computer.stored
    computer.clerk.faults.add(TOKEN, Answer(401, f'{{"error": "{code}"}}'))
    await ended(credentials)
    assert computer.stored == before
    assert computer.holds(await credentials.token())


async def test_what_a_process_without_a_lock_refreshed_is_taken_over(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    sessions = Sessions(tmp_path)
    account = await sessions.keep(signed_in(issuer, lasts=0), "Ann")
    entries = dict(simple_keyring.entries)
    theirs = Sessions(tmp_path).credentials(account)
    token = await theirs.token()
    after = dict(simple_keyring.entries)
    simple_keyring.entries = entries

    def they_write() -> None:
        simple_keyring.entries = after

    # We read when first used and under the lock; they write then, and the issuer refuses.
    simple_keyring.after_get = [lambda: None, they_write]
    assert await sessions.credentials(account).token() == token
    assert issuer.reused == 1


async def test_a_session_that_cannot_be_stored_lives_on_and_is_stored_later(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    told: list[str] = []
    sessions = Sessions(tmp_path, tell=told.append)
    account = await sessions.keep(signed_in(issuer, lasts=0), "Ann")
    credentials = sessions.credentials(account)
    simple_keyring.write_failure = keyring.errors.KeyringLocked()
    token = await credentials.token()
    (sentence,) = told
    assert "ends with it" in sentence
    assert "the keyring is locked" in sentence
    assert await credentials.token() == token
    renewed = await credentials.renew(token)
    assert renewed
    assert renewed != token
    simple_keyring.write_failure = None
    background = asyncio.ensure_future(credentials.keep_fresh())
    try:
        await until(lambda: _access_token(KeyringStore().read(account)) == renewed)
    finally:
        background.cancel()
    assert await Sessions(tmp_path).credentials(account).token() == renewed
    assert issuer.reused == 0


async def test_no_token_is_used_up_while_the_keyring_cannot_be_read(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    sessions = Sessions(tmp_path)
    account = await sessions.keep(signed_in(issuer, lasts=50), "Ann")
    credentials, before = sessions.credentials(account), dict(simple_keyring.entries)
    simple_keyring.after_get = [lambda: setattr(simple_keyring, "failure", keyring.errors.KeyringLocked())]
    token = await credentials.token()
    with pytest.raises(SessionUnreadable, match="Unlock it"):
        await credentials.renew(token)
    with pytest.raises(SessionUnreadable):
        await credentials.token()
    assert (simple_keyring.entries, issuer.refreshes) == (before, 0)
    simple_keyring.failure = None
    assert await credentials.token() != token


async def test_a_session_that_is_only_here_is_refreshed_though_the_keyring_is_locked(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    sessions = Sessions(tmp_path, tell=lambda _sentence: None)
    account = await sessions.keep(signed_in(issuer, lasts=0), "Ann")
    credentials = sessions.credentials(account)
    simple_keyring.write_failure = keyring.errors.KeyringLocked()
    token = await credentials.token()
    simple_keyring.failure = keyring.errors.KeyringLocked()
    renewed = await credentials.renew(token)
    assert renewed != token
    assert (issuer.refreshes, issuer.reused) == (2, 0)
    simple_keyring.failure = simple_keyring.write_failure = None
    new = signed_in(issuer)
    await Sessions(tmp_path).keep(new, "Ann")
    assert renewed
    assert await credentials.renew(renewed) == new.tokens.access_token, "a sign-in of another process wins"


async def test_who_waits_for_a_refresh_can_give_up_and_it_is_stored_all_the_same(computer: Computer) -> None:
    credentials = await computer.credentials(lasts=0)
    before = computer.stored
    computer.clerk.faults.add(TOKEN, HANG)
    waiting = asyncio.ensure_future(credentials.token())
    await until(lambda: computer.clerk.hits[TOKEN] == 1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert computer.stored == before
    computer.clerk.faults.clear()
    await until(lambda: computer.stored != before)
    assert computer.holds(await credentials.token())
    assert computer.clerk.refreshes == 1


async def test_a_session_is_refreshed_in_the_background_before_anybody_waits(computer: Computer) -> None:
    credentials = await computer.credentials(lasts=280)
    before = computer.stored
    background = asyncio.ensure_future(credentials.keep_fresh())
    try:
        await until(lambda: computer.stored != before)
    finally:
        background.cancel()
    assert computer.holds(await credentials.token())
    assert computer.clerk.refreshes == 1


async def test_the_background_passes_over_what_goes_wrong(computer: Computer) -> None:
    credentials = await computer.credentials(lasts=280)
    computer.clerk.faults.add(TOKEN, SERVER_ERROR)
    background = asyncio.ensure_future(credentials.keep_fresh())
    try:
        await until(lambda: computer.clerk.hits[TOKEN] == 1)
        assert computer.holds(await credentials.token())
        assert not background.done()
    finally:
        background.cancel()


async def test_tokens_that_live_for_a_minute_are_not_refreshed_at_every_request(computer: Computer) -> None:
    computer.clerk.options.access_lifetime = 60
    credentials = await computer.credentials(lasts=0)
    tokens = {(await credentials.token()).get_secret_value() for _ in range(5)}
    again = Sessions(computer.folder).credentials(computer.sessions.accounts.all()[0])
    tokens.add((await again.token()).get_secret_value())
    assert len(tokens) == computer.clerk.refreshes == 1


async def test_a_session_without_refresh_token_lasts_as_long_as_its_access_token(computer: Computer) -> None:
    session = signed_in(computer.clerk, lasts=30)
    given = session.model_copy(update={"tokens": session.tokens.model_copy(update={"refresh_token": None})})
    credentials = computer.sessions.credentials(await computer.sessions.keep(given, "Ann"))
    token = await credentials.token()
    with pytest.raises(SessionEnded, match="came without a refresh token") as caught:
        await credentials.renew(token)
    assert caught.value.code == "no_refresh_token"
    assert not computer.clerk.hits


async def test_who_signed_out_elsewhere_is_signed_out_here(computer: Computer) -> None:
    account = await computer.sign_in()
    credentials = computer.sessions.credentials(account)
    await credentials.token()
    await Sessions(computer.folder).end(account)
    assert (await ended(credentials)).code == "signed_out"
    with pytest.raises(SessionEnded):
        await credentials.renew(SecretStr("rejected"))
    await computer.sign_in()
    assert computer.holds(await credentials.token())


async def test_a_session_that_was_in_another_process_alone_has_ended(computer: Computer) -> None:
    account = await computer.sessions.keep(signed_in(computer.clerk), "Ann", where="memory")
    assert await computer.sessions.credentials(account).token()
    (known,) = Sessions(computer.folder).accounts.all()
    assert known.kept == "memory"
    assert (await ended(Sessions(computer.folder).credentials(known))).code == "no_session"


async def test_a_given_token_is_all_there_is() -> None:
    given = GivenCredentials(SecretStr("given"))
    assert await given.token() == SecretStr("given")
    with pytest.raises(SessionEnded, match="SYLLABUS_TOKEN") as caught:
        await given.renew(SecretStr("given"))
    assert "given" not in caught.value.sentence
    background = asyncio.ensure_future(given.keep_fresh())
    background.cancel()
