"""The token of a request (RFC 6750 §2.1), as strict as it can be before any work is done for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backend.identity.refusals import refused

if TYPE_CHECKING:
    from starlette.requests import Request

OPAQUE_PREFIX = "oat_"
LONGEST = 8 * 1024
"""Characters of a token. A Clerk token has about 800; proxies cut headers at 8 kB."""

_SHAPE = re.compile(rf"(?:[A-Za-z0-9_-]+\.){{2}}[A-Za-z0-9_-]+|{OPAQUE_PREFIX}[A-Za-z0-9_-]+")
"""A signed JWT, or a token of which only its issuer knows the meaning."""


def bearer(request: Request) -> str | None:
    """The request's access token; None if it sends no credentials at all.

    Raises Refusal 401 for two headers, another scheme, two tokens, one too long, and what cannot be a token.
    """
    headers = request.headers.getlist("authorization")
    if not headers:
        return None
    if len(headers) > 1:
        raise refused("the request carries more than one")
    scheme, _, token = headers[0].partition(" ")
    token = token.strip(" ")
    if scheme.lower() != "bearer":
        raise refused("it has to come as “Authorization: Bearer …”")
    if len(token) > LONGEST:
        raise refused("it is too long")
    if not _SHAPE.fullmatch(token):
        raise refused("this is not one token")
    return token
