"""Several processes refresh one session at once: none signs another out."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import pytest

from api_client.auth.file_store import FileStore
from api_client.auth.sessions import Sessions
from tests.api_client.auth.signed_in import SERVER, account_of, signed_in
from tests.clerk.faults import HANG

if TYPE_CHECKING:
    from api_client.auth.session import Session
    from tests.clerk.emulator import Emulator

_ROOT = Path(__file__).parents[3]
_SECONDS = 60
PROCESSES = 3
"""Two terminals and the command line."""


class Program:
    """A process that uses the session; it ends with the block."""

    def __init__(self, folder: Path, session: Session) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.api_client.auth.session_program", str(folder), SERVER, session.account],
            cwd=_ROOT,
            env={**os.environ, "HOME": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def send(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def wait_exit(self) -> int:
        return self._process.wait(_SECONDS)


class Store:
    """The stored session as one who looks into the folder finds it."""

    def __init__(self, folder: Path, session: Session) -> None:
        self._files = FileStore(folder / "sessions")
        self._account = account_of(session, "file")

    @property
    def session(self) -> Session:
        session = self._files.read(self._account)
        assert session
        return session

    def expire(self) -> None:
        """From now on its access token is refreshed by whoever reads it."""
        tokens = self.session.tokens.model_copy(update={"expires_at": datetime.now(UTC)})
        self._files.write(self._account, self.session.model_copy(update={"tokens": tokens}))


@pytest.mark.soak
@pytest.mark.parametrize("rotation", ["strict", "family"])
async def test_processes_that_refresh_at_once_share_one_session(
    issuer: Emulator, tmp_path: Path, rotation: Literal["strict", "family"], pytestconfig: pytest.Config
) -> None:
    issuer.options.rotation = rotation
    session = signed_in(issuer)
    await Sessions(tmp_path, prefer="file").keep(session, "Ann")
    store = Store(tmp_path, session)
    with ExitStack() as stack:
        programs = [stack.enter_context(Program(tmp_path, session)) for _ in range(PROCESSES)]
        for number in range(1, 1 + int(str(pytestconfig.getoption("--soak-rounds")))):
            how = "late" if number % 2 else "refused"
            if how == "late":
                store.expire()
            for program in programs:
                program.send(how)
            answers = {program.answer() for program in programs}
            assert answers == {store.session.tokens.access_token.get_secret_value()}, number
            assert (issuer.refreshes, issuer.reused) == (number, 0)


async def test_a_program_that_ends_while_it_refreshes_stores_what_it_gets(issuer: Emulator, tmp_path: Path) -> None:
    session = signed_in(issuer, lasts=0)
    await Sessions(tmp_path, prefer="file").keep(session, "Ann")
    store = Store(tmp_path, session)
    issuer.faults.add("/oauth/token", HANG)
    with Program(tmp_path, session) as program:
        program.send("leave")
        async with asyncio.timeout(_SECONDS):
            while not issuer.hits["/oauth/token"]:  # noqa: ASYNC110  # a thread counts
                await asyncio.sleep(0.01)
        program.send("now")
        assert program.answer() == "leaving"
        assert store.session == session
        issuer.faults.clear()
        assert program.wait_exit() == 0
    assert store.session != session
    assert (issuer.refreshes, issuer.reused) == (1, 0)
