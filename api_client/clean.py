r"""Text from outside, made harmless once: where a response is decoded.

A terminal acts on control characters, and bidirectional controls make text read as what it is not. They become
U+FFFD, so that one sees that something was there. `\r\n` is a newline.

U+200E, U+200F and U+061C stay: they only say on which side a neutral character belongs, honest Hebrew and Arabic
need them, and unlike embeddings, overrides and isolates they reorder no other text.
"""

from __future__ import annotations

import re

# A raw carriage return is left to the JSON parser: between tokens it is white space, in a string a fault.
_RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# All begins with one backslash, which `re` finds at the speed of memchr. An escaped backslash is matched to be
# skipped: what follows it is no escape (`\\u001b` in JSON is a path, not ESC).
_ESCAPE = re.compile(
    r"""\\(?:
      (?P<backslash> \\ )
    | (?P<line_end> (?:r|u000[dD]) \\(?:n|u000[aA]) )
    | (?P<pair> u[dD][89abAB][0-9a-fA-F]{2} \\u[dD][c-fC-F][0-9a-fA-F]{2} )
    | [bfr]
    | u00[01][0-9a-fA-F] | u007[fF] | u00[89][0-9a-fA-F]
    | u202[a-eA-E] | u206[6-9]
    | u[dD][89a-fA-F][0-9a-fA-F]{2}
    )""",
    re.VERBOSE,
)
_HARMLESS = {"\\u0009": "\\t", "\\u000a": "\\n"}


def clean(json_text: str) -> str:
    """The JSON text with every dangerous character in it, escaped or raw, replaced by U+FFFD."""
    # Most answers have no escape and nothing that cannot be printed, which is quicker to see than to search.
    if "\\" not in json_text and json_text.isprintable():
        return json_text
    return _ESCAPE.sub(_replacement, _RAW.sub("\ufffd", json_text))


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup in ("backslash", "pair"):
        return match[0]
    if match.lastgroup == "line_end":
        return "\\n"
    return _HARMLESS.get(match[0].lower(), "\ufffd")
