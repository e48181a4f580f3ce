"""Calls of one server: made ready by the first, and each of them tells whether the server can be reached."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api_client.client import Client
from api_client.errors import ApiError, ServerFailed
from api_client.retry import Retry
from api_client.transport import Transport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from api_client.auth.credentials import Credentials
    from api_client.connection import Connection
    from api_client.target import Target

_LOG = logging.getLogger(__name__)
_PATIENT = Retry(attempts=2)
_IMPATIENT = Retry(attempts=1)
"""While there is no connection: each call is itself one of the repeated attempts."""


class Caller:
    """Lends the client of the target."""

    def __init__(
        self,
        target: Target,
        credentials: Credentials | None,
        connection: Connection,
        check_in_use: Callable[[], None],
    ) -> None:
        """`check_in_use` is called before each call; it raises SessionEnded if no more may be made."""
        self._target = target
        self._credentials = credentials
        self._connection = connection
        self._check_in_use = check_in_use
        self._connecting = asyncio.Lock()
        self._transport: Transport | None = None

    @asynccontextmanager
    async def client(self, *, public: bool = False) -> AsyncGenerator[Client]:
        """The client, for calls that raise ApiError: the connection learns from it.

        `public` calls are answered the same for everybody: they need no session, and say nothing of it.
        """
        with self._connection.watched(public=public):
            if not public:
                self._check_in_use()
            transport = await self._connected()
            transport.retry = _IMPATIENT if self._connection.is_down else _PATIENT
            yield Client(transport)

    async def close(self) -> None:
        """Close the connections."""
        if self._transport:
            await self._transport.close()

    async def _connected(self) -> Transport:
        async with self._connecting:
            if self._transport is None:
                await asyncio.sleep(0)  # what is cached goes out before the imports of the embedded backend begin
                self._transport = self._connect()
        return self._transport

    def _connect(self) -> Transport:
        try:
            return Transport(self._target, credentials=self._credentials)
        except ApiError:
            raise
        except Exception as error:
            # Whatever hinders the embedded backend (its database, its disk) concerns it alone: what is cached
            # can still be read, and another attempt may succeed.
            _LOG.exception("the embedded backend did not start")
            raise ServerFailed(f"The backend in this process did not start: {error}", code="not_started") from error
