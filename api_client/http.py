"""How Syllabus speaks HTTP, to a server and to an issuer alike: the one module that configures httpx."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from api_client.errors import ApiError, InsecureServer, ServerFailed, Timeout, Unreachable
from api_client.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

_TIMEOUT = httpx.Timeout(15.0, connect=5.0)


def http_client(
    base_url: str, *, headers: Mapping[str, str] | None = None, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """A client for what is at `base_url` and below; `transport` replaces the network.

    It follows no redirect: what is secret in a request goes where it was addressed to, and nowhere else.
    """
    return httpx.AsyncClient(
        base_url=base_url,
        headers={"User-Agent": f"syllabus/{version('syllabus')}", "Accept": "application/json", **(headers or {})},
        transport=transport,
        timeout=_TIMEOUT,
        follow_redirects=False,
        trust_env=base_url.startswith("https://"),  # no proxy stands between this computer and itself
    )


@contextmanager
def mapped_errors(whom: str = "The server") -> Generator[None]:
    """Turn every exception of httpx into an ApiError about `whom`, the most specific first."""
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise Timeout(f"{whom} cannot be reached: it took too long to connect.", code="timeout") from error
    except httpx.TimeoutException as error:
        raise Timeout(f"{whom} did not answer in time.", code="timeout") from error
    except httpx.ConnectError as error:
        raise Unreachable(f"{whom} cannot be reached. Is this computer online?", code="unreachable") from error
    except (httpx.NetworkError, httpx.ProxyError) as error:
        raise Unreachable(f"The connection to {_inside(whom)} broke off.", code="unreachable") from error
    except httpx.RemoteProtocolError as error:
        # A server that stops closes its connections between two requests; HTTP calls that a protocol error.
        raise Unreachable(f"{whom} closed the connection without an answer.", code="unreachable") from error
    except httpx.LocalProtocolError:
        # h11 quotes the header that it does not send, and that can be the one with the token.
        raise ApiError("The request cannot be sent: something in it is not allowed there.", code="malformed") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise InsecureServer(f"{whom}'s address is not one that can be used.", code="bad_address") from error
    except (httpx.HTTPError, httpx.CookieConflict, httpx.StreamError) as error:
        raise ServerFailed(f"{whom}'s answer cannot be understood.", code="malformed") from error


def check_origin(url: str) -> None:
    """Refuse what is no origin, and plain http to anywhere but this computer: others could read it on the way."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port, _asked_host(url)
    except ValueError:
        raise InsecureServer("The server's address is not a URL.", code="bad_address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InsecureServer("The server's address has to begin with https:// and a name.", code="bad_address")
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise InsecureServer(
            "The server's address has to be an origin, like https://learn.example.com, and nothing more.",
            code="bad_address",
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise InsecureServer(
            f"The server {host} has to be https: plain http is for this computer alone (127.0.0.1, localhost).",
            code="insecure",
        )


def is_secure(url: str, *, fragment: bool = False) -> bool:
    """Whether a secret may go to this URL: https, or http to this computer itself; and it is nothing but a URL.

    One with an account, or anything that is not printable ASCII, is none: it reads as what it is not. A `fragment`
    means something in a browser, and nowhere else.
    """
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
        same = parts.hostname == _asked_host(url)
    except ValueError:
        return False
    if not same or not parts.hostname or parts.username is not None or ("#" in url and not fragment):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def host_of(url: str, *, port: bool = True) -> str:
    """The host of a URL for people, in ASCII, with its port if it is not the usual one; "" if it has none.

    In ASCII a name of letters that look like others looks like what it is.
    """
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        return ""
    host = parts.raw_host.decode("ascii")
    place = f"[{host}]" if ":" in host and port else host
    return f"{place}:{parts.port}" if port and parts.port else place


def _asked_host(url: str) -> str:
    """The host that httpx will ask, in ASCII. Raises ValueError where it cannot ask any.

    That is found out here and not later: `https://xn--a.com` is refused by nobody, and every request to it fails with
    an exception of the IDNA library.
    """
    try:
        parts = httpx.URL(url)
        _ = parts.host
    except httpx.InvalidURL as error:
        raise ValueError("not a URL") from error
    return parts.raw_host.decode("ascii")


def _inside(whom: str) -> str:
    """The subject of a sentence, within one."""
    return whom[:1].lower() + whom[1:]
