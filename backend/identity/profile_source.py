"""Asks the identity provider who somebody is, the first time that they come."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

from backend.identity.outgoing import RETRY_AFTER, UnansweredError
from backend.identity.profiles import ProfileError, from_clerk, from_userinfo
from backend.identity.refusals import identity_unavailable, refused, user_unknown

if TYPE_CHECKING:
    from backend.identity.issuer import Issuer
    from backend.identity.outgoing import Answer, Outgoing
    from backend.identity.profiles import Profile
    from backend.identity.settings import IdentitySettings
    from backend.identity.verifier import Identified

_log = logging.getLogger(__name__)


class ProfileSource:
    """The profiles of one issuer's people. To be called in threads: it waits for the network."""

    def __init__(self, settings: IdentitySettings, issuer: Issuer, outgoing: Outgoing) -> None:
        """Asks nothing yet."""
        self._settings = settings
        self._issuer = issuer
        self._outgoing = outgoing

    def profile(self, who: Identified) -> Profile:
        """The profile of whose token it is.

        Raises Refusal: 401 if the provider does not want to tell with this token, or cannot know; 503 if it does not
        answer.
        """
        try:
            found = self._from_api(who) if who.kind == "session" else self._from_userinfo(who)
        except (UnansweredError, ProfileError) as error:
            _log.warning("nobody says who a new user is: %s", error)
            raise identity_unavailable(getattr(error, "retry_after", RETRY_AFTER)) from None
        if found.subject != who.subject:
            raise refused("the identity provider says that it is somebody else's")
        return found

    def _from_userinfo(self, who: Identified) -> Profile:
        endpoint = self._issuer.metadata().userinfo_endpoint
        if endpoint is None:
            raise UnansweredError("the identity provider has no userinfo endpoint")
        answer = self._outgoing.get(endpoint, who.token)
        if answer.status in (401, 403):
            raise refused("the identity provider does not say with it who you are")
        return from_userinfo(_document(answer))

    def _from_api(self, who: Identified) -> Profile:
        """By Clerk's API: a session token does not open userinfo."""
        if self._settings.secret_key is None:
            raise user_unknown()
        url = f"{self._settings.api_url}/v1/users/{quote(who.subject, safe='')}"
        answer = self._outgoing.get(url, self._settings.secret_key)
        if answer.status == 404:
            raise user_unknown()
        return from_clerk(_document(answer))


def _document(answer: Answer) -> object:
    """The JSON of a 200, whatever it is. Raises UnansweredError.

    Read by the standard library: pydantic refuses half a surrogate pair, which a person may have in their name.
    """
    if answer.status != 200:
        raise UnansweredError(f"{answer.host} answered {answer.status}", answer.retry_after)
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise UnansweredError(f"{answer.host} answered what is no JSON") from None
