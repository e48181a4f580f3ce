"""The two ways to a session that need a person: a browser here, or a code in a browser anywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.commands.failure import Failure
from widgets.text import plural

if TYPE_CHECKING:
    from concurrent.futures import Future

    from api_client.auth.session import Tokens
    from api_client.auth.sign_in import SignIn
    from tui.browser import Browser
    from tui.commands.dialogue import Dialogue


def wants_device(sign_in: SignIn, browser: Browser) -> bool:
    """Whether no browser can be opened here, and there is a code to sign in with instead."""
    return sign_in.offers_device and not isinstance(browser.programs(), list)


async def by_browser(sign_in: SignIn, dialogue: Dialogue, browser: Browser) -> Tokens:
    """The link is said before a browser is tried: one that starts and shows nothing looks just like one that works."""
    from tui.browser import NoBrowser, NotALink, Opened, Remote

    async with sign_in.browser() as flow:
        dialogue.say("Open this link in a browser on this computer:")
        dialogue.link(flow.url)
        match browser.open(flow.url):
            case Opened(program, outcome):
                dialogue.say(f"Opening it in {program}.")
                outcome.add_done_callback(lambda outcome: _tell_failure(dialogue, outcome))
            case NotALink(reason):
                raise Failure(reason)
            case NoBrowser(reason):
                dialogue.say(reason)
            case Remote():
                dialogue.say("You sit at another computer: a browser there finds the way back only if the port of the")
                dialogue.say("link's redirect_uri is forwarded, as `ssh -L PORT:127.0.0.1:PORT` and some editors do.")
        if sign_in.offers_device:
            dialogue.say("No browser on this computer? Give up with ctrl+c, and add --device.")
        dialogue.say(f"Waiting for the browser, {_minutes(flow.expires_at)} at most; ctrl+c gives up.")
        return await flow.tokens()


async def by_device(sign_in: SignIn, dialogue: Dialogue) -> Tokens:
    """A code that is confirmed in a browser on any computer or phone. Raises Failure where the issuer has none."""
    if not sign_in.offers_device:
        raise Failure(
            f"{sign_in.issuer_host} offers no sign-in with a code.",
            "Without --device, the link is for a browser on this computer.",
        )
    async with await sign_in.device() as flow:
        dialogue.say("Open this link in a browser on any computer or phone, and enter the code:")
        dialogue.link(flow.verification_uri, scan=flow.verification_uri_complete or flow.verification_uri)
        dialogue.large(flow.user_code)
        flow.on_trouble = lambda trouble: dialogue.say(
            f"{trouble.sentence} Still trying." if trouble else "The sign-in service answers again."
        )
        dialogue.say(f"Waiting for the code to be confirmed, {_minutes(flow.expires_at)} at most; ctrl+c gives up.")
        return await flow.tokens()


def _tell_failure(dialogue: Dialogue, outcome: Future[str | None]) -> None:
    if reason := outcome.result():
        dialogue.say(f"{reason} Open the link yourself.")


def _minutes(end: datetime) -> str:
    seconds = (end - datetime.now(UTC)).total_seconds()
    return plural(max(1, round(seconds / 60)), "minute")
