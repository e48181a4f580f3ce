"""What `syllabus doctor` looks at of the sign-in: who, is it valid, where is it kept, does the service answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client import documents
from api_client.errors import ApiError, SessionUnreadable, SignInFailed, Unauthenticated
from tui.commands.checks import PATIENCE, Check
from tui.commands.keeping import KEPT_IN
from tui.commands.output import name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from api_client.auth.accounts import Account
    from api_client.library import Library
    from tui.commands.context import Context

_KEYRING_TROUBLE = {
    "no_keyring": (
        "none can be reached from here",
        '`session_store = "file"` in the settings keeps a sign-in in a file in plain text.',
    ),
    "keyring_locked": ("locked", "Unlock it with its password."),
    "keyring_hangs": ("does not answer", "Look for a window of it that asks for something, or start it again."),
    "entry_unreadable": ("gives out what was not stored", "Sign in again."),
}


async def sign_in_checks(context: Context, library: Library) -> AsyncIterator[Check]:
    """Of the server in use; of this computer's own courses there is only who one is."""
    yield await _account(context, library)
    if context.account:
        yield _store(context.account)
    if context.server:
        yield await _service(context.server)


async def _account(context: Context, library: Library) -> Check:
    source = " (SYLLABUS_TOKEN)" if context.account and context.account.kept == "environment" else ""
    try:
        snapshot = await library.fetch(documents.me())
        if isinstance(snapshot.error, Unauthenticated):
            raise snapshot.error
    except SessionUnreadable as error:
        return Check("account", "failed", error.sentence, "Nothing of the sign-in was deleted.")
    except Unauthenticated as error:
        if source:
            return Check("account", "failed", f"{error.sentence}{source}", "Set it anew, or take it out.")
        if context.account:
            helps = "`syllabus login` signs in again; marks wait until then."
            return Check("account", "failed", f"{name(context.account.name)}: {error.sentence}", helps)
        helps = "Courses can be read here; marks and progress need an account: `syllabus login`."
        return Check("account", "warning", "nobody is signed in", helps)
    except ApiError as error:
        return Check("account", "warning", f"unknown: {error.sentence}")
    viewer = snapshot.value
    return Check("account", "ok", f"{name(viewer.name)}, {viewer.role}{source}" if viewer else "unknown")


def _store(account: Account) -> Check:
    if account.kept == "file":
        helps = "With a keyring, `syllabus login` moves it there unless `session_store` says otherwise."
        return Check("session", "warning", f"kept in {KEPT_IN['file']}", helps)
    return Check("session", "ok", f"kept in {KEPT_IN[account.kept]}")


async def _service(server: str) -> Check:
    """Whether the issuer that the server names can be reached."""
    from api_client.auth.sign_in import SignIn

    try:
        async with await SignIn.at(server) as sign_in:
            offered = "browser or code" if sign_in.offers_device else "browser"
            return Check("sign-in", "ok", f"{sign_in.issuer_host}, by {offered}")
    except SignInFailed as error:
        return Check("sign-in", "warning", error.sentence)
    except ApiError as error:
        return Check("sign-in", "failed", error.sentence, "A session that there is goes on until it must be refreshed.")


def keyring_check(context: Context) -> Check:
    """Whether the keyring gives out what it keeps: it is asked for a session that is not there."""
    from api_client.auth.accounts import Account
    from api_client.auth.keyring_store import KeyringStore

    if context.settings.session_store == "file":
        return Check("keyring", "ok", "not used: `session_store` is set to file")
    nobody = Account(server="https://nowhere.invalid", issuer="none", client_id="none", id="nobody")
    try:
        KeyringStore(PATIENCE).read(nobody)
    except SessionUnreadable as error:
        finding, helps = _KEYRING_TROUBLE[error.code]
        return Check("keyring", "warning", finding, helps)
    import keyring

    return Check("keyring", "ok", keyring.get_keyring().name)
