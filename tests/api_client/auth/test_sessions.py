"""Keeping a session and ending it: what is stored where, what is revoked, and what is said when that fails."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import keyring.errors
import pytest

from api_client.auth import ending, sessions
from api_client.auth.accounts import Account
from api_client.auth.file_store import FileStore
from api_client.auth.keyring_store import KeyringStore
from api_client.auth.session_lock import session_lock
from api_client.auth.sessions import Sessions
from api_client.errors import SessionUnreadable, StorageFailed
from tests.api_client.auth.signed_in import ANN, SERVER, account_of, make_session, signed_in
from tests.clerk.faults import HANG, SERVER_ERROR, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api_client.auth.session import Session
    from tests.api_client.auth.simple_keyring import SimpleKeyring
    from tests.clerk.emulator import Emulator
    from tests.clerk.faults import Fault

REVOKE = "/oauth/token/revoke"
DISCOVERY = "/.well-known/openid-configuration"
LOCKED = keyring.errors.KeyringLocked()


@pytest.fixture(autouse=True)
def _nothing_secret_is_logged(caplog: pytest.LogCaptureFixture, issuer: Emulator) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    caplog.set_level("DEBUG")
    yield
    assert "eyJ" not in caplog.text
    assert not [word for word in re.findall(r"[\w-]{43}", caplog.text) if issuer.provider.grants.find(word)]


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.glob("sessions/*") if path.suffix != ".lock")


def is_alive(issuer: Emulator, session: Session) -> bool:
    """Whether the issuer still takes the session's refresh token."""
    token = session.tokens.refresh_token
    grant = issuer.provider.grants.find(token.get_secret_value()) if token else None
    return grant is not None and not grant.revoked


