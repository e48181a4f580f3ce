"""What was asked for, and whether it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.auth.issuer_http import WHOM
from api_client.errors import SignInFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.auth.session import Tokens

OFFLINE = "offline_access"
"""The scope that asks for a refresh token."""


def checked(tokens: Tokens, scopes: Sequence[str]) -> Tokens:
    """The tokens of a sign-in. Raises SignInFailed if the refresh token is missing that was asked for.

    Without it the session would end in a day, or in a minute, and nobody would know why.
    """
    if OFFLINE in scopes and tokens.refresh_token is None:
        raise SignInFailed(
            f'{WHOM} gave no refresh token, although "{OFFLINE}" was asked for. Whoever runs the server has to allow '
            "this scope to its client there, or take it out of the server's settings.",
            code="no_refresh_token",
        )
    return tokens
