"""`syllabus login [URL]`: sign in to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import ApiError, SignInFailed
from tui.commands.command import Command
from tui.commands.context import note_given_token, warn
from tui.commands.describe import account_json
from tui.commands.dialogue import Dialogue
from tui.commands.failure import Exit, Failure
from tui.commands.keeping import KEPT_IN, keep
from tui.commands.output import given, name
from tui.targets import server_label, server_origin

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from api_client.auth.accounts import Account
    from api_client.auth.session import Session
    from api_client.models import Me
    from tui.commands.context import Context


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", nargs="?", help="the server; without it the one in use")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--browser", action="store_true", help="through a browser on this computer")
    way.add_argument("--device", action="store_true", help="with a code, typed in a browser on any computer or phone")
    way.add_argument("--with-token", action="store_true", help="with an access token from standard input")


def _run(context: Context, arguments: Namespace) -> int:
    import asyncio

    from tui.log import log_to

    log_to(context.folders.state)
    dialogue = Dialogue()
    server = _server(context, arguments.url, dialogue)
    token = dialogue.secret("Access token (it is not shown):") if arguments.with_token else ""
    session, viewer = asyncio.run(_sign_in(context, arguments, dialogue, server, token))
    account = keep(context, dialogue, session, viewer.name)
    _report(context, account, viewer)
    if session.tokens.refresh_token is None:
        warn("This session cannot be refreshed: it ends when its access token expires.")
    return Exit.DONE


def _server(context: Context, url: str | None, dialogue: Dialogue) -> str:
    """The origin that is given, in use, or typed now. Raises Failure."""
    if not url and context.server:
        return context.server
    if not url and dialogue.can_ask:
        url = dialogue.ask("Which server? Its address, like https://learn.example.com:")
    if not url:
        raise Failure(
            "No server is named, and the courses of this computer need no sign-in.",
            "Try: syllabus login https://learn.example.com",
            code=Exit.USAGE,
        )
    try:
        return server_origin(url)
    except ValueError as error:
        raise Failure(f"“{given(url)}” {error}.", code=Exit.USAGE) from None


async def _sign_in(
    context: Context, arguments: Namespace, dialogue: Dialogue, server: str, token: str
) -> tuple[Session, Me]:
    from pydantic import SecretStr

    from api_client.auth.sign_in import SignIn
    from tui.commands.ways_in import by_browser, by_device, wants_device

    async with await SignIn.at(server) as sign_in:
        dialogue.say(f"Server  {sign_in.server_host} ({name(sign_in.server_name)})")
        dialogue.say(f"Sign-in {sign_in.issuer_host}")
        if token:
            return await sign_in.with_token(SecretStr(token))
        browser = context.browser()
        if arguments.device or (not arguments.browser and wants_device(sign_in, browser)):
            tokens = await by_device(sign_in, dialogue)
        else:
            tokens = await by_browser(sign_in, dialogue, browser)
        try:
            return await sign_in.session(tokens)
        except SignInFailed:
            raise  # they are given back
        except ApiError:
            await sign_in.discard(tokens)
            raise


def _report(context: Context, account: Account, viewer: Me) -> None:
    if context.output.as_json:
        context.output.json(
            {
                "server": account.server,
                "issuer": account.issuer,
                "account": {**account_json(account), "role": viewer.role},
            }
        )
    else:
        host = server_label(account.server)
        context.output.line(f"Signed in to {host} as {name(viewer.name)} ({viewer.role}).")
        context.output.line(f"The session is kept in {KEPT_IN[account.kept]}.")
    note_given_token(context)
    setting = context.settings.server
    if setting and setting != account.server:
        origin = context.loaded.origins["server"]
        warn(f"`server` is set to {setting} in {origin}, and that stays the one in use.")


COMMAND = Command(
    name="login",
    summary="sign in to a server",
    run=_run,
    add_arguments=_add_arguments,
    details="Without an option it takes the browser where there can be one, else a code if the sign-in offers that. "
    "Signing in as somebody else adds an account; `syllabus use` switches.",
)
