r"""Text from outside, made harmless once: where a response is decoded.

A terminal acts on control characters, and bidirectional controls make text read as what it is not. They become
U+FFFD, so that one sees that something was there. `\r\n` is a newline.

U+200E, U+200F and U+061C stay: they only say on which side a neutral character belongs, honest Hebrew and Arabic
need them, and unlike embeddings, overrides and isolates they reorder no other text.
"""

from __future__ import annotations

import re

_RAW = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"

# An escaped backslash is matched to be skipped: what follows it is no escape (`\\u001b` in JSON is a path, not ESC).
# A raw carriage return is left to the JSON parser: between tokens it is white space, in a string a fault.
_SUSPECT = re.compile(
    rf"""
      (?P<backslash> \\\\ )
    | (?P<line_end> \\(?:r|u000d) \\(?:n|u000a) )
    | (?P<pair> \\ud[89ab][0-9a-f]{{2}} \\ud[c-f][0-9a-f]{{2}} )
    | \\[bfr]
    | \\u00[01][0-9a-f] | \\u007f | \\u00[89][0-9a-f]
    | \\u202[a-e] | \\u206[6-9]
    | \\ud[89a-f][0-9a-f]{{2}}
    | {_RAW}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HARMLESS = {"\\u0009": "\\t", "\\u000a": "\\n"}


def clean(json_text: str) -> str:
    """The JSON text with every dangerous character in it, escaped or raw, replaced by U+FFFD."""
    return _SUSPECT.sub(_replacement, json_text)


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup in ("backslash", "pair"):
        return match[0]
    if match.lastgroup == "line_end":
        return "\\n"
    return _HARMLESS.get(match[0].lower(), "\ufffd")
