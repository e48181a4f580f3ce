"""A keyring in memory, configured as people configure theirs: by `PYTHON_KEYRING_BACKEND`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

if TYPE_CHECKING:
    from collections.abc import Callable


class Crash(BaseException):
    """The process ends here."""


class SimpleKeyring(KeyringBackend):
    """Takes as much as Windows does, and fails when a test says so. Nobody gets it without asking for it."""

    priority = 0.5  # pyright: ignore[reportAssignmentType]  # `keyring` computes it, and takes a number as well

    entries: ClassVar[dict[tuple[str, str], str]] = {}
    failure: ClassVar[BaseException | None] = None
    """What every call raises."""
    write_failure: ClassVar[BaseException | None] = None
    """What every change raises."""
    crash_after: ClassVar[int | None] = None
    """Changes until the process ends."""
    after_get: ClassVar[list[Callable[[], object]]] = []
    """What happens after the next reads, one each."""

    @classmethod
    def reset(cls) -> None:
        cls.entries = {}
        cls.failure = cls.write_failure = cls.crash_after = None
        cls.after_get = []

    def get_password(self, service: str, username: str) -> str | None:
        if self.failure:
            raise self.failure
        value = self.entries.get((service, username))
        if self.after_get:
            self.after_get.pop(0)()
        return value

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password.encode("utf-16-le")) <= 2560, "CredWrite: the stub received bad data"
        self._change()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._change()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _change(self) -> None:
        cls = type(self)
        if failure := cls.failure or cls.write_failure:
            raise failure
        if cls.crash_after is not None:
            if not cls.crash_after:
                raise Crash
            cls.crash_after -= 1
