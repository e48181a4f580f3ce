"""Sessions in the keyring: their entries, crashes between them, and a keyring that fails."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import keyring.errors
import pytest

from api_client.auth import chunks
from api_client.auth.keyring_store import KeyringStore
from api_client.auth.store import encode
from api_client.errors import SessionUnreadable
from tests.api_client.auth.signed_in import account_of, make_session
from tests.api_client.auth.simple_keyring import Crash

if TYPE_CHECKING:
    from tests.api_client.auth.simple_keyring import SimpleKeyring

LENGTHS = [0, 789, 3_000, 9_000]
"""Of access tokens: Clerk's have 789 characters, others' several thousand."""


@pytest.mark.parametrize("length", LENGTHS)
def test_a_session_of_any_length_comes_back(simple_keyring: type[SimpleKeyring], length: int) -> None:
    store, session = KeyringStore(), make_session(length)
    assert store.read(account_of(session)) is None
    store.write(account_of(session), session)
    assert store.read(account_of(session)) == session
    assert all(len(value) < 1_280 for value in simple_keyring.entries.values())
    store.delete(account_of(session))
    store.delete(account_of(session))
    assert store.read(account_of(session)) is None
    assert simple_keyring.entries == {}


def test_every_server_issuer_client_and_account_has_an_entry_of_its_own(simple_keyring: type[SimpleKeyring]) -> None:
    store = KeyringStore()
    session = make_session()
    others = [
        session.model_copy(update={field: f"https://other-{field}.test"})
        for field in ("server", "issuer", "client_id", "account")
    ]
    for each in (session, *others):
        store.write(account_of(each), each)
    assert [store.read(account_of(each)) for each in (session, *others)] == [session, *others]
    store.delete(account_of(session))
    assert [store.read(account_of(each)) for each in others] == others


def test_an_entry_tells_people_what_it_is(simple_keyring: type[SimpleKeyring]) -> None:
    session = make_session()
    KeyringStore().write(account_of(session), session)
    ((service, user),) = simple_keyring.entries
    assert service == f"Syllabus https://learn.example.com {session.account}"
    assert user == "client at https://clerk.test"


@pytest.mark.parametrize("lengths", [(9_000, 0), (0, 9_000), (9_000, 8_000), (3_000, 9_000)])
@pytest.mark.parametrize("doing", ["write", "delete"])
def test_a_crash_leaves_one_whole_session_and_in_the_end_no_rest(
    simple_keyring: type[SimpleKeyring], lengths: tuple[int, int], doing: str
) -> None:
    before, after = (make_session(length) for length in lengths)
    account = account_of(before)
    for changes in range(40):
        simple_keyring.reset()
        store = KeyringStore()
        store.write(account, before)
        simple_keyring.crash_after = changes
        try:
            store.write(account, after) if doing == "write" else store.delete(account)
        except Crash:
            crashed = True
        else:
            crashed = False
        simple_keyring.crash_after = None
        assert store.read(account) in (before, after if doing == "write" else None)
        store.delete(account)
        assert simple_keyring.entries == {}
        if not crashed:
            return
    pytest.fail("more changes than entries")


@pytest.mark.parametrize("length", [0, 9_000])
def test_writing_leaves_no_part_of_what_was_there_before(simple_keyring: type[SimpleKeyring], length: int) -> None:
    store, long, short = KeyringStore(), make_session(9_000), make_session(length)
    for session in (long, long, short):
        store.write(account_of(session), session)
    head, parts = chunks.split(encode(short), "a")
    assert len(simple_keyring.entries) == head.count == 1 + len(parts)


def test_a_session_that_is_written_while_one_reads_is_read_whole(simple_keyring: type[SimpleKeyring]) -> None:
    store, before, after = KeyringStore(), make_session(9_000), make_session(8_000)
    account = account_of(before)
    store.write(account, after)
    entries_after = dict(simple_keyring.entries)
    simple_keyring.reset()
    store.write(account, before)

    def another_process_writes() -> None:
        simple_keyring.entries = dict(entries_after)

    simple_keyring.after_get = [lambda: None, another_process_writes]
    assert store.read(account) == after


_DAMAGES = {
    "empty": "",
    "text": "nonsense",
    "wrong-checksum": "syllabus-session-1 a 1 0\n{}",
    "lacks-a-part": "syllabus-session-1 a 2 0\n{}",
    "another-generation": "syllabus-session-1 c 1 0\n{}",
    "lacks-most": "syllabus-session-1 a 9999 0\n{}",
    "no-session": chunks.split("{}", "a")[0].encode(),
    "deep": chunks.split("[" * 999, "a")[0].encode(),
    "another-server": chunks.split(encode(make_session(server="https://evil.example")), "a")[0].encode(),
    "another-account": chunks.split(encode(make_session(account="somebody")), "b")[0].encode(),
}
"""By name: a session holds the time, and tests named by that differ from worker to worker."""


@pytest.mark.parametrize("damage", _DAMAGES.values(), ids=_DAMAGES.keys())
def test_what_is_no_session_of_the_account_is_unreadable_and_stays(
    simple_keyring: type[SimpleKeyring], damage: str
) -> None:
    store, session = KeyringStore(), make_session()
    account = account_of(session)
    store.write(account, session)
    (key,) = simple_keyring.entries
    simple_keyring.entries[key] = damage
    with pytest.raises(SessionUnreadable, match="Sign in again to replace it") as caught:
        store.read(account)
    assert caught.value.code == "entry_unreadable"
    assert simple_keyring.entries == {key: damage}
    store.write(account, session)
    assert store.read(account) == session


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (keyring.errors.KeyringLocked("secret"), "keyring_locked"),
        (keyring.errors.NoKeyringError("secret"), "no_keyring"),
        (keyring.errors.InitError("secret"), "no_keyring"),
        (keyring.errors.PasswordSetError("secret"), "no_keyring"),
        (OSError(1783, "secret"), "no_keyring"),
        (ConnectionResetError("secret"), "no_keyring"),
    ],
)
def test_what_a_keyring_raises_becomes_a_sentence_and_deletes_nothing(
    simple_keyring: type[SimpleKeyring], failure: BaseException, code: str
) -> None:
    store, session = KeyringStore(), make_session()
    store.write(account_of(session), session)
    simple_keyring.failure = failure
    sentences: set[str] = set()
    for call in (
        lambda: store.read(account_of(session)),
        lambda: store.write(account_of(session), session),
        lambda: store.delete(account_of(session)),
    ):
        with pytest.raises(SessionUnreadable) as caught:
            call()
        assert caught.value.code == code
        assert "secret" not in caught.value.sentence
        sentences.add(caught.value.sentence)
    assert len(sentences) == 3
    simple_keyring.failure = None
    assert store.read(account_of(session)) == session


def test_a_first_keyring_that_nobody_gives_a_password_is_locked(simple_keyring: type[SimpleKeyring]) -> None:
    from secretstorage.exceptions import PromptDismissedException

    failure = keyring.errors.InitError("Failed to create the collection: Prompt dismissed..")
    failure.__cause__ = PromptDismissedException("Prompt dismissed.")
    simple_keyring.failure = failure
    with pytest.raises(SessionUnreadable, match="Unlock it"):
        KeyringStore().read(account_of(make_session()))


@pytest.mark.parametrize(
    "backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "no.such", "", "x"]
)
def test_a_keyring_that_is_switched_off_or_misspelt_is_none(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    session = make_session()
    with pytest.raises(SessionUnreadable, match="cannot be kept") as caught:
        KeyringStore().write(account_of(session), session)
    assert caught.value.code == "no_keyring"


def test_a_keyring_that_hangs_is_given_up_and_not_waited_for_again(simple_keyring: type[SimpleKeyring]) -> None:
    store, session = KeyringStore(), make_session()
    account = account_of(session)
    store.write(account, session)
    goes_on, reads = threading.Event(), 0

    def hang() -> None:
        nonlocal reads
        reads += 1
        goes_on.wait(30)

    hasty = KeyringStore(limit=0.5)
    simple_keyring.after_get = [hang]
    other = make_session(3_000)
    calls: list[Any] = [lambda: hasty.write(account, other), lambda: hasty.read(account), lambda: hasty.delete(account)]
    for call in calls:
        with pytest.raises(SessionUnreadable, match=r"within 0\.5 seconds") as caught:
            call()
        assert caught.value.code == "keyring_hangs"
    assert reads == 1
    goes_on.set()
    while True:
        try:
            found = hasty.read(account)
        except SessionUnreadable:
            continue
        break
    assert found == session, "what wakes up late writes nothing"
