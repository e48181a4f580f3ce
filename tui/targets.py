"""Which backend the client talks to: the embedded one, or a server at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api_client.loopback import is_loopback
from api_client.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.auth.accounts import Account
    from api_client.auth.credentials import Credentials

LOCAL = "local"
"""What people write for the courses of this computer, where else the address of a server stands."""
THIS_COMPUTER = "this computer"
_DEFAULT_PORTS = {"https": 443, "http": 80}


def server_target(
    server: str, account: Account | None = None, credentials: Callable[[], Credentials] | None = None
) -> Target:
    """The server at an origin, for one account with what signs its requests; without them for an anonymous viewer."""
    name = account.id if account else "anonymous"
    return Target(url=server, label=server_label(server), account=name, credentials=credentials)


def server_label(server: str) -> str:
    """What people are shown for an origin: its host, or "this computer" where it is empty."""
    return urlsplit(server).netloc or THIS_COMPUTER


def server_origin(address: str) -> str:
    """The origin of an address that a person gave, normalised. Raises ValueError with a sentence."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in _DEFAULT_PORTS or not host or any(c.isspace() or not c.isprintable() for c in host):
        raise ValueError('must be the address of a server, like "https://learn.example.com"')
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must be an address without account, path or query")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("must be https; plain http is for this computer's own addresses only")
    place = f"[{host}]" if ":" in host else host
    suffix = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{place}{suffix}"
