"""Servers and accounts by what people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.failure import Exit, Failure
from tui.commands.output import given, name
from tui.targets import LOCAL, server_label, server_origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.auth.accounts import Account, Accounts


def find_server(accounts: Accounts, words: str) -> str:
    """The origin of the server that is meant, empty for this computer: `local`, a URL, or a part of a known host.

    Raises Failure for a part of none or of several, and for what is no address.
    """
    if words.casefold() == LOCAL:
        return ""
    if "://" in words:
        try:
            return server_origin(words)
        except ValueError as error:
            raise Failure(f"“{given(words)}” {error}.", code=Exit.USAGE) from None
    known = sorted({*(account.server for account in accounts.all()), accounts.current_server} - {""})
    labels = {server_label(server): server for server in known}
    if words.casefold() in labels:
        return labels[words.casefold()]
    found = [label for label in labels if words and words.casefold() in label]
    if len(found) > 1:
        sentence = f"“{given(words)}” can be any of {len(found)} servers; give more of its name:"
        raise Failure(sentence, *found, code=Exit.USAGE)
    if not found:
        helps = "`syllabus servers` lists those that are known; a new one is named by its whole address, https://…"
        raise Failure(f"No server is known by “{given(words)}”.", helps, code=Exit.NOT_FOUND)
    return labels[found[0]]


def find_account(accounts: Accounts, server: str, words: Sequence[str]) -> Account | None:
    """The account on a server that is meant by its name, a part of it, or its id.

    Without words it is the one in use there, else the only one. Raises Failure for a name of none or of several.
    """
    there = [account for account in accounts.all() if account.server == server]
    wanted = " ".join(words).casefold()
    if not wanted:
        return accounts.at(server) or (there[0] if len(there) == 1 else None)
    found = [account for account in there if wanted in (account.id, account.name.casefold())]
    found = found or [account for account in there if wanted in account.name.casefold()]
    if len(found) == 1:
        return found[0]
    listed = [f"{account.id}  {name(account.name)}" for account in found or there]
    if not found:
        sentence = f"No account on {server_label(server)} is known by “{given(wanted)}”."
        raise Failure(sentence, *listed, code=Exit.NOT_FOUND)
    raise Failure(f"“{given(wanted)}” can be any of {len(found)} accounts:", *listed, code=Exit.USAGE)
