"""What signs requests with an access token that was given as it is, and cannot be refreshed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from api_client.errors import SessionEnded

if TYPE_CHECKING:
    from pydantic import SecretStr


class GivenCredentials:
    """A token and the name of the variable that it came from, for the sentence when it is not accepted any more."""

    def __init__(self, token: SecretStr, variable: str = "SYLLABUS_TOKEN") -> None:
        self._token = token
        self._variable = variable

    async def token(self) -> SecretStr:
        """The token, as long as it may be: when it expires is known to nobody here."""
        return self._token

    async def renew(self, rejected: SecretStr) -> SecretStr | None:
        """There is no other. Raises SessionEnded, which names the variable."""
        raise SessionEnded(
            f"The server does not accept the access token in {self._variable}: it has expired or is for another "
            f"server. Set {self._variable} to a new one, or unset it and sign in.",
            code="token_refused",
        )

    async def keep_fresh(self) -> None:
        """Nothing to do, until cancelled."""
        await asyncio.Event().wait()
