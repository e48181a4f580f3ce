"""Which backend the client talks to: the embedded one, or a server at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api_client.target import Target

if TYPE_CHECKING:
    from pathlib import Path

    from tui.settings import Settings
    from tui.state import State

_DEFAULT_PORTS = {"https": 443, "http": 80}


def choose_target(settings: Settings, data_folder: Path, state: State, *, empty: bool = False) -> Target:
    """The target that the settings name. `empty`: a first start makes no demo catalog."""
    if settings.server:
        account = state.account if state.server == settings.server and state.account else "anonymous"
        return Target(url=settings.server, label=urlsplit(settings.server).netloc, account=account)
    from tui.embedded import embedded_target

    return embedded_target(data_folder, empty=empty)


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
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("must be https; plain http is for this computer's own addresses only")
    place = f"[{host}]" if ":" in host else host
    suffix = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{place}{suffix}"


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
