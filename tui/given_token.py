"""`SYLLABUS_TOKEN`: an access token of the environment, which wins over what is stored."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from api_client.auth.accounts import Account
from tui.commands.failure import Exit, Failure
from tui.targets import server_target

if TYPE_CHECKING:
    from api_client.auth.accounts import Accounts
    from api_client.auth.credentials import Credentials


def given_credentials(token: str) -> Credentials:
    """What signs requests with the token; it cannot be refreshed."""
    from pydantic import SecretStr

    from api_client.auth.given_credentials import GivenCredentials

    return GivenCredentials(SecretStr(token))


def given_account(token: str, server: str, accounts: Accounts) -> Account:
    """Whose the token is: remembered by its hash, and asked for once.

    Raises Failure without a server: which one it is for cannot be seen in a token, and the one in use may be another;
    and for what can be no token.
    Raises ApiError where the server does not accept it, or cannot be asked.
    """
    if not server:
        raise Failure(
            "SYLLABUS_TOKEN is set, but not which server it is for.",
            "Set SYLLABUS_SERVER (or `server` in the settings, or --server) to its address.",
            code=Exit.USAGE,
        )
    account_id = accounts.token_account(server, token)
    if account_id is None:
        import asyncio

        account_id = asyncio.run(_ask_account(token, server))
        with suppress(OSError):  # it is asked for again, then
            accounts.remember_token(server, token, account_id)
    return Account(server=server, issuer="", client_id="", id=account_id, kept="environment")


async def _ask_account(token: str, server: str) -> str:
    from api_client.bearer import is_token
    from api_client.client import Client
    from api_client.documents import me
    from api_client.errors import ServerFailed
    from api_client.transport import Transport

    if not is_token(token):
        raise Failure("SYLLABUS_TOKEN holds no access token.", "Set it anew, or unset it.", code=Exit.USAGE)
    transport = Transport(server_target(server), credentials=given_credentials(token))
    try:
        viewer = (await Client(transport).read(me())).value
    finally:
        await transport.close()
    if viewer is None:
        raise ServerFailed("The server did not say whose SYLLABUS_TOKEN is.", code="malformed")
    return str(viewer.id)
