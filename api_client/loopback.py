"""Which hosts are this computer itself. Standard library alone: the settings are read before the first frame."""

from __future__ import annotations


def is_loopback(host: str) -> bool:
    """Whether a host is this computer itself, by its name or address: what is sent there crosses no network.

    `anything.localhost` is not: some resolvers ask the network for it.
    """
    from ipaddress import ip_address

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
