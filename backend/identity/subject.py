"""Which subjects may come from outside."""

from __future__ import annotations

_LONGEST = 255
"""OpenID Connect Core §2: a subject is at most 255 characters of ASCII."""
_CLERK_USER = "user_"


def is_usable(subject: object) -> bool:
    """Whether this may be a person's subject, in a token or a webhook.

    `local` is the owner of an embedded database and `deleted:…` marks who is gone: nobody becomes either.
    """
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        return False
    if not (subject.isascii() and subject.isprintable()):
        return False
    name = subject.strip().lower()
    return name not in ("", "local") and not name.startswith("deleted:")


def is_clerk_user(subject: object) -> bool:
    """Whether this is a usable subject of a person at Clerk: machines (`mch_…`) have subjects too."""
    return isinstance(subject, str) and subject.startswith(_CLERK_USER) and is_usable(subject)
