"""Requests that the backend makes: to the identity provider. The one module of the backend that knows httpx."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from backend.addresses import is_secure
from backend.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

T = TypeVar("T", bound=BaseModel)

RETRY_AFTER = 5.0
"""Seconds until asking again makes sense, where the other side does not say."""

_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
_LONGEST = 10.0
"""Seconds for a whole answer: a time limit of httpx counts from one piece of it to the next."""
_LARGEST = 512 * 1024

logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every address at INFO, with the ids of users in it


class UnansweredError(Exception):
    """There is no answer that could be used. The text says whose and why, and quotes nothing of it."""

    def __init__(self, text: str, retry_after: float = RETRY_AFTER) -> None:
        """`retry_after`: in how many seconds it makes sense to ask again."""
        super().__init__(text)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said; a redirect, which is never followed, is such an answer too."""

    host: str
    status: int
    body: bytes
    retry_after: float = RETRY_AFTER

    def read(self, model: type[T]) -> T:
        """The document of a 200. Raises UnansweredError for any other status and what is not such a document."""
        if self.status != 200:
            raise UnansweredError(f"{self.host} answered {self.status}", self.retry_after)
        try:
            return model.model_validate_json(self.body)
        except ValidationError:
            raise UnansweredError(f"{self.host} answered what is no {model.__name__}") from None


class Outgoing:
    """HTTP with limits: of time, of size, to https or this computer alone. May be used by several threads at once."""

    def __init__(self) -> None:
        """Opens no connection."""
        self._client = httpx.Client(
            headers={"user-agent": f"syllabus/{VERSION}", "accept": "application/json", "accept-encoding": "identity"},
            timeout=_TIMEOUT,
            follow_redirects=False,
            mounts={"http://": None},  # plain http is for this computer, and no proxy stands between it and itself
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, url: str, token: SecretStr | None = None) -> Answer:
        """GET, with `token` as the bearer. Raises UnansweredError."""
        return self._send("GET", url, token)

    def post(self, url: str, document: Mapping[str, str], token: SecretStr | None = None) -> Answer:
        """POST of a JSON document, with `token` as the bearer. Raises UnansweredError."""
        return self._send("POST", url, token, document)

    def _send(
        self, method: str, url: str, token: SecretStr | None, document: Mapping[str, str] | None = None
    ) -> Answer:
        if not is_secure(url):
            raise UnansweredError("an address of the identity provider is not https")
        headers = {"authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        host = urlsplit(url).hostname or ""
        try:
            with self._client.stream(method, url, headers=headers, json=document) as response:
                body = _body(response)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
            # The error's own text may quote the answer. UnicodeError: a host like xn--a.com is no name.
            raise UnansweredError(f"{host} cannot be reached ({type(error).__name__})") from None
        return Answer(host, response.status_code, body, _retry_after(response))


def _body(response: httpx.Response) -> bytes:
    host = response.url.host
    if response.headers.get("content-encoding", "identity") != "identity":
        raise UnansweredError(f"{host} compressed its answer unasked")  # a small one may become a huge one
    body = bytearray()
    until = time.monotonic() + _LONGEST
    for piece in response.iter_raw():
        body += piece
        if len(body) > _LARGEST:
            raise UnansweredError(f"the answer of {host} is too large")
        if time.monotonic() > until:
            raise UnansweredError(f"the answer of {host} takes too long")
    return bytes(body)


def _retry_after(response: httpx.Response) -> float:
    seconds = response.headers.get("retry-after", "")
    return min(float(seconds), 60.0) if seconds.isascii() and seconds.isdigit() else RETRY_AFTER
