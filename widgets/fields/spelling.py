r"""How a stored text stands in a field: as it is, or, where drawing it would harm the terminal, in escapes."""

from __future__ import annotations

from dataclasses import dataclass

from api_client.escapes import read, shown, written

NOTE = "What cannot be shown stands as \\x1b and so on, a backslash as \\\\."
"""What is said below a field whose text is in escapes."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """Decided by the text that a field begins with, and kept while it is edited."""

    escaped: bool

    @classmethod
    def of(cls, text: str, *, one_line: bool) -> Spelling:
        """The spelling for a stored text; on one line newlines and tabs are in escapes, too."""
        return cls(shown(text) != text or (one_line and ("\n" in text or "\t" in text)))

    def write(self, text: str, *, one_line: bool) -> str:
        """The text as it stands in the field."""
        if not self.escaped:
            return text
        return written(text) if one_line else "\n".join(map(written, text.split("\n")))

    def read(self, text: str) -> str:
        """The text that is meant. Raises ValueError, with a sentence, where an escape is none."""
        return "\n".join(map(read, text.split("\n"))) if self.escaped else text
