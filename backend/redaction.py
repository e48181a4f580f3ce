"""Taking secrets and people out of what is written down: reports of failures, and logs."""

from __future__ import annotations

import logging
import re

# Compiled when the first text comes: a program that logs nothing need not wait for it.
_E_MAIL = r"[^\s<>\"'(:,;@/]+@[^\s<>\"'):,;@/]+"
_CREDENTIALS = r"(?<=://)[^\s/@]+@"
_NAMED = r"(?i)(\b[a-z_]*(?:code|verifier|token|secret)[\"']?\s*[=:]\s*[\"']?)[\w.~+/=-]{8,}"
"""`code=…` of a sign-in, or a token in an answer that could not be understood."""
_STRIPE = r"\b(?:[sr]k_(?:live|test)|whsec)_\w+|(?<=/c/)[A-Za-z2-7]{16}\b"
"""Its keys, and the code of a short link to its page."""
_LONG_WORD = r"(?i:bearer\s+)\S+|\beyJ[\w.=-]+|\b(?=\w*\d)[A-Za-z0-9_=-]{40,}\b"


def redacted(text: str) -> str:
    """The text without what looks like a secret or an e-mail address: an exception's own words can hold them."""
    text = re.sub(_CREDENTIALS, "<removed>@", _without_named_secrets(text))
    text = re.sub(_STRIPE, "<removed>", text)
    text = re.sub(_LONG_WORD, "<removed>", text)
    return re.sub(_E_MAIL, "<e-mail>", text)


class RedactingFormatter(logging.Formatter):
    """Redacts the whole entry: the traceback of a failure quotes whatever the exception did."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as it is written."""
        return redacted(super().format(record))


def _without_named_secrets(text: str) -> str:
    """Without those in messages. Lines of the program, each after the name of its file, hold names and no secrets."""
    lines = text.splitlines(keepends=True)
    return "".join(
        line if before.lstrip(" |").startswith('File "') else re.sub(_NAMED, r"\1<removed>", line)
        for before, line in zip(["", *lines], lines, strict=False)
    )
