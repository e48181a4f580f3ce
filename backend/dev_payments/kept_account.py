"""Sessions and payments that outlast the process in which they were made."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from backend.dev_payments.account import Account
from backend.dev_payments.records import Checkout

if TYPE_CHECKING:
    from pathlib import Path

    from backend.dev_payments.account import Told

_log = logging.getLogger(__name__)
_File = TypeAdapter(dict[str, Checkout])


class KeptAccount(Account):
    """Keeps everything in a file."""

    def __init__(self, address: str, path: Path, told: Told) -> None:
        """A file that cannot be read is one with nothing in it: what was not paid by then has to be begun anew."""
        super().__init__(address, told=told)
        self._path = path
        try:
            self.checkouts = _File.validate_json(path.read_bytes())
        except FileNotFoundError:
            pass
        except (OSError, ValidationError) as error:
            _log.warning("%s cannot be read (%s): its payments are not known any more", path, type(error).__name__)

    def changed(self) -> None:
        """Writes the file anew."""
        written = self._path.with_suffix(".new")
        written.write_bytes(_File.dump_json(self.checkouts))
        written.replace(self._path)
