"""A verifier whose issuer is a real server, as a test calls it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from backend.identity.bearer import bearer
from backend.identity.outgoing import Outgoing
from backend.identity.verifier import Identified, Verifier
from tests.backend.issuer import Clock, Issuer
from tests.backend.refused import request_with

if TYPE_CHECKING:
    from collections.abc import Generator


class Verifying:
    """An issuer, a verifier that trusts it, and the clock of the verifier's memory."""

    def __init__(self, issuer: Issuer, outgoing: Outgoing, settings: dict[str, Any]) -> None:
        self.issuer = issuer
        self.clock = Clock()
        self.verifier = Verifier(issuer.settings(**settings), outgoing=outgoing, clock=self.clock)

    def whose(self, token: str) -> Identified:
        """A request with the token, from its header to the answer."""
        assert bearer(request_with(f"Bearer {token}")) == token
        return self.verifier.verify(token)


@contextmanager
def verifying(issuer: Issuer | None = None, **settings: Any) -> Generator[Verifying]:  # noqa: ANN401  # IdentitySettings'
    """A verifier with these settings, of this issuer or one of its own."""
    outgoing = Outgoing()
    try:
        if issuer is not None:
            yield Verifying(issuer, outgoing, settings)
        else:
            with Issuer() as own:
                yield Verifying(own, outgoing, settings)
    finally:
        outgoing.close()
