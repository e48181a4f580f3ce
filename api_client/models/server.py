"""What a client needs to know of a server before it signs in, and who one is."""

from typing import Annotated
from uuid import UUID

from api_client.models.base import Response, UtcTime, word


class Identity(Response):
    """How this server knows people. `local`: one owner, in this process; `none`: anonymous viewers only."""

    kind: Annotated[str, word("oidc", "none", "local")]
    issuer: str | None = None
    client_id: str | None = None
    scopes: tuple[str, ...] = ()


class Server(Response):
    """The server's own description."""

    name: str
    version: str
    identity: Identity
    payments: Annotated[str, word("stripe", "none")]


class Me(Response):
    """The viewer."""

    id: UUID
    name: str
    email: str
    role: Annotated[str, word("user", "admin")]
    image_url: str | None
    created_at: UtcTime
