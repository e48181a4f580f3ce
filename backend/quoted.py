"""Names inside of sentences."""

from __future__ import annotations

import unicodedata

_LONGEST = 80
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters that are not seen, or change how what follows is seen."""


def quoted(name: str) -> str:
    """A name in quotation marks, on one line, without what could pass for a part of the sentence, and not too long."""
    cut = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return f"“{''.join(map(_seen, cut))}”"


def _seen(character: str) -> str:
    if character in "“”\\" or unicodedata.category(character) in _UNSEEN:
        return f"\\u{ord(character):04x}"
    return character
