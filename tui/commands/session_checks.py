"""What `syllabus doctor` looks at of the sign-in: who, is it valid, where is it kept, does the service answer."""

from __future__ import annotations

from threading import Thread
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


def keyring_check() -> Check:
    """Which store of secrets there is. One can wait for a person for ever, so it is asked in a thread."""
    found: list[Check] = []
    asking = Thread(target=lambda: found.append(_ask_keyring()), name="keyring", daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return found[0] if found else Check("keyring", "warning", "does not answer", "Unlock it, or start it again.")


def _ask_keyring() -> Check:
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    store = keyring.get_keyring()
    if isinstance(store, NoKeyring):
        helps = '`session_store = "file"` in the settings keeps a sign-in in a file in plain text.'
        return Check("keyring", "warning", "none", helps)
    return Check("keyring", "ok", store.name)
