"""What is wrong with a request."""

from __future__ import annotations


class OAuthError(Exception):
    """An error response (RFC 6749 §4.1.2.1 and §5.2)."""

    def __init__(self, error: str, description: str) -> None:
        """`error` is its code, `description` a sentence for whoever develops the client."""
        super().__init__(description)
        self.error = error
        self.description = description


class NoWayBack(Exception):  # noqa: N818  # what is the matter, not what it is
    """An authorization request whose answer must not be sent anywhere: the client or its address is unknown."""
