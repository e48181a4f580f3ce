"""Sessions that outlast the process that began them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from backend.dev_identity.grants import Grants
from backend.dev_identity.records import Grant, RefreshToken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)
_File = TypeAdapter(dict[str, Grant])


class KeptGrants(Grants):
    """Keeps which refresh tokens count in a file: their hashes, and whose they are. No token, and no key."""

    def __init__(self, clock: Callable[[], float], path: Path) -> None:
        """A file that cannot be read is one with nobody in it: they sign in again."""
        super().__init__(clock)
        self._path = path
        try:
            kept = _File.validate_json(path.read_bytes())
        except FileNotFoundError:
            kept = {}
        except (OSError, ValidationError) as error:
            _log.warning("%s cannot be read (%s): everybody has to sign in again", path, type(error).__name__)
            kept = {}
        self.tokens = {hash_: RefreshToken(grant) for hash_, grant in kept.items()}

    def changed(self) -> None:
        """Writes the file anew."""
        counting = {
            hash_: token.grant
            for hash_, token in self.tokens.items()
            if token.spent_at is None and not token.grant.revoked
        }
        written = self._path.with_suffix(".new")
        written.write_bytes(_File.dump_json(counting))
        written.replace(self._path)
