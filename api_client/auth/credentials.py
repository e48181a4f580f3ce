"""What signs the requests of a Library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pydantic import SecretStr


class Credentials(Protocol):
    """An access token that is kept fresh. Used in one event loop."""

    async def token(self) -> SecretStr:
        """The access token, refreshed before if it is about to expire.

        Raises SessionEnded or SessionUnreadable; while the issuer cannot be reached the token that there is.
        """
        ...

    async def renew(self, rejected: SecretStr) -> SecretStr | None:
        """Another token after a 401 on this one; None if there is none. Raises what `token` raises, and outages."""
        ...

    async def keep_fresh(self) -> None:
        """Refresh early, in the background, until cancelled."""
        ...
