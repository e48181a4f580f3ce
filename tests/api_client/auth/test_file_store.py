"""Sessions in files: for their owner alone, whole, and nothing but files."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from api_client.auth.file_store import FileStore
from api_client.errors import SessionUnreadable
from tests.api_client.auth.signed_in import account_of, make_session

if TYPE_CHECKING:
    from pathlib import Path

SESSION = make_session(3_000)
ACCOUNT = account_of(SESSION, "file")


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> FileStore:  # pyright: ignore[reportUnusedFunction]  # a fixture
    return FileStore(tmp_path / "state" / "sessions")


def code_of(store: FileStore) -> str:
    with pytest.raises(SessionUnreadable) as caught:
        store.read(ACCOUNT)
    assert str(store.path(ACCOUNT)) in caught.value.sentence
    return caught.value.code


def test_a_session_comes_back_and_its_owner_alone_can_read_it(store: FileStore) -> None:
    assert store.read(ACCOUNT) is None
    store.delete(ACCOUNT)
    store.write(ACCOUNT, SESSION)
    assert store.read(ACCOUNT) == SESSION
    path = store.path(ACCOUNT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.delete(ACCOUNT)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("doing", ["write", "delete"])
def test_what_a_killed_process_left_of_a_write_goes(store: FileStore, doing: str) -> None:
    store.write(ACCOUNT, SESSION)
    draft = store.path(ACCOUNT).with_name(f".{store.path(ACCOUNT).name}-abc123")
    draft.write_text("half a session", encoding="utf-8")
    store.write(ACCOUNT, SESSION) if doing == "write" else store.delete(ACCOUNT)
    assert not draft.exists()


def test_a_folder_that_was_open_is_closed(store: FileStore) -> None:
    folder = store.path(ACCOUNT).parent
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    store.write(ACCOUNT, SESSION)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o610])
def test_a_file_that_others_can_read_is_refused_and_stays(store: FileStore, mode: int) -> None:
    store.write(ACCOUNT, SESSION)
    store.path(ACCOUNT).chmod(mode)
    assert code_of(store) == "entry_unreadable"
    with pytest.raises(SessionUnreadable, match="other people on this computer can read"):
        store.read(ACCOUNT)
    store.path(ACCOUNT).chmod(0o600)
    assert store.read(ACCOUNT) == SESSION


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_of_somebody_else_is_refused(store: FileStore) -> None:
    store.write(ACCOUNT, SESSION)
    os.chown(store.path(ACCOUNT), 65534, 65534)
    assert code_of(store) == "entry_unreadable"


def test_a_link_is_not_followed_and_is_replaced(store: FileStore, tmp_path: Path) -> None:
    store.write(ACCOUNT, SESSION)
    path, elsewhere = store.path(ACCOUNT), tmp_path / "sessions" / "elsewhere.json"
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert code_of(store) == "entry_unreadable"
    before = elsewhere.read_bytes()
    store.write(ACCOUNT, make_session())
    assert not path.is_symlink()
    assert elsewhere.read_bytes() == before


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_what_is_no_file_is_refused_without_waiting_for_it(store: FileStore, kind: str) -> None:
    path = store.path(ACCOUNT)
    path.parent.mkdir(parents=True)
    os.mkfifo(path, 0o600) if kind == "fifo" else path.mkdir()
    assert code_of(store) == "entry_unreadable"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 99_999, b'{"server": "https://learn.example.com"}'])
def test_a_damaged_file_is_unreadable_and_stays(store: FileStore, content: bytes) -> None:
    store.write(ACCOUNT, SESSION)
    store.path(ACCOUNT).write_bytes(content)
    assert code_of(store) == "entry_unreadable"
    assert store.path(ACCOUNT).read_bytes() == content


def test_a_folder_that_cannot_be_written_is_said_and_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder", encoding="utf-8")
    store = FileStore(tmp_path / "state")
    with pytest.raises(SessionUnreadable, match="cannot be written"):
        store.write(ACCOUNT, SESSION)
    blocked = FileStore(tmp_path / "sessions")
    blocked.path(ACCOUNT).mkdir(parents=True)
    with pytest.raises(SessionUnreadable, match="cannot be written"):
        blocked.write(ACCOUNT, SESSION)
    assert list(blocked.path(ACCOUNT).parent.iterdir()) == [blocked.path(ACCOUNT)]
    with pytest.raises(SessionUnreadable, match="cannot be deleted"):
        blocked.delete(ACCOUNT)
