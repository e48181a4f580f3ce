r"""Text exactly as it is stored, for terminals and for editors: dangerous characters as escapes such as `\x1b`.

Admins have to see what there is, so what they get is not cleaned (`api_client.clean`) but escaped where it is drawn or
written. Standard library alone: rows are made with it.
"""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI_AND_SURROGATES = "\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_DANGEROUS = re.compile(f"\r\n|[{_CONTROLS}{_BIDI_AND_SURROGATES}]")
# Every character at which `str.splitlines` breaks, too, and the space at either end, which editors like to remove.
_UNWRITABLE = re.compile(rf"[{_CONTROLS}{_BIDI_AND_SURROGATES}\\\n\t\u2028\u2029]|\A\s|\s\Z")
_ESCAPE = re.compile(
    r"\\(?:(?P<short>[\\ntr])|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<wrong>.?))",
    re.DOTALL,
)
_SHORT = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_MEANT = {written[1]: character for character, written in _SHORT.items()}
_LAST = 0x10FFFF


def shown(text: str) -> str:
    r"""The text made harmless for a terminal; it cannot be read back.

    Control characters, bidirectional controls and lone surrogates become escapes. Newline and tab stay, for whoever
    draws lays them out, and `\r\n` is a newline.
    """
    # Nearly every name is printable, which is quicker to see than to search.
    return text if text.isprintable() else _DANGEROUS.sub(_shown, text)


def written(text: str) -> str:
    r"""The text on one line that no editor changes, for `read`: a backslash is `\\`, a newline `\n`, and so on.

    A space is `\x20` at the beginning and at the end.
    """
    return _UNWRITABLE.sub(_written, text)


def read(text: str) -> str:
    """What `written` wrote. Raises ValueError, with a sentence, where a backslash begins no escape."""
    return _ESCAPE.sub(_meant, text)


def _shown(match: re.Match[str]) -> str:
    return "\n" if match[0] == "\r\n" else _written(match)


def _written(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _meant(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "short":
        return _MEANT[match[kind]]
    if kind in ("x", "u", "U") and (code := int(match[kind], 16)) <= _LAST:
        return chr(code)
    raise ValueError(
        f"\\{written(match[0][1:])} is no escape. They are \\\\, \\n, \\t, \\r, \\x1b, \\u202e and \\U0001f469; "
        "a backslash itself is written \\\\."
    )
