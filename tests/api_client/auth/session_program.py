"""A program that uses the stored session: what its arguments name, and each line of its input says how.

`late`: it has just been started and takes the stored session; `refused`: the server refused the token that it used
last; `leave`: it begins to refresh and ends as soon as a further line comes. It prints the token that it has then.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api_client.auth import daemon
from api_client.auth.sessions import Sessions
from api_client.errors import ApiError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from api_client.auth.credentials import Credentials

_SECONDS = 60.0


def main(folder: str, server: str, account_id: str) -> None:
    sessions = Sessions(Path(folder), prefer="file")
    account = sessions.accounts.find(server, account_id)
    assert account
    credentials = sessions.credentials(account)
    for line in sys.stdin:
        if line.strip() == "late":
            credentials = sessions.credentials(account)
        if line.strip() == "leave":
            asyncio.run(_leave(sessions.credentials(account)))
            _say("leaving")
            return
        try:
            token = asyncio.run(_token(credentials, refused=line.strip() == "refused"))
            _say(token.get_secret_value() if token else "none")
        except ApiError as error:
            _say(f"{type(error).__name__}: {error.sentence}")


async def _token(credentials: Credentials, *, refused: bool) -> SecretStr | None:
    token = await credentials.token()
    return await credentials.renew(token) if refused else token


async def _leave(credentials: Credentials) -> None:
    daemon._PATIENCE = _SECONDS  # pyright: ignore[reportPrivateUsage]  # however slow this computer is
    waiting = asyncio.ensure_future(credentials.token())
    await asyncio.to_thread(sys.stdin.readline)
    assert not waiting.done()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
