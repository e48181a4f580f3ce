"""The register of accounts: what it remembers, for whom, and what a damaged file does to it."""

from __future__ import annotations

import json
import stat
import threading
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from api_client.auth.accounts import Account, Accounts

if TYPE_CHECKING:
    from pathlib import Path

SCHOOL, CLUB = "https://learn.example.com", "https://club.example.com"
ANN = Account(SCHOOL, "https://clerk.test", "client", "ann", "Ann")
BOB = Account(SCHOOL, "https://clerk.test", "client", "bob", "Bob", "file")
EVE = Account(CLUB, "https://other.test", "client", "ann", "Eve")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:  # pyright: ignore[reportUnusedFunction]  # a fixture
    return tmp_path / "new" / "state"


def test_nobody_has_signed_in_at_first(folder: Path) -> None:
    accounts = Accounts(folder)
    assert (accounts.all(), accounts.current_server, accounts.at(SCHOOL)) == ((), "", None)
    assert not folder.exists()


def test_several_accounts_and_servers_stand_side_by_side(folder: Path) -> None:
    accounts = Accounts(folder)
    for account in (ANN, EVE, BOB):
        accounts.put(account)
    again = Accounts(folder)
    assert again.all() == (ANN, EVE, BOB)
    assert (again.current_server, again.at(SCHOOL), again.at(CLUB)) == (SCHOOL, BOB, EVE)
    again.use(SCHOOL, ANN)
    assert accounts.at(SCHOOL) == ANN
    again.use("")
    assert (accounts.current_server, accounts.at(SCHOOL)) == ("", ANN)
    again.use(CLUB)
    assert (accounts.current_server, accounts.at(CLUB), accounts.find(CLUB, "ann")) == (CLUB, None, EVE)


def test_what_is_known_of_an_account_can_change(folder: Path) -> None:
    accounts = Accounts(folder)
    accounts.put(ANN)
    accounts.put(BOB)
    renamed = Account(SCHOOL, "https://clerk.test", "client", "ann", "Anna", "file")
    accounts.put(renamed, use=False)
    assert (accounts.all(), accounts.at(SCHOOL)) == ((renamed, BOB), BOB)


def test_who_is_removed_is_not_used_any_more(folder: Path) -> None:
    accounts = Accounts(folder)
    for account in (EVE, ANN, BOB):
        accounts.put(account)
    accounts.remove(BOB)
    accounts.remove(BOB)
    assert (accounts.all(), accounts.current_server) == ((EVE, ANN), SCHOOL)
    assert (accounts.at(SCHOOL), accounts.at(CLUB)) == (None, EVE)


def test_whose_a_given_token_is_is_remembered_by_its_hash(folder: Path) -> None:
    accounts = Accounts(folder)
    accounts.remember_token(SCHOOL, "secret-token\udc80", "ann")
    assert Accounts(folder).token_account(SCHOOL, "secret-token\udc80") == "ann"
    assert Accounts(folder).token_account(CLUB, "secret-token\udc80") is None
    for number in range(40):
        accounts.remember_token(SCHOOL, f"token-{number}", "bob")
    assert accounts.token_account(SCHOOL, "secret-token\udc80") is None
    assert accounts.token_account(SCHOOL, "token-39") == "bob"
    text = (folder / "state.json").read_text(encoding="utf-8")
    assert "secret" not in text
    assert len(text) < 10_000


def test_its_owner_alone_can_read_it(folder: Path) -> None:
    Accounts(folder).put(ANN)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"3",
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"server": 3, "accounts": {}, "used": [], "tokens": null}',
        b'{"accounts": [null, [], {}, {"server": "https://x"}], "used": {"https://x": 3}}',
        b'{"server": "", "account": "local"}',
        b'{"server": "https://[::"}',
        b'{"server": "https://learn.example.com:x"}',
        b'{"server": "ftp://learn.example.com"}',
        rb'{"server": "https://learn.example.com\u001b[2J"}',
        rb'{"server": "https://ana@learn.example.com/x", "accounts": [{"server": "\ud800", "id": "x"}]}',
        json.dumps({"accounts": [{"server": "s", "issuer": "i", "client_id": "c", "id": "x", "kept": []}]}).encode(),
    ],
)
def test_a_damaged_register_is_empty_and_can_be_filled_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.json").write_bytes(content)
    accounts = Accounts(tmp_path)
    assert (accounts.all(), accounts.current_server, accounts.at("https://x")) == ((), "", None)
    accounts.put(ANN)
    assert Accounts(tmp_path).all() == (ANN,)


def test_one_damaged_account_takes_no_other_with_it(tmp_path: Path) -> None:
    Accounts(tmp_path).put(ANN)
    value = json.loads((tmp_path / "state.json").read_bytes())
    value["accounts"].insert(0, {"server": SCHOOL})
    (tmp_path / "state.json").write_text(json.dumps(value), encoding="utf-8")
    assert Accounts(tmp_path).all() == (ANN,)


def test_a_register_that_cannot_be_written_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "state.json").mkdir()
    with pytest.raises(OSError, match="directory"):
        Accounts(tmp_path).put(ANN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state.json", "state.json.lock"]


def test_who_waits_too_long_for_another_process_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api_client.auth.accounts._LOCK_SECONDS", 0.0)
    Accounts(folder).put(ANN)
    with FileLock(folder / "state.json.lock"), pytest.raises(OSError) as caught:
        Accounts(folder).put(BOB)
    assert caught.value.strerror == "Another Syllabus has been busy with it for too long"
    assert Accounts(folder).all() == (ANN,)


def test_what_many_write_at_once_is_all_there(folder: Path) -> None:
    def sign_in(number: int) -> None:
        Accounts(folder).put(Account(SCHOOL, "https://clerk.test", "client", f"user-{number}"))

    threads = [threading.Thread(target=sign_in, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(account.id for account in Accounts(folder).all()) == [f"user-{number}" for number in range(8)]
