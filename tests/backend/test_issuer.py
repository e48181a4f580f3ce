"""The issuer's keys: read rarely, by one thread, and used on while the issuer is down."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from jwt.algorithms import RSAAlgorithm

from backend.identity.jwks import KeySet
from backend.identity.outgoing import Outgoing, UnansweredError
from backend.identity.refreshed import COOLDOWN, FRESH, MOST_WAITING, STALE, Refreshed
from backend.identity.verifier import Verifier
from tests.backend.issuer import DISCOVERY, JWKS, KID, Clock, public_jwk, rsa_key, segment, signed
from tests.backend.refused import refusing, unavailable
from tests.backend.verifying import Verifying, verifying

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def here() -> Generator[Verifying]:
    with verifying() as made:
        yield made


def token(here: Verifying, key: str = "ours", kid: str = KID) -> str:
    return signed(here.issuer.oauth(), key=key, kid=kid)


def rotate(here: Verifying, kid: str) -> None:
    """The issuer goes over to another key at once."""
    here.issuer.documents[JWKS] = {"keys": [public_jwk("other", kid)]}


def test_keys_are_read_when_the_first_token_comes_and_kept(here: Verifying) -> None:
    assert not here.issuer.hits
    for _ in range(3):
        here.whose(token(here))
        here.clock.now += FRESH / 4
    assert here.issuer.hits == {DISCOVERY: 1, JWKS: 1}
    here.clock.now += FRESH / 4
    here.whose(token(here))
    assert here.issuer.hits == {DISCOVERY: 2, JWKS: 2}


def test_many_at_once_cause_one_read(here: Verifying) -> None:
    here.issuer.open.clear()
    with ThreadPoolExecutor(8) as threads:
        asking = [threads.submit(here.whose, token(here)) for _ in range(8)]
        here.issuer.open.set()
        assert len({asked.result(30).subject for asked in asking}) == 1
    assert here.issuer.hits == {DISCOVERY: 1, JWKS: 1}


def test_many_at_once_with_a_new_key_cause_one_read(here: Verifying) -> None:
    here.whose(token(here))
    rotate(here, "ins_new")
    new = token(here, "other", "ins_new")
    with ThreadPoolExecutor(8) as threads:
        assert len(list(threads.map(here.whose, [new] * 8))) == 8
    assert here.issuer.hits[JWKS] == 2


def test_unknown_keys_do_not_hammer_the_issuer(here: Verifying) -> None:
    here.whose(token(here))
    for number in range(50):
        with refusing():
            here.whose(token(here, kid=f"ins_{number}"))
    assert here.issuer.hits == {DISCOVERY: 1, JWKS: 2}
    here.clock.now += COOLDOWN
    for number in range(50):
        with refusing():
            here.whose(token(here, kid=f"ins_{number}"))
    assert here.issuer.hits == {DISCOVERY: 1, JWKS: 3}


def test_a_key_of_another_issuer_is_unknown(here: Verifying) -> None:
    with verifying() as elsewhere:
        rotate(elsewhere, "ins_elsewhere")
        elsewhere.whose(token(elsewhere, "other", "ins_elsewhere"))
        with refusing():
            here.whose(token(here, "other", "ins_elsewhere"))


def test_a_new_key_is_known_at_once_and_the_old_one_gone(here: Verifying) -> None:
    here.whose(token(here))
    rotate(here, "ins_new")
    here.whose(token(here, "other", "ins_new"))
    with refusing():
        here.whose(token(here))


def test_while_the_issuer_is_down_its_keys_are_used_for_a_day(here: Verifying) -> None:
    here.whose(token(here))
    here.issuer.break_down()
    here.clock.now += STALE - 1
    here.whose(token(here))
    here.clock.now += 1
    with unavailable():
        here.whose(token(here))
    here.issuer.faults.clear()
    here.clock.now += 5
    here.whose(token(here))


def test_an_issuer_that_is_down_is_not_asked_for_every_token(here: Verifying) -> None:
    here.whose(token(here))
    here.issuer.break_down()
    here.clock.now += FRESH
    for _ in range(20):
        here.whose(token(here))
    assert here.issuer.hits == {DISCOVERY: 2, JWKS: 2}


def test_nobody_waits_for_new_keys_while_there_are_old_ones(here: Verifying) -> None:
    here.whose(token(here))
    here.clock.now += FRESH
    here.issuer.open.clear()
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(here.whose, token(here))
        while here.issuer.hits[DISCOVERY] < 2:  # until it waits for the issuer
            assert not reading.done()
        here.whose(token(here))
        assert not reading.done()
        here.issuer.open.set()
        reading.result(30)


def test_an_unknown_key_of_an_issuer_that_is_down_may_be_good(here: Verifying) -> None:
    here.whose(token(here))
    rotate(here, "ins_new")
    here.issuer.break_down(JWKS)
    for _ in range(3):
        with unavailable():
            here.whose(token(here, "other", "ins_new"))
    assert here.issuer.hits[JWKS] == 2
    here.whose(token(here))
    here.issuer.faults.clear()
    here.clock.now += COOLDOWN
    here.whose(token(here, "other", "ins_new"))


@pytest.mark.parametrize("path", [DISCOVERY, JWKS])
@pytest.mark.parametrize(
    "fault",
    [
        (502, b"<html>", {}),
        (503, b"{}", {"retry-after": "7"}),
        (404, b"", {}),
        (302, b"", {"location": "/elsewhere"}),
        (200, b"<html>", {}),
        (200, b"[]", {}),
        (200, b'{"keys": {}}', {}),
        (200, b" " * 600_000 + b"{}", {}),
        (200, b"\x1f\x8b", {"content-encoding": "gzip"}),
        (200, b"{", {"content-length": "5"}),
    ],
    ids=lambda fault: f"{fault[0]} {fault[1][:8]!r}",
)
def test_without_any_key_nobody_can_tell(
    here: Verifying, path: str, fault: tuple[int, bytes, dict[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    here.issuer.documents["/elsewhere"] = here.issuer.documents[path]
    here.issuer.faults[path] = fault
    for _ in range(2):
        with unavailable():
            here.whose(token(here))
    with unavailable() as caught:
        here.whose(token(here))
    assert caught.value.headers == {"retry-after": "7" if "retry-after" in fault[2] else "5"}
    assert here.issuer.hits[path] == 1
    assert not here.issuer.hits["/elsewhere"]
    assert "127.0.0.1" in caplog.text
    here.issuer.faults.clear()
    here.clock.now += 7
    here.whose(token(here))


def test_an_issuer_where_nobody_listens(here: Verifying) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{bound.getsockname()[1]}"
        outgoing = Outgoing()
        with unavailable():
            Verifier(here.issuer.settings(issuer=nobody), outgoing=outgoing).verify(token(here))
        outgoing.close()


@pytest.mark.parametrize(
    "address", ["http://keys.example.com/jwks", "file:///etc/passwd", "", "https://", "https://a@b/"]
)
def test_keys_are_read_over_https_or_from_this_computer_alone(here: Verifying, address: str) -> None:
    here.issuer.documents[DISCOVERY]["jwks_uri"] = address
    with unavailable():
        here.whose(token(here))


def test_the_issuer_has_to_call_itself_as_it_is_called(here: Verifying, caplog: pytest.LogCaptureFixture) -> None:
    here.issuer.documents[DISCOVERY]["issuer"] = here.issuer.url + "/"
    with unavailable():
        here.whose(token(here))
    assert "SYLLABUS_IDENTITY_ISSUER" in caplog.text
    assert repr(here.issuer.url + "/") in caplog.text


@pytest.mark.parametrize(
    "changes",
    [
        {"use": "enc"},
        {"alg": "RSA-OAEP"},
        {"alg": "RS512"},
        {"kty": "EC"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"key_ops": ["encrypt"]},
        {"key_ops": 5},
        {"kid": None},
        {"kid": ""},
        {"kid": 5},
        {"kid": ["a"]},
        {"n": None},
        {"n": 5},
        {"n": ""},
        {"e": "AQ"},
        {"n": "!!"},
    ],
    ids=repr,
)
def test_keys_that_are_not_for_signatures_are_left_out(changes: dict[str, Any]) -> None:
    good = public_jwk("ours", KID)
    assert list(KeySet(keys=[{**good, "kid": "bad", **changes}, good]).for_signatures()) == [KID]


def test_keys_that_are_too_short_are_left_out() -> None:
    # Made from numbers: that is quick, and to verify nothing more is needed.
    short = {
        "kty": "RSA",
        "kid": "short",
        "e": "AQAB",
        "n": segment((rsa_key("ours").public_key().public_numbers().n >> 1024 | 1).to_bytes(128)),
    }
    assert not KeySet(keys=[short]).for_signatures()


def test_members_that_say_nothing_leave_a_key_in() -> None:
    key = public_jwk("ours", KID)
    for member in ("use", "alg", "key_ops"):
        del key[member]
    assert list(KeySet(keys=[key]).for_signatures()) == [KID]


def test_of_a_key_that_was_published_whole_the_private_half_is_not_kept() -> None:
    whole = RSAAlgorithm.to_jwk(rsa_key("ours"), as_dict=True)
    (key,) = KeySet(keys=[{**whole, "key_ops": ["verify"], "kid": KID}]).for_signatures().values()
    assert not hasattr(key, "decrypt")


def test_an_issuer_without_rsa_keys_is_named_in_the_log(here: Verifying, caplog: pytest.LogCaptureFixture) -> None:
    here.issuer.documents[JWKS] = {"keys": []}
    with refusing():
        here.whose(token(here))
    assert "no RSA key" in caplog.text


def test_a_failure_is_raised_anew_for_everyone() -> None:
    def fail() -> None:
        raise UnansweredError("down")

    document = Refreshed(fail, Clock())
    with pytest.raises(UnansweredError, match="down") as first:
        document.current()
    with pytest.raises(UnansweredError, match="down") as second:
        document.current()
    assert first.value is not second.value


def test_a_document_may_become_too_old_while_the_next_one_is_read() -> None:
    clock = Clock()
    reading, read = Event(), Event()
    soon: list[float] = []

    def slowly() -> int:
        reading.set()
        assert read.wait(30)
        return 1

    read.set()
    document = Refreshed(slowly, lambda: soon.pop(0) if soon else clock.now)
    document.current()
    read.clear()
    reading.clear()
    clock.now += STALE - 1
    with ThreadPoolExecutor(1) as threads:
        refreshing = threads.submit(document.current)
        assert reading.wait(30)
        soon += [clock.now, clock.now, clock.now + 1]  # it is looked at twice, and then taken
        with pytest.raises(UnansweredError, match="not there yet"):
            document.current()
        read.set()
        assert refreshing.result(30) == 1


def test_few_wait_for_what_anybody_can_ask_for() -> None:
    open_again = Event()
    documents = iter([known := object(), newest := object()])

    def slowly() -> object:
        document = next(documents)
        assert document is known or open_again.wait(30)
        return document

    document = Refreshed(slowly, Clock())
    document.current()
    with ThreadPoolExecutor(4 * MOST_WAITING) as threads:
        asking = [threads.submit(document.newer, known) for _ in range(4 * MOST_WAITING)]
        refused = list(islice(as_completed(asking, timeout=30), 3 * MOST_WAITING))
        assert all("not there yet" in str(each.exception()) for each in refused)
        open_again.set()
        assert all(each.result(30) is newest for each in asking if each not in refused)
