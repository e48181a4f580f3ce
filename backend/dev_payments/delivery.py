"""Events sent to a webhook, as they happen."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from backend.dev_payments.signing import signed

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Delivery:
    """Sends events to one endpoint of this computer. One that fails is not sent again."""

    def __init__(self, url: str, secret: str) -> None:
        """`secret` is what events are signed with."""
        self._url = url
        self._secret = secret

    def __call__(self, event: Mapping[str, Any]) -> None:
        """Send an event, without waiting for the answer: the endpoint may be served by this very thread."""
        Thread(target=self._send, args=(event,), name="webhook", daemon=True).start()

    def _send(self, event: Mapping[str, Any]) -> None:
        body, headers = signed(event, self._secret)
        try:
            with build_opener(ProxyHandler({})).open(Request(self._url, body, headers), timeout=_SECONDS):  # noqa: S310  # our own
                pass
        except (URLError, OSError) as error:
            _log.warning("the webhook did not take %s (%s)", event["type"], type(error).__name__)