async def test_a_session_is_kept_where_it_is_preferred_and_its_account_is_used(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    in_keyring = await Sessions(tmp_path).keep(signed_in(issuer), "Ann")
    assert in_keyring == Account(SERVER, issuer.issuer, issuer.client_id, ANN, "Ann", "keyring")
    assert Sessions(tmp_path).accounts.at(SERVER) == in_keyring
    assert (len(simple_keyring.entries), files(tmp_path)) == (1, [])
    bob = signed_in(issuer).model_copy(update={"account": "bob"})
    in_file = await Sessions(tmp_path, prefer="file").keep(bob, "Bob")
    assert (in_file.kept, len(simple_keyring.entries), files(tmp_path)) == ("file", 1, [".json"])
    assert Sessions(tmp_path).accounts.all() == (in_keyring, in_file)
    for account in (in_keyring, in_file):
        assert await Sessions(tmp_path).credentials(account).token()


async def test_a_new_sign_in_revokes_the_session_that_it_replaces(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    first, second = signed_in(issuer), signed_in(issuer)
    await Sessions(tmp_path).keep(first, "Ann")
    await Sessions(tmp_path).keep(second, "Ann")
    assert (is_alive(issuer, first), is_alive(issuer, second)) == (False, True)
    await Sessions(tmp_path).keep(second, "Ann")
    assert is_alive(issuer, second), "an issuer that does not rotate gives the same refresh token again"


async def test_a_new_sign_in_is_kept_though_the_old_session_cannot_be_revoked_or_read(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    account = await Sessions(tmp_path).keep(signed_in(issuer), "Ann")
    with issuer.down():
        await Sessions(tmp_path).keep(signed_in(issuer), "Ann")
    for key in simple_keyring.entries:
        simple_keyring.entries[key] = "damaged"
    third = signed_in(issuer)
    await Sessions(tmp_path).keep(third, "Ann")
    assert KeyringStore().read(account) == third


async def test_without_a_keyring_the_session_can_be_kept_elsewhere(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    simple_keyring.failure = keyring.errors.NoKeyringError()
    session, here = signed_in(issuer), Sessions(tmp_path)
    with pytest.raises(SessionUnreadable, match="keep the session in a file") as caught:
        await here.keep(session, "Ann")
    assert caught.value.code == "no_keyring"
    assert (here.accounts.all(), files(tmp_path)) == ((), [])
    in_memory = await here.keep(session, "Ann", where="memory")
    assert (in_memory.kept, files(tmp_path)) == ("memory", [])
    assert await here.credentials(in_memory).token() == session.tokens.access_token
    in_file = await here.keep(session, "Ann", where="file")
    assert (in_file.kept, files(tmp_path)) == ("file", [".json"])
    assert here.accounts.all() == (in_file,)
    assert await Sessions(tmp_path).credentials(in_file).token() == session.tokens.access_token


async def test_a_session_moves_and_leaves_no_copy(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    here = Sessions(tmp_path)
    old = here.credentials(await here.keep(signed_in(issuer), "Ann"))
    await old.token()
    new = signed_in(issuer)
    await Sessions(tmp_path).keep(new, "Ann", where="file")
    assert (simple_keyring.entries, files(tmp_path)) == ({}, [".json"])
    assert await old.token() == new.tokens.access_token, "who runs already reads it from where it is now"
    await here.keep(signed_in(issuer), "Ann", where="keyring")
    assert (len(simple_keyring.entries), files(tmp_path)) == (1, [])


async def test_a_copy_that_cannot_be_deleted_is_told_and_never_read(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    told: list[str] = []
    here = Sessions(tmp_path, tell=told.append)
    await here.keep(signed_in(issuer), "Ann")
    simple_keyring.write_failure = LOCKED
    new = signed_in(issuer)
    account = await here.keep(new, "Ann", where="file")
    assert len(told) == 1
    assert "the keyring is locked" in told[0]
    assert await Sessions(tmp_path).credentials(account).token() == new.tokens.access_token


async def test_no_copy_in_a_file_is_read_when_the_keyring_is_locked(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    account = await Sessions(tmp_path).keep(signed_in(issuer), "Ann")
    FileStore(tmp_path / "sessions").write(account, signed_in(issuer))
    simple_keyring.failure = LOCKED
    with pytest.raises(SessionUnreadable) as caught:
        await Sessions(tmp_path).credentials(account).token()
    assert caught.value.code == "keyring_locked"


async def test_a_server_that_moved_to_another_issuer_has_one_session(issuer: Emulator, tmp_path: Path) -> None:
    here = Sessions(tmp_path, prefer="file")
    old = here.credentials(await here.keep(make_session(), "Ann"))
    assert await old.token()
    new = signed_in(issuer)
    account = await here.keep(new, "Ann")
    assert (here.accounts.all(), files(tmp_path)) == ((account,), [".json"])
    assert await old.token() == new.tokens.access_token


async def test_a_sign_in_that_cannot_be_noted_leaves_nothing(
    simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    (tmp_path / "state.json").mkdir()
    with pytest.raises(StorageFailed, match="cannot be noted"):
        await Sessions(tmp_path).keep(make_session(), "Ann")
    assert simple_keyring.entries == {}


@pytest.mark.parametrize("where", ["keyring", "file", "memory"])
async def test_a_sign_out_revokes_and_deletes(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path, where: sessions.Place
) -> None:
    here, session = Sessions(tmp_path), signed_in(issuer)
    account = await here.keep(session, "Ann", where=where)
    KeyringStore().write(account, session)
    FileStore(tmp_path / "sessions").write(account, session)
    done = await here.end(account)
    assert (done.revoked, done.deleted) == (True, True)
    assert done.sentences == (
        f"The session is revoked at {issuer.issuer[7:]}.",
        "The last access token cannot be called back: it may stay valid for up to 24 hours.",
        f"Your browser may still be signed in at {issuer.issuer[7:]}.",
    )
    assert not is_alive(issuer, session)
    assert (simple_keyring.entries, files(tmp_path), here.accounts.all()) == ({}, [], ())


@pytest.mark.parametrize(
    ("path", "fault", "why"),
    [
        (REVOKE, SERVER_ERROR, "The sign-in service failed (500)."),
        (REVOKE, Answer(401, '{"error": "invalid_client"}'), "does not know this server's client id"),
        (DISCOVERY, SERVER_ERROR, "The sign-in service failed (500)."),
        (REVOKE, HANG, "did not answer in time"),
    ],
)
async def test_a_sign_out_says_what_could_not_be_revoked_and_deletes_all_the_same(
    issuer: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, fault: Fault, why: str
) -> None:
    here = Sessions(tmp_path, prefer="file")
    account = await here.keep(signed_in(issuer), "Ann")
    issuer.faults.keep(path, fault)
    if fault is HANG:
        monkeypatch.setattr(ending, "_REVOCATION_SECONDS", 0.5)
    done = await here.end(account)
    assert (done.revoked, done.deleted) == (False, True)
    assert "could not be revoked" in done.sentences[0]
    assert why in done.sentences[0]
    assert (files(tmp_path), here.accounts.all()) == ([], ())


async def test_a_sign_out_without_a_network(issuer: Emulator, tmp_path: Path) -> None:
    here = Sessions(tmp_path, prefer="file")
    account = await here.keep(signed_in(issuer), "Ann")
    with issuer.down():
        done = await here.end(account)
    assert (done.revoked, done.deleted, files(tmp_path)) == (False, True, [])
    assert "it stays valid there until you end it there" in done.sentences[0]


async def test_a_sign_out_from_an_issuer_that_offers_no_revocation(issuer: Emulator, tmp_path: Path) -> None:
    here = Sessions(tmp_path, prefer="file")
    account = await here.keep(signed_in(issuer), "Ann")
    endpoints = {name: f"{issuer.issuer}/oauth/{name}" for name in ("authorization_endpoint", "token_endpoint")}
    issuer.faults.add(DISCOVERY, Answer(200, json.dumps({"issuer": issuer.issuer, **endpoints})))
    done = await here.end(account)
    assert (done.revoked, done.deleted) == (False, True)
    assert "offers no way to do so" in done.sentences[0]


async def test_a_sign_out_with_a_locked_keyring_says_what_stays(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    here = Sessions(tmp_path)
    account = await here.keep(signed_in(issuer), "Ann")
    simple_keyring.failure = LOCKED
    done = await here.end(account)
    assert (done.revoked, done.deleted) == (False, False)
    assert done.sentences[0].startswith("Your session cannot be deleted: the keyring is locked.")
    assert done.sentences[1].startswith("The session could not be revoked. Your session cannot be read")
    assert here.accounts.all() == ()
    assert len(simple_keyring.entries) == 1


async def test_a_sign_out_revokes_what_can_be_read_though_it_cannot_be_deleted(
    issuer: Emulator, simple_keyring: type[SimpleKeyring], tmp_path: Path
) -> None:
    here, session = Sessions(tmp_path), signed_in(issuer)
    account = await here.keep(session, "Ann")
    simple_keyring.write_failure = LOCKED
    done = await here.end(account)
    assert (done.revoked, done.deleted, is_alive(issuer, session)) == (True, False, False)


async def test_a_sign_out_does_not_wait_for_ever_for_another_process(
    issuer: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Sessions(tmp_path, prefer="file")
    account = await here.keep(signed_in(issuer), "Ann")
    monkeypatch.setattr(sessions, "_LOCK_SECONDS", 0.1)
    with session_lock(tmp_path / "sessions", account, 0.1):
        done = await here.end(account)
    assert (done.revoked, done.deleted, files(tmp_path)) == (True, True, [])


async def test_who_gave_a_token_has_to_end_it(tmp_path: Path) -> None:
    here = Sessions(tmp_path, prefer="file")
    session = make_session()
    given = session.model_copy(update={"tokens": session.tokens.model_copy(update={"refresh_token": None})})
    done = await here.end(await here.keep(given, "Ann"))
    assert (done.revoked, done.deleted) == (False, True)
    assert "not for Syllabus to revoke" in done.sentences[0]


async def test_signing_out_twice_is_no_failure(issuer: Emulator, tmp_path: Path) -> None:
    here = Sessions(tmp_path, prefer="file")
    account = await here.keep(signed_in(issuer), "Ann")
    await here.end(account)
    done = await here.end(account)
    assert (done.revoked, done.deleted) == (False, True)
    assert done.sentences[0] == "There was no session to revoke."


async def test_a_token_of_the_environment_is_not_ours_to_end(tmp_path: Path) -> None:
    account = Account(SERVER, "", "", ANN, kept="environment")
    done = await Sessions(tmp_path).end(account)
    assert done.sentences == ("The access token is in SYLLABUS_TOKEN. Unset it to be signed out.",)


def test_where_the_session_folder_cannot_be_made_one_goes_on_without_a_lock(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("", encoding="utf-8")
    with session_lock(tmp_path / "sessions", account_of(make_session()), 1):
        pass
