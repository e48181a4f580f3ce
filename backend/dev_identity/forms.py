"""What requests carry, and that a form comes from the page it was made for."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from backend.dev_identity.errors import OAuthError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_FORM = "application/x-www-form-urlencoded"
_LARGEST = 64 * 1024
_VISITOR = re.compile(r"[A-Za-z0-9_-]{32}")


def read_query(request: Request) -> dict[str, str]:
    """The parameters of the address. Raises OAuthError."""
    return _read(request.url.query)


async def read_form(request: Request) -> dict[str, str]:
    """The parameters of the body. Raises OAuthError."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise OAuthError("invalid_request", f"The body has to be {_FORM}.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise OAuthError("invalid_request", "The body is too large.")
    try:
        return _read(body.decode())
    except UnicodeDecodeError:
        raise OAuthError("invalid_request", "The body is not UTF-8.") from None


def _read(text: str) -> dict[str, str]:
    """The parameters; one that is empty was not sent (RFC 6749 §3.1), one that comes twice is an error."""
    try:
        pairs = parse_qsl(text, errors="strict", max_num_fields=100)
    except ValueError:
        raise OAuthError("invalid_request", "The parameters cannot be read.") from None
    read = dict(pairs)
    if len(read) < len(pairs):
        raise OAuthError("invalid_request", "A parameter was sent twice.")
    return read


class Forgery:
    """Tells the forms of our own pages from those of others, which the browser sends here as well."""

    COOKIE = "syllabus-dev-identity"
    FIELD = "proof"

    def __init__(self, path: str) -> None:
        """`path` is where the pages are. Proofs end with the process."""
        self._path = path
        self._key = secrets.token_bytes(32)

    def visitor(self, request: Request) -> str:
        """Who opens a page: the browser's cookie, or a new one."""
        known = request.cookies.get(self.COOKIE, "")
        return known if _VISITOR.fullmatch(known) else secrets.token_urlsafe(24)

    def proof(self, visitor: str) -> str:
        """What a form of the visitor's has to hold: no other site can read the cookie or compute this."""
        return hmac.new(self._key, visitor.encode(), hashlib.sha256).hexdigest()

    def remember(self, response: Response, visitor: str) -> None:
        """Let the browser send the cookie with the form."""
        response.set_cookie(self.COOKIE, visitor, path=self._path, httponly=True, samesite="strict")

    def is_ours(self, request: Request, form: dict[str, str]) -> bool:
        """Whether the form comes from a page that this browser was given."""
        visitor = request.cookies.get(self.COOKIE, "")
        return bool(visitor) and hmac.compare_digest(form.get(self.FIELD, "").encode(), self.proof(visitor).encode())
