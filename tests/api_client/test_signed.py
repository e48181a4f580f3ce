"""Requests with a token: signed for one origin, renewed once after a 401."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import httpx
import pytest

from api_client import documents, errors
from api_client.retry import Retry
from api_client.target import Target
from api_client.transport import Transport
from tests.api_client.keychain import ENDED, Holder, Keychain
from tests.api_client.world import Port, settled

if TYPE_CHECKING:
    from tests.api_client.world import World


@pytest.fixture
def keychain(world: World) -> Keychain:
    """A session whose token the server takes."""
    world.tokens = {"first": world.user}
    return Keychain(world)


async def test_every_request_is_signed_but_the_one_that_needs_no_session(world: World, keychain: Keychain) -> None:
    course = world.course("Course")
    async with keychain.library() as library:
        await library.fetch(documents.catalog())
        await library.fetch(documents.outline(course.id))
        await library.mark([course.lessons[0]], True)
        await library.send()
        await library.search("course")
        await settled(library, lambda status: status.viewer == "Ana")
        signed = {header for path, header in world.signatures if path != "/v1/server"}
        assert signed == {"Bearer first"}
        await library.fetch(documents.server())
    assert {header for path, header in world.signatures if path == "/v1/server"} <= {None}
    assert world.completed() == {course.lessons[0]}


async def test_without_credentials_nothing_is_signed(world: World) -> None:
    async with world.library() as library:
        await library.fetch(documents.catalog())
    assert {header for _, header in world.signatures} == {None}


async def test_a_token_that_is_refused_is_renewed_and_the_request_sent_again(world: World, keychain: Keychain) -> None:
    course = world.course("Course")
    async with keychain.library() as library:
        await library.fetch(documents.outline(course.id))
        await settled(library, lambda status: status.viewer)
        world.tokens = {"second": world.user}
        keychain.renewed = "second"
        await library.mark([course.lessons[0]], True)
        status = await library.send()
    assert keychain.rejected[0] == "first"
    assert (status.connection, status.waiting) == ("online", 0)
    assert world.completed() == {course.lessons[0]}


async def test_an_issuer_that_cannot_be_reached_signs_nobody_out(world: World, keychain: Keychain) -> None:
    course = world.course("Course")
    keychain.background = errors.Unreachable("The issuer cannot be reached.")
    async with keychain.library() as library:
        await library.fetch(documents.outline(course.id))
        await settled(library, lambda status: status.viewer and status.connection == "online")
        world.tokens = {}
        keychain.renewed = errors.Unreachable("The issuer cannot be reached.")
        snapshot = await library.fetch(documents.outline(course.id))
        assert snapshot.value
        assert snapshot.error == keychain.renewed
        status = library.status
    assert (status.connection, status.reason) == ("offline", "The issuer cannot be reached.")


@pytest.mark.parametrize("failure", [RuntimeError("of the keyring"), ENDED])
async def test_the_library_outlives_its_refreshing_in_the_background(
    keychain: Keychain, failure: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    keychain.background = failure
    with caplog.at_level("DEBUG"):
        async with keychain.library() as library:
            await settled(library, lambda status: status.viewer)
            assert (await library.fetch(documents.catalog())).error is None
    assert "of the keyring" not in caplog.text


def _transport(keychain: Keychain, requests: list[httpx.Request], answer: httpx.Response) -> Transport:
    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer

    return Transport(
        Target("https://learn.example.com", "x", "ana"),
        credentials=Holder(keychain),
        retry=Retry(attempts=1),
        transport=httpx.MockTransport(respond),
    )


@pytest.mark.parametrize("place", ["https://elsewhere.example/v1/me", "http://learn.example.com/v1/me", "/v1/other"])
async def test_a_redirect_is_not_followed(keychain: Keychain, place: str) -> None:
    requests: list[httpx.Request] = []
    transport = _transport(keychain, requests, httpx.Response(307, headers={"Location": place}))
    with pytest.raises(errors.ServerFailed, match="another address"):
        await transport.send("GET", "/v1/me")
    await transport.close()
    assert [request.headers["Authorization"] for request in requests] == ["Bearer first"]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/", "http://learn.example.com/", "https://learn.example.com:8443/",
        "https://learn.example.com.elsewhere.example/", "https://learn.example.com@elsewhere.example/",
    ],
)  # fmt: skip
async def test_the_token_goes_to_its_own_origin_alone(keychain: Keychain, address: str) -> None:
    requests: list[httpx.Request] = []
    transport = _transport(keychain, requests, httpx.Response(401))
    with pytest.raises(errors.Unauthenticated):
        await transport.send("GET", address)
    await transport.close()
    assert ["first" in str(request.headers) for request in requests] == [False]
    assert (keychain.asked, keychain.rejected) == (0, [])


async def test_no_error_quotes_the_token(world: World, keychain: Keychain) -> None:
    keychain.kept = "first\nsecret"
    port = Port(world.app)
    transport = Transport(port.target, credentials=Holder(keychain))
    with port.serving(), pytest.raises(errors.ApiError) as caught:
        await transport.send("GET", "/v1/me")
    await transport.close()
    assert "secret" not in "".join(traceback.format_exception(caught.value))
