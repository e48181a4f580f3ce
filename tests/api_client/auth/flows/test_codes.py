"""Signing in with a code at the emulated issuer, polled in the time that the test makes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from api_client import errors
from api_client.auth.device_flow import Clock
from api_client.auth.sign_in import SignIn
from tests.clerk.emulator import LEARNER, Emulator
from tests.clerk.faults import BAD_GATEWAY, RESET, RESET_AFTER, SERVER_ERROR, rate_limited

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from api_client.auth.session import Tokens

TOKEN = "/oauth/token"


class Code:
    """A code of the emulator's, polled in the emulator's time."""

    def __init__(self, clerk: Emulator, sign_in: SignIn) -> None:
        self.clerk = clerk
        self.sign_in = sign_in
        self.now = 0.0
        self.waits: list[float] = []
        self.before: dict[int, Callable[[], object]] = {}
        """What happens while it waits for the nth time."""
        self.pace = 1.0
        """How much of a second passes in one at the issuer."""
        self.user_code = ""

    async def tokens(self) -> Tokens:
        flow = await self.sign_in.device(Clock(lambda: self.now, self._sleep))
        self.user_code = flow.user_code
        return await flow.tokens()

    async def refusal(self) -> errors.ApiError:
        with pytest.raises(errors.ApiError) as caught:
            await self.tokens()
        return caught.value

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        self.clerk.clock.advance(seconds * self.pace)
        self.before.get(len(self.waits), lambda: None)()


@asynccontextmanager
async def code_at(clerk: Emulator, server: str) -> AsyncGenerator[Code]:
    async with await SignIn.at(server) as sign_in:
        yield Code(clerk, sign_in)


async def test_signing_in_with_a_code(clerk: Emulator, server: str) -> None:
    async with code_at(clerk, server) as code:
        code.before[3] = lambda: clerk.approve_device(code.user_code)
        tokens = await code.tokens()
    assert tokens.refresh_token
    grant = clerk.provider.grants.find(tokens.refresh_token.get_secret_value())
    assert grant is not None
    assert (grant.subject, grant.resource) == (LEARNER, server)
    assert code.waits == [5, 5, 5]


async def test_a_code_that_is_polled_too_fast(clerk: Emulator, server: str) -> None:
    clerk.options.device_interval = 100
    async with code_at(clerk, server) as code:
        code.pace = 0.5  # a second of ours is half a one of the issuer's, for the first poll
        code.before[1] = lambda: setattr(code, "pace", 1.0)
        code.before[3] = lambda: clerk.approve_device(code.user_code)
        await code.tokens()
    assert code.waits == [100, 105, 105]


async def test_a_code_that_is_refused_expired_or_lost(clerk: Emulator, server: str) -> None:
    async with code_at(clerk, server) as code:
        code.before[2] = lambda: clerk.deny_device(code.user_code)
        assert (await code.refusal()).code == "access_denied"
    async with code_at(clerk, server) as code:
        code.before[2] = lambda: clerk.clock.advance(600)
        assert (await code.refusal()).code == "expired_token"
    async with code_at(clerk, server) as code:
        code.before[1] = lambda: clerk.approve_device(code.user_code)
        clerk.faults.add(TOKEN, RESET_AFTER)
        assert (await code.refusal()).code in ("invalid_grant", "expired_token")


async def test_a_code_outlives_outages(clerk: Emulator, server: str) -> None:
    async with code_at(clerk, server) as code:
        clerk.faults.add(TOKEN, BAD_GATEWAY, RESET, rate_limited(44), SERVER_ERROR)
        code.before[5] = lambda: clerk.approve_device(code.user_code)
        await code.tokens()
    assert code.waits == [5, 10, 20, 44, 60]


async def test_where_no_code_is_offered(clerk: Emulator, server: str) -> None:
    clerk.options.offers_device = False
    async with await SignIn.at(server) as sign_in:
        assert not sign_in.offers_device
        with pytest.raises(errors.SignInFailed, match="no sign-in with a code"):
            await sign_in.device()
