"""Every secret that a test run knows of, and whether some bytes hold one."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WINDOW = 16
"""Characters by which a secret is recognised: the last ones of it. What is shorter is no secret that we make."""
_VARIED = 5
"""Different characters that these have at least."""
_WORD = re.compile(rb"[A-Za-z0-9_-]{16,}")
_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Databases and documents are full of these, and none is secret: without them there is a third as much to look at."""
_JWT = re.compile(rb"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.")
_AT = re.compile(rb"@|%40")
_LONGEST_ADDRESS = 80
_SHORTEST_ADDRESS = 8


class Secrets:
    """Holds them by kind; nothing here tells one again."""

    def __init__(self) -> None:
        self._kinds: dict[bytes, str] = {}
        self._addresses: set[bytes] = set()

    def add(self, kind: str, secret: str) -> None:
        """Recognise a secret from now on, plain, as UTF-16 and within base64. An e-mail address may be any text."""
        if kind == "e-mail address":
            if len(secret) >= _SHORTEST_ADDRESS and "@" in secret:
                self._addresses.add(secret.casefold().encode())
            return
        # The head of a JWT is the same in all of them.
        parts = secret.split(".")[1:] if secret.startswith("eyJ") else [secret]
        for part in parts:
            # A verifier of one letter, as wrong as can be, is in every long name, too.
            if len(part) >= _WINDOW and len(set(part[-_WINDOW:])) >= _VARIED:
                self._kinds |= dict.fromkeys(_forms(part.encode()), kind)

    def kinds_in(self, content: bytes) -> set[str]:
        """The kinds of the secrets in a file or an output."""
        text = content.replace(b"\0", b"")  # what is left of UTF-16 is ASCII
        kinds = {"JWT"} if _JWT.search(text) else set[str]()
        for word in set(_WORD.findall(_ID.sub(b" ", text))):
            windows = {word[start : start + _WINDOW] for start in range(len(word) - _WINDOW + 1)}
            kinds |= {self._kinds[window] for window in windows & self._kinds.keys()}
        return kinds | ({"e-mail address"} if self._has_address(text) else set())

    def _has_address(self, text: bytes) -> bool:
        for sign in _AT.finditer(text):
            around = text[max(0, sign.start() - _LONGEST_ADDRESS) : sign.end() + _LONGEST_ADDRESS]
            around = around.replace(b"%40", b"@").lower()
            if any(address in around for address in self._addresses):
                return True
        return False


def _forms(secret: bytes) -> Iterator[bytes]:
    """The windows of a secret: of itself, and of its base64 wherever in a group of three bytes it begins."""
    yield secret[-_WINDOW:]
    for shift in range(3):
        encoded = b64encode(bytes(shift) + secret)
        yield encoded[-4 - _WINDOW : -4]  # before the group that depends on what follows
